"""Who security keys are asked for: the host of the portal, from the settings."""

from django.conf import settings
from django.http import HttpRequest

from sesshu.foundation.accounts.relying_party import RelyingParty


def relying_party(request: HttpRequest) -> RelyingParty:
    """Keys are bound to the configured host; in a demo to the address the portal is tried out under."""
    if settings.WEBAUTHN_ORIGIN:
        return RelyingParty(settings.WEBAUTHN_RP_ID, "Sesshu", settings.WEBAUTHN_ORIGIN)
    host = request.get_host()
    return RelyingParty(host.partition(":")[0], "Sesshu", f"{request.scheme}://{host}")
