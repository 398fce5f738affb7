"""What one resident pays for doses of B類 on a day; why is not told (B14)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.foundation.walls import current_place
from sesshu.kernel.calendar import fiscal_year
from sesshu.ward.fees import operations
from sesshu.ward.fees.charges import charges_of
from sesshu.ward.fees.exemptions import fee_on
from sesshu.ward.fees.rules import is_charged
from sesshu.ward.fees.web.forms import DayForm, TaxForm
from sesshu.ward.fees.web.words import with_product
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import visit_of
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.FEE_CLASS)
def of_resident(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The fee class of every series of B類 on a day; today's unless another is asked for."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    form = DayForm(request.GET if "on" in request.GET else None)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today()
    look(request, visit, "resident.fees", [resident_id])
    context = page_context(request, municipality, shown, visit)
    context |= {"form": form, "on": on, "fees": _fees(resident_id, on)}
    if request.account.may(Permission.FEE_SETTLE):
        context["tax"] = TaxForm(year=fiscal_year(today()))
    return render(
        request, "ward/fees/of_resident.html", context, status=422 if form.errors else 200
    )


@requires(Permission.FEE_SETTLE)
@require_POST
def enter_tax(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """Keep the 課税区分 of a certificate."""
    find(resident_id, today())
    form = TaxForm(request.POST, year=fiscal_year(today()))
    if form.is_valid():
        said = form.cleaned_data
        operations.enter_tax(request.actor, resident_id, said["fiscal_year"], said["tax_class"])
        messages.success(request, "課税区分を記録しました。")
    else:
        messages.error(request, "年度と課税区分を選んでください。")
    target = redirect("resident-fees", municipality, resident_id)
    visit = visit_of(request)
    target["Location"] += visit.query if visit else ""
    return target


def _fees(resident_id: int, on: date) -> list[dict[str, Any]]:
    rulebook, charges = rulebook_here(), charges_of(current_place().municipality)
    return [
        {
            "name": with_product(series.name, product, rulebook),
            "fee": fee_on(resident_id, code, on, rulebook, product),
        }
        for code, series in rulebook.series.items()
        if is_charged(code, rulebook)
        for product in charges.products_of(code, on) or (None,)
    ]
