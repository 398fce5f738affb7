"""Clinics: looked up, entered, changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.clinics.models import Clinic
from sesshu.ward.clinics.operations import propose_clinics
from sesshu.ward.clinics.queries import clinic_history
from sesshu.ward.clinics.queries import clinics as found_clinics
from sesshu.ward.clinics.web.forms import WEEKDAYS, ClinicForm, SearchForm
from sesshu.ward.rulebooks.releases import rulebook_here

ASKED = "申請しました。別の職員が承認すると登録されます。"


@requires(Permission.MASTER_VIEW)
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Clinics whose name or code holds a text."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    context = {
        "form": form,
        "clinics": [(row, Contract(row.contract).label) for row in found_clinics(text)],
        "may_propose": request.account.may(Permission.MASTER_PROPOSE),
    }
    return render(request, "ward/clinics/clinics.html", context)


@requires(Permission.MASTER_VIEW)
def one(request: PortalRequest, municipality: str, provider_code: str) -> HttpResponse:
    """Every contract of a clinic, the newest first."""
    history = clinic_history(provider_code)
    if not history:
        raise Http404("no such clinic")
    context = {
        "clinic": history[0],
        "history": [_said(row) for row in history],
        "may_propose": request.account.may(Permission.MASTER_PROPOSE),
    }
    return render(request, "ward/clinics/clinic.html", context)


@requires(Permission.MASTER_PROPOSE)
def enter(request: PortalRequest, municipality: str) -> HttpResponse:
    """A new clinic, or a change of one from a day on; another person approves it."""
    form = ClinicForm(request.POST or None, rulebook_here(), initial=_initial(request))
    if form.is_valid():
        propose_clinics(request.actor, [form.entry], form.cleaned_data["reason"])
        messages.success(request, ASKED)
        return redirect("clinics", municipality=municipality)
    status = 422 if form.errors else 200
    return render(request, "ward/clinics/clinic_form.html", {"form": form}, status=status)


def said_of(contract: str, series: list[str], weekdays: list[int]) -> dict[str, str]:
    """Codes of a clinic in words."""
    known = rulebook_here().series
    return {
        "contract": Contract(contract).label,
        "series": "、".join(known[code].name if code in known else code for code in series),
        "weekdays": "、".join(WEEKDAYS[day][1] for day in weekdays),
    }


def _said(row: Clinic) -> dict[str, Any]:
    return {"row": row, **said_of(row.contract, row.series, row.closed_weekdays)}


def _initial(request: PortalRequest) -> dict[str, Any]:
    """A change begins with what holds now."""
    history = clinic_history(request.GET.get("code", ""))
    if not history:
        return {}
    row = history[0]
    names = ("provider_code", "name", "address", "phone", "contract", "series")
    return {name: getattr(row, name) for name in names} | {
        "closed_weekdays": [str(day) for day in row.closed_weekdays],
        "closed_on": "\n".join(day.isoformat() for day in row.closed_on),
    }
