"""A form that meets a session that ran out is kept, and told of on its page after the next sign-in."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sesshu.foundation.accounts import kept_forms
from sesshu.foundation.accounts.kept_forms import Typed
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.accounts.web.cookies import keep_receipt, receipt_in, token_in
from sesshu.foundation.accounts.web.way_in import safe_next, to_sign_in
from sesshu.foundation.clock import now

# Secrets by their names, as a password that is shown is text to its page.
NEVER = ("csrfmiddlewaretoken", "password", "passphrase", "again", "current", "response")
PAGE, ACTION = "kept-page", "kept-action"


def keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; a form that was sent is kept, and its page opens again afterwards."""
    if request.method != "POST" or getattr(request, "htmx", None):
        return to_sign_in(request)
    page = safe_next(_referer(request)) or request.path
    response = to_sign_in(request, back=page)
    _keep(request, response, Typed(page, request.path, tuple(_fields(request))))
    return response


def keep_from_page(request: HttpRequest, response: HttpResponseBase) -> None:
    """The page sends what was typed when its time has run out: kept with the answer for its browser."""
    page, action = (safe_next(request.POST.get(name)) for name in (PAGE, ACTION))
    if page and action:
        _keep(request, response, Typed(page, urlsplit(action).path, tuple(_fields(request))))


def kept_here(request: HttpRequest, account: SignedIn) -> Typed | None:
    """What was kept of a form of this page, or of the page it is sent to."""
    receipt = receipt_in(request)
    typed = receipt and kept_forms.kept(receipt, account.id, now())
    if not typed:
        return None
    return typed if request.path in (urlsplit(typed.page).path, typed.action) else None


def _keep(request: HttpRequest, response: HttpResponseBase, typed: Typed) -> None:
    token = token_in(request)
    session = kept_forms.ran_out(token, now()) if token and typed.fields else None
    receipt = session and kept_forms.keep(session.account_id, typed, now())
    if receipt:
        keep_receipt(request, response, receipt, kept_forms.LASTS)


def sent_again(request: HttpRequest, account: SignedIn) -> None:
    """Where the form that was kept is sent again, nothing of it is kept any more."""
    receipt = receipt_in(request)
    if receipt and request.method == "POST" and kept_here(request, account):
        kept_forms.forget(receipt, account.id)


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in (*NEVER, PAGE, ACTION):
            yield from ((name, str(value)) for value in values)


def _referer(request: HttpRequest) -> str | None:
    told = urlsplit(request.headers.get("Referer", ""))
    if told.netloc != request.get_host():
        return None
    return f"{told.path}?{told.query}" if told.query else told.path
