"""Who may open a page. Every view is wrapped by exactly one of these; an architecture test looks."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from sesshu.foundation import ledger
from sesshu.foundation.accounts import sessions
from sesshu.foundation.accounts.models import Stage
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.accounts.web.typed import keep_and_sign_in, sent_again
from sesshu.foundation.accounts.web.way_in import to_sign_in
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission, holders_of

View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)
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
                return keep_and_sign_in(request)
            sent_again(request, known.account)
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


def _refused(request: PortalRequest, permission: Permission) -> PermissionDenied:
    match = request.resolver_match
    page = match.url_name if match and match.url_name else "page"
    ledger.refusal(request.actor, "page.open", PURPOSE, str(permission), details={"page": page})
    duties = "・".join(duty.label for duty in holders_of(permission))
    return PermissionDenied(f"この画面には「{permission.label}」権限が必要です（{duties}）。")


def _marked(guarded: AnyView, access: object) -> AnyView:
    setattr(guarded, ACCESS, access)
    return guarded
