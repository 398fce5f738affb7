"""Fernet keys for secrets at rest (that of an authenticator app): in the row, but not readable there."""

from cryptography.fernet import Fernet, MultiFernet

from sesshu.foundation.keys.store import Keyring
from sesshu.foundation.walls import Place

PURPOSE = "secrets-at-rest"


def secret_box(place: Place) -> MultiFernet:
    """``encrypt`` under the newest key of ``place``, ``decrypt`` under any; made the first time."""
    ring = Keyring(place, PURPOSE)
    ring.newest(_new_key)
    return MultiFernet([Fernet(ring.read(number)) for number in reversed(ring.numbers())])


def new_secret_box_key(place: Place) -> None:
    """Change to a new key; bring what is stored over to it with ``secret_box(place).rotate(token)``."""
    Keyring(place, PURPOSE).next(_new_key)


def _new_key() -> str:
    return Fernet.generate_key().decode("ascii")
