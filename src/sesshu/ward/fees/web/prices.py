"""契約単価: those in force and before, and a new one for a second person (V011)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.fees import prices
from sesshu.ward.fees.web.forms import PriceForm
from sesshu.ward.fees.web.words import price_in_words
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.FEE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every price; sending the form asks a second person for a new one."""
    rulebook, may_settle = rulebook_here(), request.account.may(Permission.FEE_SETTLE)
    form = PriceForm(request.POST or None, rulebook=rulebook)
    if may_settle and form.is_valid():
        prices.propose(request.actor, [form.price()], form.cleaned_data["reason"])
        messages.success(request, "単価の登録を申請しました。ほかの職員が確認します。")
        return redirect("unit-prices", municipality)
    rows = [
        (row, Contract(row.contract).label, price_in_words(row, rulebook))
        for row in prices.prices()
    ]
    context = {"prices": rows, "form": form, "may_settle": may_settle}
    return render(request, "ward/fees/prices.html", context, status=422 if form.errors else 200)
