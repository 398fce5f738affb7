"""Who may open a page. Every view is wrapped by exactly one of these; an architecture test looks."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import is_valid_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sesshu.foundation import ledger
from sesshu.foundation.accounts import sessions
from sesshu.foundation.accounts.models import Stage
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission, holders_of
from sesshu.foundation.walls import current_place

View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)
NEXT = "next"
ACCESS = "access"
PURPOSE = "画面を開く"
LOOKS_AGAIN = (
    "X-Looks-Again"  # sent by a page that looks again by itself: nobody may sit there any more
)


def requires(permission: Permission) -> Callable[[View], View]:
    """The page needs one right. Nobody signed in: sign-in page; without the right: 403, in the ledger.

    The view is given a `PortalRequest`.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            known = cast(PortalRequest, request)
            if known.account is None:
                return to_sign_in(request)
            if not known.account.may(permission):
                raise _refused(known, permission)
            if LOOKS_AGAIN not in request.headers:
                sessions.touch(known.sign_in_session, now())
            return view(request, *args, **kwargs)

        return _marked(guarded, permission)

    return wrap


def signed_in(view: View) -> View:
    """The page is open to everybody who is signed in, such as one's own account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = cast(PortalRequest, request)
        if known.account is None:
            return to_sign_in(request)
        sessions.touch(known.sign_in_session, now())
        return view(request, *args, **kwargs)

    return _marked(guarded, "signed in")


def at_stage(stage: Stage) -> Callable[[View], View]:
    """The page is a step on the way in: open only to whoever has come exactly that far."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            session = cast(PortalRequest, request).sign_in_session
            if session is None or session.stage != stage:
                return to_sign_in(request, back=None)
            return view(request, *args, **kwargs)

        return _marked(guarded, f"stage {stage}")

    return wrap


def public(view: AnyView) -> AnyView:
    """The page is for everybody on the ward's network, on purpose."""
    return _marked(view, "public")


def to_sign_in(request: HttpRequest, back: str | None = "") -> HttpResponse:
    """Send to the sign-in page and back here afterwards (None: not back here).

    To a request for a part of a page htmx is told to leave the whole page.
    """
    htmx = getattr(request, "htmx", None)
    if back == "":
        back = htmx.current_url_abs_path if htmx else request.get_full_path()
    target = reverse("sign-in", kwargs={"municipality": current_place().municipality})
    if back:
        target = f"{target}?{urlencode({NEXT: back})}"
    if htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def safe_next(wanted: str | None) -> str | None:
    """The page to go on to, if it is one of this municipality's here and not a way out of the house."""
    if not wanted or not wanted.startswith(f"/{current_place().municipality}/"):
        return None
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return None
    return wanted if is_valid_path(urlsplit(wanted).path) else None


def _refused(request: PortalRequest, permission: Permission) -> PermissionDenied:
    match = request.resolver_match
    page = match.url_name if match and match.url_name else "page"
    ledger.refusal(request.actor, "page.open", PURPOSE, str(permission), details={"page": page})
    duties = "・".join(duty.label for duty in holders_of(permission))
    return PermissionDenied(f"この画面には「{permission.label}」権限が必要です（{duties}）。")


def _marked(guarded: AnyView, access: object) -> AnyView:
    setattr(guarded, ACCESS, access)
    return guarded
