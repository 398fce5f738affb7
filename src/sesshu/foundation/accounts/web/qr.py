"""The secret of an authenticator app as its owner sees it once: a QR code, and letters to type."""

import base64
import io

import segno

from sesshu.foundation.accounts import factors, totp
from sesshu.foundation.accounts.models import TotpSecret
from sesshu.foundation.walls import current_place

GROUP = 4


def shown(offer: TotpSecret, login_id: str) -> dict[str, str]:
    """``qr`` for an ``img`` (drawn here; the secret goes to no other server) and ``secret`` in groups."""
    secret = factors.secret_of(offer)
    uri = totp.enrolment_uri(secret, login_id, current_place().municipality)
    drawn = io.BytesIO()
    segno.make(uri, error="m").save(drawn, kind="svg", scale=5, border=4)
    image = base64.b64encode(drawn.getvalue()).decode()
    groups = [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)]
    return {"qr": f"data:image/svg+xml;base64,{image}", "secret": " ".join(groups)}
