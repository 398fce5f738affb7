"""The key of the fingerprints of rows: without it nobody can try out which address a row held."""

from secrets import token_hex

from sesshu.foundation.keys.store import Keyring
from sesshu.foundation.walls import Place

_PURPOSE = "resident-fingerprint"
_BYTES = 32


def fingerprint_key(place: Place) -> bytes:
    """The one key of a municipality; with another, every row would look changed once."""
    _, text = Keyring(place, _PURPOSE).newest(lambda: token_hex(_BYTES))
    return bytes.fromhex(text)
