"""The session cookie: named after the system; the walls' middleware binds its path to the municipality."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token

from sesshu.foundation.accounts.sessions import Opened
from sesshu.foundation.walls import current_place

LOCAL = {"localhost", "127.0.0.1"}


def cookie_name() -> str:
    """``sesshu_ward_session``: a browser may be signed in to two systems at once."""
    return f"sesshu_{current_place().system}_session"


def token_in(request: HttpRequest) -> str | None:
    """The token the browser sent, if any."""
    return request.COOKIES.get(cookie_name())


def keep_session(request: HttpRequest, response: HttpResponseBase, opened: Opened) -> None:
    """Hand the token to the browser until its session must end at the latest.

    Forms opened before somebody signed in are worth nothing afterwards.
    """
    rotate_token(request)
    response.set_cookie(
        cookie_name(),
        opened.token,
        expires=opened.session.expires_at,
        path=_path(),
        secure=not _is_local_demo(request),
        httponly=True,
        samesite="Strict",
    )


def receipt_in(request: HttpRequest) -> str | None:
    """The receipt to a kept form, if the browser has one."""
    return request.COOKIES.get(_receipt_name())


def keep_receipt(
    request: HttpRequest, response: HttpResponseBase, receipt: str, lasts: timedelta
) -> None:
    """Hand the browser the receipt to a form that was kept for it."""
    response.set_cookie(
        _receipt_name(),
        receipt,
        max_age=lasts,
        path=_path(),
        secure=not _is_local_demo(request),
        httponly=True,
        samesite="Strict",
    )


def forget_session(response: HttpResponseBase) -> None:
    """Take the token from the browser."""
    response.delete_cookie(cookie_name(), path=_path(), samesite="Strict")


def _receipt_name() -> str:
    return f"sesshu_{current_place().system}_typed"


def _path() -> str:
    return f"/{current_place().municipality}/"


def _is_local_demo(request: HttpRequest) -> bool:
    """Plain HTTP is for trying out on one's own machine, nowhere else."""
    return bool(settings.DEMO) and request.get_host().partition(":")[0] in LOCAL
