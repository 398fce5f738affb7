"""age identities (X25519): what was encrypted for a system, only that system opens."""

import pyrage

from sesshu.foundation.keys.store import PUBLIC, Keyring
from sesshu.foundation.walls import Place


class NotForUs(Exception):
    """The bytes were encrypted for somebody else, or were changed on the way."""


def recipient(place: Place, purpose: str) -> str:
    """The public name (``age1…``) to encrypt for so that ``place`` alone reads; made the first time."""
    ring = _ring(place, purpose)
    if not ring.numbers(PUBLIC):
        _with_public_part(ring, *ring.newest(new_identity_text))
    return ring.read(ring.numbers(PUBLIC)[-1], PUBLIC)


def new_identity(place: Place, purpose: str) -> str:
    """Change to a new identity; what was encrypted for an old one still opens. Its public name."""
    ring = _ring(place, purpose)
    return _with_public_part(ring, *ring.next(new_identity_text))


def encrypt_for(place: Place, purpose: str, plain: bytes) -> bytes:
    """age file of ``plain`` that ``place`` alone opens."""
    public = pyrage.x25519.Recipient.from_str(recipient(place, purpose))
    return bytes(pyrage.encrypt(plain, [public]))


def decrypt(place: Place, purpose: str, sealed: bytes) -> bytes:
    """Open what was encrypted for ``place`` under any of its identities; raises NotForUs."""
    ring = _ring(place, purpose)
    texts = [ring.read(number) for number in reversed(ring.numbers())]
    try:
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(t) for t in texts]))
    except pyrage.DecryptError as error:
        raise NotForUs(f"{place} cannot open these {len(sealed)} bytes") from error


def new_identity_text() -> str:
    """A new private identity (``AGE-SECRET-KEY-1…``)."""
    return str(pyrage.x25519.Identity.generate())


def public_name(identity_text: str) -> str:
    """The ``age1…`` of a private identity; raises ValueError when it is none."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity_text).to_public())
    except pyrage.IdentityError as error:
        raise ValueError("not an age identity") from error


def _ring(place: Place, purpose: str) -> Keyring:
    return Keyring(place, f"open-{purpose}")


def _with_public_part(ring: Keyring, number: int, text: str) -> str:
    return ring.write_once(number, PUBLIC, public_name(text))
