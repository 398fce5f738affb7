"""ホーム: what waits for the person who has just signed in."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from sesshu.foundation.accounts.queries import sign_in_before
from sesshu.foundation.accounts.web.access import signed_in
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty, Permission
from sesshu.ward.portal.web import work

NOON = 12
EVENING = 17
WEEKDAYS = "月火水木金土日"


@signed_in
def home(request: PortalRequest, municipality: str) -> HttpResponse:
    """The day's work by right."""
    at = now()
    context = {
        "greeting": greeting(at),
        "today": localtime(at).date(),
        "weekday": WEEKDAYS[localtime(at).weekday()],
        "waiting": work.waiting_for(request.account, at),
        "may_search": request.account.may(Permission.RESIDENT_SEARCH),
        "before": sign_in_before(request.sign_in_session, at),
        "duties": [duty.label for duty in Duty if duty in request.account.duties],
    }
    return render(request, "ward/portal/home.html", context)


def greeting(at: datetime) -> str:
    """What one says at this hour."""
    hour = localtime(at).hour
    if hour < NOON:
        return "おはようございます"
    return "こんにちは" if hour < EVENING else "お疲れさまです"
