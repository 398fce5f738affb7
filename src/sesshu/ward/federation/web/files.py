"""国保連の請求ファイル: each held against the records, and handed to a second person (V106)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission
from sesshu.ward.clinics.queries import names_of
from sesshu.ward.federation import operations, queries, settling
from sesshu.ward.federation.codes import PURPOSE, LineFinding
from sesshu.ward.federation.federations import federation_in_words
from sesshu.ward.federation.judging import Judged
from sesshu.ward.federation.models import ClaimsOutcome
from sesshu.ward.federation.queries import FileSeen
from sesshu.ward.federation.settling import Sheet
from sesshu.ward.federation.web.forms import SettleFileForm
from sesshu.ward.fees.codes import Treatment
from sesshu.ward.fees.models import Settlement
from sesshu.ward.fees.situations import FeeRefused
from sesshu.ward.fees.web.words import kind_in_words, rows_in_words
from sesshu.ward.rulebooks.releases import rulebook_here

MOST = 200


@requires(Permission.FEE_VIEW)
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every file taken in, the newest month first; counts and sums only."""
    return render(request, "ward/federation/files.html", {"files": queries.claims_files()})


@requires(Permission.FEE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """A file with what is done with its lines; sending the form asks a second person to settle it."""
    seen = seen_or_404(file_id)
    may_settle = request.account.may(Permission.FEE_SETTLE)
    form = SettleFileForm(request.POST or None)
    if may_settle and form.is_valid() and _proposed(request, seen, form):
        return redirect("claims-file", municipality, file_id)
    context = {
        "seen": seen,
        "federation": federation_in_words(seen.file.federation),
        "form": form,
        "may_settle": may_settle,
        "may_take_out": request.account.may(Permission.FILE_TAKE_OUT_REQUEST),
        "most": MOST,
    }
    if seen.settlement:
        context |= _answered(request, seen.settlement)
    elif seen.is_newest:
        context |= _held_against(request, seen)
    return render(request, "ward/federation/file.html", context, status=422 if form.errors else 200)


@requires(Permission.FEE_SETTLE)
@require_POST
def replay(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """Look again for lines put right and for doses recorded since; the page of the run tells the rest."""
    started = operations.replay(request.actor, seen_or_404(file_id).file.pk, now())
    return redirect("run", municipality, started.run_id)


def seen_or_404(file_id: int) -> FileSeen:
    """A file. Raises Http404."""
    seen = queries.claims_file(file_id)
    if seen is None:
        raise Http404("no such file")
    return seen


def _held_against(request: PortalRequest, seen: FileSeen) -> dict[str, Any]:
    sheet = settling.sheet_of(seen.file, rulebook_here())
    apart = [each for each in sheet.judged if each.treatment is not Treatment.PAID][:MOST]
    about = dict.fromkeys(each.line.resident for each in apart if each.line.resident)
    ledger.look(request.actor, "federation.lines", PURPOSE, about, {"claims_file": seen.file.pk})
    return {
        "sheet": sheet,
        "rows": rows_in_words(sheet.rows, rulebook_here()),
        "apart": in_words(apart),
        "undone": sheet.undone[:MOST],
        "treatments": _counts(sheet),
        "waiting": settling.waiting(seen.file),
    }


def _answered(request: PortalRequest, settlement: Settlement) -> dict[str, Any]:
    outcomes = [
        each for each in queries.outcomes_of(settlement) if each.treatment != Treatment.PAID.value
    ]
    about = dict.fromkeys(each.line.resident_id for each in outcomes if each.line.resident_id)
    details = {"claims_file": settlement.claims_file_id or 0}
    ledger.look(request.actor, "federation.lines", PURPOSE, about, details)
    return {"outcomes": [(each, _treated(each)) for each in outcomes[:MOST]]}


def in_words(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """Lines with the names of their clinics and kinds, and every finding."""
    names = names_of({each.line.form.provider_code for each in judged if each.line.form})
    return [
        {
            "judged": each,
            "clinic": names.get(form.provider_code, form.provider_code) if form else "",
            "kind": kind_in_words((form.series, form.outcome), rulebook_here()) if form else "",
            "findings": [
                found.label for found in each.findings if found is not LineFinding.BY_CLERK
            ],
        }
        for each in judged
        for form in [each.line.form]
    ]


def _treated(outcome: ClaimsOutcome) -> str:
    return Treatment(outcome.treatment).label


def _counts(sheet: Sheet) -> list[tuple[Treatment, int, int]]:
    """How many lines are treated how, and the sum of each; what is undone of earlier files too."""
    numbers, sums = Counter[Treatment](), Counter[Treatment]()
    for each in sheet.judged:
        numbers[each.treatment] += 1
        sums[each.treatment] += each.yen
    numbers[Treatment.ADJUSTED] += len(sheet.undone)
    sums[Treatment.ADJUSTED] += sum(each.paid.row.yen for each in sheet.undone)
    return [(each, numbers[each], sums[each]) for each in Treatment]


def _proposed(request: PortalRequest, seen: FileSeen, form: SettleFileForm) -> bool:
    """Whether a second person was asked; if not, the form says why."""
    try:
        settling.propose(request.actor, seen.file, form.cleaned_data["reason"])
    except FeeRefused as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, "請求の確定を申請しました。ほかの職員が確認します。")
    return True
