"""委託料: a month of all clinics, with what was counted, claimed and settled (V100)."""

from django.http import HttpResponse
from django.shortcuts import render

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.fees.overview import clinics_of
from sesshu.ward.fees.web.forms import MonthForm
from sesshu.ward.fees.web.words import month_before


@requires(Permission.FEE_VIEW)
def month(request: PortalRequest, municipality: str) -> HttpResponse:
    """Counts and amounts by clinic; last month's unless another is asked for."""
    form = MonthForm(request.GET if "of" in request.GET else None)
    asked = form.cleaned_data["of"] if form.is_valid() else month_before(today())
    clinics = clinics_of(asked)
    context = {
        "form": form,
        "month": asked,
        "of": f"{asked:%Y-%m}",
        "clinics": clinics,
        "recorded": sum(each.recorded for each in clinics),
        "claimed": sum(each.claimed for each in clinics),
        "claimed_yen": sum(each.claimed_yen for each in clinics),
        "settled_yen": sum(each.settled_yen or 0 for each in clinics),
        "may_settle": request.account.may(Permission.FEE_SETTLE),
    }
    return render(request, "ward/fees/month.html", context, status=422 if form.errors else 200)
