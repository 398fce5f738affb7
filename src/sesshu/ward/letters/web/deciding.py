"""The second person's queue of letters, and the page on which one is approved or sent back (R5)."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal, State
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ui.dates import in_both_calendars
from sesshu.ward.letters import completion_reports, queries, request_letters
from sesshu.ward.letters.queries import vaccination_in
from sesshu.ward.letters.web.sides import names_of, page_of
from sesshu.ward.letters.web.words import Item, items_of_application, items_of_stay
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.sides import ORDINARY, Side
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.wire.residents.codes import TITLES

PURPOSE = "依頼書・実施報告書の確認"
KINDS = {
    request_letters.KIND: "依頼書の申請",
    completion_reports.KIND: "実施報告書",
}


@requires(Permission.LETTER_APPROVE)
def checks(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, oldest first."""
    at, kinds = now(), list(KINDS)
    waiting = [each.proposal for each in second_person.queue(request.account.id, at, kinds)]
    residents = [subject for proposal in waiting for subject in proposal.subjects]
    ledger.look(request.actor, "letter.list", PURPOSE, dict.fromkeys(residents))
    lines = [
        {
            "proposal": each,
            "kind": KINDS[each.kind],
            "name": _name(each),
            "own": each.proposed_by == request.account.id,
        }
        for each in waiting
    ]
    context = {"lines": lines, "total": second_person.count_waiting(at, kinds)}
    return render(request, "ward/letters/checks.html", context)


@requires(Permission.LETTER_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """One of them beside the paper, and the decision about it."""
    return decide_at(ORDINARY, request, municipality, proposal_id)


def decide_at(
    side: Side, request: PortalRequest, municipality: str, proposal_id: int
) -> HttpResponse:
    """An application or a report at the desk of a side."""
    kinds = {side.kind(request_letters.KIND): "依頼書の申請"} if side.is_guarded else KINDS
    proposal = proposal_shown(proposal_id, kinds)
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect(page_of(side, "letter-checks"), municipality)
    is_letter = proposal.kind == side.kind(request_letters.KIND)
    action = "request_letter.check" if is_letter else "completion_report.check"
    ledger.look(request.actor, action, PURPOSE, proposal.subjects, {"proposal": proposal_id})
    context: dict[str, Any] = {
        "proposal": proposal,
        "kind": kinds[proposal.kind],
        "names": names_of(side),
        "form": form,
        "is_open": proposal.state == State.OPEN,
        "own": proposal.proposed_by == request.account.id,
        "items": _items_of_letter(proposal, side) if is_letter else _items_of_report(proposal),
        "has_scan": not is_letter,
    }
    if is_letter:
        shown = resident_of(proposal.subjects[0], today())
        context["identity"] = identity_of(shown, today(), request.account)
    status = 422 if form.errors else 200
    return render(request, "ward/letters/check.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("承認しました。番号が付き、印刷できます。", "差し戻しました。"),
    )


def _items_of_letter(proposal: Proposal, side: Side) -> list[Item]:
    said = proposal.payload
    asked = [vaccination_in(text) for text in said["vaccinations"]]
    items = items_of_application(said, asked, rulebook_here())
    return items + items_of_stay(queries.stay_of(proposal, side))


def _items_of_report(proposal: Proposal) -> list[Item]:
    said = proposal.payload
    series = rulebook_here().series.get(said["series"])
    days = {
        name: in_both_calendars(date.fromisoformat(said[name]))
        for name in ("letter_on", "birth_on", "given_on")
    }
    return [
        Item("依頼元", said["mayor"]),
        Item("依頼書の番号", said["letter_number"]),
        Item("依頼書の日付", days["letter_on"]),
        Item("氏名", f"{said['name']}（{said['name_kana']}）"),
        Item("生年月日", days["birth_on"]),
        Item("性別", TITLES["sex"][said["sex"]]),
        Item("住所", said["address"]),
        Item("接種の種類", f"{series.name if series else said['series']}　{said['dose']}回目"),
        Item("接種日", days["given_on"]),
        Item("ワクチン名", said["vaccine_name"]),
        Item("ロット番号", said["lot"]),
        Item("接種量", f"{said['volume_ml']} mL" if said["volume_ml"] else "記入なし"),
        Item("接種医療機関", said["provider_name"]),
        Item("医師名", said["doctor"]),
    ]


def _name(proposal: Proposal) -> str:
    if proposal.kind == completion_reports.KIND:
        return str(proposal.payload["name"])
    return resident_of(proposal.subjects[0], today()).name
