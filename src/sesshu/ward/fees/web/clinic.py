"""One clinic's month: beside its claim, its claim, its doses, and the sheet for the clinic (V100–V103)."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.clinics.queries import clinic_history, contract_on, contracts_of
from sesshu.ward.fees import claims, doses_of_clinic, settlements
from sesshu.ward.fees.changed import changed_charges
from sesshu.ward.fees.codes import SETTLE_PURPOSE
from sesshu.ward.fees.doses_of_clinic import dose_of, doses_of
from sesshu.ward.fees.models import Settlement, SettlementLine
from sesshu.ward.fees.paper import print_sheet
from sesshu.ward.fees.situations import FeeRefused
from sesshu.ward.fees.web.forms import ClaimForm, ExcludeForm, SettleForm
from sesshu.ward.fees.web.words import kind_in_words, month_asked, rows_in_words
from sesshu.ward.records.codes import Outcome
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.FEE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def of_month(
    request: PortalRequest, municipality: str, of: str, provider_code: str
) -> HttpResponse:
    """What was counted beside what is claimed; sending the form asks a second person to fix it."""
    month, rulebook = month_asked(of), rulebook_here()
    settled = Settlement.objects.filter(provider_code=provider_code, month=month).first()
    compared = () if settled else settlements.month_of(provider_code, month, rulebook)
    kinds = {each.kind: kind_in_words(each.kind, rulebook) for each in compared}
    may_settle = request.account.may(Permission.FEE_SETTLE)
    form = SettleForm(request.POST or None, kinds=kinds)
    if may_settle and form.is_valid() and _proposed(request, provider_code, month, form):
        return redirect("fee-clinic", municipality, of, provider_code)
    context = {
        "of": of,
        "month": month,
        "provider_code": provider_code,
        "name": _name(provider_code),
        "settled": settled,
        "lines": _lines(settled),
        "compared": [(each, kinds[each.kind]) for each in compared],
        "adjustments": rows_in_words(
            () if settled else settlements.adjustments_of(provider_code, month, rulebook), rulebook
        ),
        "waiting": settlements.waiting(provider_code, month),
        "form": form,
        "may_settle": may_settle,
        "changed": len(changed_charges(provider_code, rulebook)) if may_settle else 0,
    }
    return render(request, "ward/fees/clinic.html", context, status=422 if form.errors else 200)


@requires(Permission.FEE_SETTLE)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: PortalRequest, municipality: str, of: str, provider_code: str) -> HttpResponse:
    """The claim as the clinic wrote it; a newer one takes the place of the older."""
    month, rulebook = month_asked(of), rulebook_here()
    contract = contract_on(contracts_of([provider_code]).get(provider_code, []), month)
    series = contract.series if contract else ()
    kinds = {
        (code, str(outcome)): kind_in_words((code, str(outcome)), rulebook)
        for code in series
        for outcome in Outcome
    }
    form = ClaimForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        known=claims.claim_of(provider_code, month).lines,
    )
    if form.is_valid():
        claims.enter(request.actor, provider_code, month, form.lines)
        messages.success(request, "請求書を入力しました。")
        return redirect("fee-clinic", municipality, of, provider_code)
    context = {
        "form": form,
        "of": of,
        "month": month,
        "provider_code": provider_code,
        "name": _name(provider_code),
    }
    return render(request, "ward/fees/claim.html", context, status=422 if form.errors else 200)


@requires(Permission.FEE_SETTLE)
def doses(request: PortalRequest, municipality: str, of: str, provider_code: str) -> HttpResponse:
    """The doses of a clinic's month by name; each page is one look. Guarded people are not among them."""
    listed = doses_of(provider_code, month_asked(of))
    changed = changed_charges(provider_code, rulebook_here())
    subjects = dict.fromkeys(
        [*(each.resident_id for each in listed), *(each.resident_id for each in changed)]
    )
    ledger.look(request.actor, "fees.doses", SETTLE_PURPOSE, subjects)
    context = {
        "doses": [(each, kind_in_words(each.kind, rulebook_here())) for each in listed],
        "changed": [(each, kind_in_words(each.kind, rulebook_here())) for each in changed],
        "of": of,
        "month": month_asked(of),
        "provider_code": provider_code,
        "name": _name(provider_code),
        "most": doses_of_clinic.MOST,
    }
    return render(request, "ward/fees/doses.html", context)


@requires(Permission.FEE_SETTLE)
@require_http_methods(["GET", "HEAD", "POST"])
def exclude(request: PortalRequest, municipality: str, dose_id: int) -> HttpResponse:
    """Say that a dose is not paid for, and why; or take that back."""
    dose = dose_of(dose_id)
    if dose is None:
        raise Http404("no such dose here")
    form = ExcludeForm(request.POST or None)
    if form.is_valid() and _excluded(request, dose_id, form):
        messages.success(request, "支払対象外の扱いを記録しました。")
        return redirect("fee-doses", municipality, f"{dose.given_on:%Y-%m}", dose.provider_code)
    ledger.look(request.actor, "fees.doses", SETTLE_PURPOSE, [dose.resident_id])
    context = {"form": form, "dose": dose, "kind": kind_in_words(dose.kind, rulebook_here())}
    return render(request, "ward/fees/exclude.html", context, status=422 if form.errors else 200)


@requires(Permission.FEE_VIEW)
@require_POST
def printed(request: PortalRequest, municipality: str, of: str, provider_code: str) -> HttpResponse:
    """The sheet of a settled month for the clinic (F20, F21)."""
    settled = Settlement.objects.filter(provider_code=provider_code, month=month_asked(of)).first()
    if settled is None:
        raise Http404("nothing settled")
    pdf = print_sheet(settled, _name(provider_code), today())
    return HttpResponse(pdf, content_type="application/pdf")


def _proposed(request: PortalRequest, provider: str, month: date, form: SettleForm) -> bool:
    """Whether a second person was asked; if not, the form says why."""
    said = form.cleaned_data["reason"]
    try:
        settlements.propose(request.actor, provider, month, form.returned, said)
    except FeeRefused as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, "委託料の確定を申請しました。ほかの職員が確認します。")
    return True


def _excluded(request: PortalRequest, dose_id: int, form: ExcludeForm) -> bool:
    """Whether it was written down; if not, the form says why."""
    try:
        settlements.exclude(request.actor, dose_id, form.cleaned_data["cause"] or None)
    except FeeRefused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _lines(settled: Settlement | None) -> list[tuple[SettlementLine, str]]:
    if settled is None:
        return []
    rulebook = rulebook_here()
    rows = SettlementLine.objects.filter(settlement=settled).order_by("id")
    return [(row, kind_in_words((row.series, row.outcome), rulebook)) for row in rows]


def _name(provider_code: str) -> str:
    history = clinic_history(provider_code)
    return history[0].name if history else provider_code
