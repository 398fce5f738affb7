"""A clerk is warned before the time runs out, stays with one press, or finds what was typed (WCAG 2.2.1)."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sesshu.foundation.accounts import sessions
from sesshu.foundation.accounts.web.access import public, signed_in
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.accounts.web.typed import keep_from_page, kept_here
from sesshu.foundation.clock import now


def time_left(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``seconds_left`` of the session once this answer has left; None for nobody."""
    if getattr(request, "account", None) is None:
        return {"seconds_left": None}
    session = getattr(request, "sign_in_session", None)
    left = session and (sessions.ends_at(session) - now()).total_seconds()
    return {"seconds_left": left and int(left)}


def kept_form(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``kept_form``, what was typed on this page before the session ran out, or None."""
    account = getattr(request, "account", None)
    typed = account and kept_here(request, account)
    if not typed:
        return {"kept_form": None}
    shown = [value for _, value in typed.fields if value.strip()]
    return {
        "kept_form": {
            "action": typed.action,
            "fields": json.dumps(typed.fields, ensure_ascii=False),
            "shown": shown,
        }
    }


@public
@require_POST
def keep(request: HttpRequest, municipality: str) -> HttpResponse:
    """The time of a page has run out: what was typed on it is kept. Nothing is answered, whoever asks."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    keep_from_page(request, response)
    return response


@require_POST
@signed_in
def stay(request: PortalRequest, municipality: str) -> HttpResponse:
    """Something was done: the idle time starts anew. Answers with the seconds that are left now."""
    left = time_left(request)["seconds_left"]
    return HttpResponse(f"{left}", status=HTTPStatus.OK, content_type="text/plain")
