"""A request of the portal, with who sent it. `KnowWho` fills it in."""

from ipaddress import ip_address

from django.conf import settings
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
    """The terminal's address, for the ledger and the owner's list of sign-ins.

    Only the proxy named in the settings is believed about whom it speaks for, and only its own last word.
    """
    address = request.META.get("REMOTE_ADDR") or None
    if address is None or address != settings.PROXY_ADDRESS:
        return address
    spoken_for = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return spoken_for if _is_address(spoken_for) else address


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: everything that was sent, also nothing at all; None before it is sent."""
    return request.POST if request.method == "POST" else None
