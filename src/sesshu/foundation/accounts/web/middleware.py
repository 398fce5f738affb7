"""Who sent a request: the living session of its cookie, read anew each time so that rights end at once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from sesshu.foundation.accounts import queries, sessions
from sesshu.foundation.accounts.models import Session, Stage
from sesshu.foundation.accounts.web.cookies import forget_session, token_in
from sesshu.foundation.accounts.web.request import address_of
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import now
from sesshu.foundation.walls import OutsideWalls, current_place


class KnowWho:
    """Middleware: sets ``sign_in_session``, ``account`` and ``actor``; all None for nobody.

    Stands after `EnterMunicipality`: a token of one municipality opens nothing in another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as whoever is signed in; a token that opens nothing is taken from the browser."""
        token = _token(request)
        session = sessions.find(token, now()) if token else None
        _introduce(request, session)
        response = self.get_response(request)
        if token and session is None and not response.cookies:
            forget_session(response)
        return response


def _token(request: HttpRequest) -> str | None:
    try:
        current_place()
    except OutsideWalls:
        return None
    return token_in(request)


def _introduce(request: HttpRequest, session: Session | None) -> None:
    account = None
    if session is not None and session.stage == Stage.FULL:
        account = queries.signed_in(session)
    known = {
        "sign_in_session": session,
        "account": account,
        "actor": account and Actor(account.id, account.display_name, address_of(request)),
    }
    for name, value in known.items():
        setattr(request, name, value)
