"""A clerk is warned two minutes before the time runs out, and stays with one press (WCAG 2.2.1)."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sesshu.foundation.accounts import sessions
from sesshu.foundation.accounts.web.access import signed_in
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now


def time_left(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``seconds_left`` of the session once this answer has left; None for nobody."""
    if getattr(request, "account", None) is None:
        return {"seconds_left": None}
    session = getattr(request, "sign_in_session", None)
    left = session and (sessions.ends_at(session) - now()).total_seconds()
    return {"seconds_left": left and int(left)}


@require_POST
@signed_in
def stay(request: PortalRequest, municipality: str) -> HttpResponse:
    """Something was done: the idle time starts anew. Answers with the seconds that are left now."""
    left = time_left(request)["seconds_left"]
    return HttpResponse(f"{left}", status=HTTPStatus.OK, content_type="text/plain")
