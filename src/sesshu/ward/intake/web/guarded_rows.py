"""Lines about people whose address is guarded, entered or left out by a desk that sees no clinic (D3)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.intake import guarded_rows
from sesshu.ward.intake.codes import PURPOSE
from sesshu.ward.intake.guarded_rows import GuardedRow, Likely, people_of
from sesshu.ward.intake.queries import PAGE_ROWS, NoSuchFile
from sesshu.ward.intake.situations import IntakeRefused
from sesshu.ward.intake.subjects import Known
from sesshu.ward.intake.web.forms import OTHER, DropForm, EnterForm
from sesshu.ward.intake.web.words import TELLS_THE_CLINIC, findings_in_words, items_in
from sesshu.ward.records.codes import FoundBy
from sesshu.ward.records.situations import NotRecorded
from sesshu.ward.records.web.differences import differences
from sesshu.ward.records.web.panel import panel_of
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers.situations import NotForEntry

ENTERED = "入力に回しました。別の職員が確認すると、接種が記録されます。"


@requires(Permission.GUARDED_ENTER)
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """The lines that wait, the oldest first; whom each is about, where that is certain."""
    rows = guarded_rows.waiting_rows(PAGE_ROWS)
    people = people_of(rows)
    _look(request, "intake.guarded_rows", rows, people.values())
    context = {
        "rows": [(row, people.get(row.id, Likely()).likeliest, dict(_items(row))) for row in rows],
        "total": guarded_rows.count_waiting(),
    }
    return render(request, "ward/intake/guarded_rows.html", context)


@requires(Permission.GUARDED_ENTER)
def one(request: PortalRequest, municipality: str, row_id: int) -> HttpResponse:
    """One line with what the law says of it; posted, it goes to whoever checks entries."""
    row = _row(row_id)
    likely = _likely(row)
    form = EnterForm(request.POST or None, likely)
    if form.is_valid() and _entered(request, row, likely, form):
        messages.success(request, ENTERED)
        return redirect("guarded-rows", municipality=municipality)
    return _page(request, row, likely, form, DropForm())


@requires(Permission.GUARDED_ENTER)
@require_POST
def leave_out(request: PortalRequest, municipality: str, row_id: int) -> HttpResponse:
    """Settle a line without a dose, with a reason."""
    row, dropping = _row(row_id), DropForm(request.POST)
    if dropping.is_valid():
        try:
            guarded_rows.leave_out(request.actor, row_id, dropping.cleaned_data["reason"])
        except IntakeRefused as refusal:
            dropping.add_error(None, refusal.message)
        else:
            messages.success(request, "1行を、記録しないことにしました。")
            return redirect("guarded-rows", municipality=municipality)
    likely = _likely(row)
    return _page(request, row, likely, EnterForm(None, likely), dropping)


def _entered(request: PortalRequest, row: GuardedRow, likely: Likely, form: EnterForm) -> bool:
    """Whether the line waits for its check; if not, the form says why."""
    said = form.cleaned_data
    try:
        guarded_rows.enter_row(
            request.actor,
            row,
            likely.certain.id if likely.certain else _chosen(form),
            said["reason"],
            today(),
            rulebook_here(),
            said["form_key"],
            FoundBy(said["found_by"]) if said["found_by"] else None,
        )
    except (IntakeRefused, NotRecorded, NotForEntry) as refusal:
        form.add_error(None, refusal.message)
    return not form.errors


def _chosen(form: EnterForm) -> int:
    person: str = form.cleaned_data["person"]
    if person != OTHER:
        return int(person)
    return guarded_rows.chosen(form.cleaned_data["atena_number"]).id


def _page(
    request: PortalRequest, row: GuardedRow, likely: Likely, form: EnterForm, dropping: DropForm
) -> HttpResponse:
    _look(request, "intake.guarded_row", [row], [likely])
    context = {
        "row": row,
        "items": _items(row),
        "findings": list(findings_in_words(row.findings)),
        "faults": row.read.faults,
        "form": form,
        "dropping": dropping,
    }
    if likely.likeliest is not None:
        context |= _of_person(request, row, likely.likeliest)
    status = 422 if form.errors or dropping.errors else 200
    return render(request, "ward/intake/guarded_row.html", context, status=status)


def _of_person(request: PortalRequest, row: GuardedRow, person: Known) -> dict[str, Any]:
    shown = resident_of(person.id, today())
    found = {"identity": identity_of(shown, today(), request.account)}
    if row.read.form is None:
        return found
    rulebook = rulebook_here()
    judged = guarded_rows.judged(row, person.id, today(), rulebook)
    told = differences(*guarded_rows.told_again(row, person.id, rulebook), rulebook)
    return found | {"panel": panel_of(judged, rulebook, differences=told)}


def _items(row: GuardedRow) -> list[tuple[str, str]]:
    return items_in(row.text, TELLS_THE_CLINIC)


def _look(
    request: PortalRequest, action: str, rows: list[GuardedRow], people: Iterable[Likely]
) -> None:
    everybody = [one.id for each in people for one in each.everybody]
    details: dict[str, ledger.Code] = {"rows": [row.id for row in rows]}
    ledger.look(request.actor, action, PURPOSE, dict.fromkeys(everybody), details)


def _likely(row: GuardedRow) -> Likely:
    return people_of([row]).get(row.id, Likely())


def _row(row_id: int) -> GuardedRow:
    try:
        return guarded_rows.guarded_row(row_id)
    except NoSuchFile as error:
        raise Http404("no such row waits") from error
