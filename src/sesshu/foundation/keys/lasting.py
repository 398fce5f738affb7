"""Keys that are never changed: what was made with them has to stay unique for ever."""

import secrets

from sesshu.foundation.keys.store import Keyring
from sesshu.foundation.walls import Place

KEY_BYTES = 32


def lasting_key(place: Place, purpose: str) -> bytes:
    """The 32 bytes of ``place`` for ``purpose`` ("voucher-numbers"); made the first time, never renewed."""
    _, text = Keyring(place, purpose).newest(lambda: secrets.token_hex(KEY_BYTES))
    return bytes.fromhex(text)
