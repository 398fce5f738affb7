"""Pages for what went wrong (ui.md §7.10). They need no database and no script."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from sesshu.foundation.walls import OutsideWalls, current_place
from sesshu.ui.frame import service_name
from sesshu.ui.stylesheet import stylesheet_url

log = logging.getLogger(__name__)


class Conflict(Exception):
    """Somebody changed the same thing first (409)."""


class CannotBeDone(Exception):
    """What was sent cannot be registered as it stands, and no form could say so (422)."""


class TooManyRequests(Exception):
    """The caller has to wait; the first argument says how many seconds (429)."""


class UnderMaintenance(Exception):
    """The service is closed for a while; the first argument says until when, in words (503)."""


class NamedSituations:
    """Middleware: the page of each situation that has a status but no handler of Django's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the view answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409, 422, 429 and 503; anything else goes its usual way."""
        match exception:
            case Conflict():
                return answer(request, 409)
            case CannotBeDone():
                return answer(request, 422)
            case TooManyRequests():
                return wait(request, *exception.args)
            case UnderMaintenance():
                return answer(request, 503, until=str(exception))
        return None


def answer(request: HttpRequest, status: int, page: str = "", **more: str) -> HttpResponse:
    """The page of a status, or the one named: what happened, what is safe, what to do."""
    context = {
        "status": status,
        "service": service_name(),
        "css": stylesheet_url(),
        "home": _home(),
        "again": request.path,
        **more,
    }
    return HttpResponse(render_to_string(f"ui/error/{page or status}.html", context), status=status)


def wait(request: HttpRequest, seconds: int) -> HttpResponse:
    """429; the time is said in words and in the header."""
    response = answer(request, 429, minutes=str(max(1, -(-seconds // 60))))
    response["Retry-After"] = str(seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403, with the right that is missing where the view named it."""
    return answer(request, 403, reason=str(exception))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page was opened too long ago or before somebody else signed in."""
    log.info("form refused: %s", reason)
    return answer(request, 403, "expired")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with a reception number that the log holds too."""
    reception = secrets.token_hex(3).upper()
    log.error("reception number %s: %s %s", reception, request.method, request.path)
    return answer(request, 500, reception=reception)


def _home() -> str:
    try:
        return f"/{current_place().municipality}/"
    except OutsideWalls:
        return ""
