"""A request of the portal, with who sent it. `KnowWho` fills it in."""

from django.http import HttpRequest, QueryDict

from sesshu.foundation.accounts.models import Session
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.acting import Actor


class PortalRequest(HttpRequest):
    """What views behind `requires` are given: somebody is signed in."""

    account: SignedIn
    actor: Actor
    sign_in_session: Session


def address_of(request: HttpRequest) -> str | None:
    """The terminal's address, for the ledger and the owner's list of sign-ins."""
    return request.META.get("REMOTE_ADDR") or None


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: everything that was sent, also nothing at all; None before it is sent."""
    return request.POST if request.method == "POST" else None
