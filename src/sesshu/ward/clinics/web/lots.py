"""Lots: looked up, entered, stopped."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.kernel.clinics import lot_key
from sesshu.ward.clinics.models import Lot
from sesshu.ward.clinics.operations import propose_lots
from sesshu.ward.clinics.queries import lots as found_lots
from sesshu.ward.clinics.web.clinics import ASKED
from sesshu.ward.clinics.web.forms import LotForm, SearchForm
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.MASTER_VIEW)
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Lots whose number holds a text, stopped ones first."""
    form = SearchForm(request.GET)
    text = lot_key(form.cleaned_data["text"]) if form.is_valid() else ""
    products = rulebook_here().products
    context = {
        "form": form,
        "lots": [
            (row, products[row.product].name if row.product in products else row.product)
            for row in found_lots(text)
        ],
        "may_propose": request.account.may(Permission.MASTER_PROPOSE),
    }
    return render(request, "ward/clinics/lots.html", context)


@requires(Permission.MASTER_PROPOSE)
def enter(request: PortalRequest, municipality: str) -> HttpResponse:
    """A new lot, or what is known of one now; another person approves it."""
    form = LotForm(request.POST or None, rulebook_here(), initial=_initial(request))
    if form.is_valid():
        propose_lots(request.actor, [form.entry], form.cleaned_data["reason"])
        messages.success(request, ASKED)
        return redirect("lots", municipality=municipality)
    status = 422 if form.errors else 200
    return render(request, "ward/clinics/lot_form.html", {"form": form}, status=status)


def _initial(request: PortalRequest) -> dict[str, Any]:
    """A change begins with what holds now."""
    number = request.GET.get("lot", "")
    row = Lot.objects.filter(pk=number).first() if number.isdecimal() else None
    names = ("product", "lot", "expires_on", "stopped_from", "stop_reason")
    return {name: getattr(row, name) for name in names} if row else {}
