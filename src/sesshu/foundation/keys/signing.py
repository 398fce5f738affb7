"""Ed25519 keys that say who wrote: one for ledger seals, one for papers."""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from sesshu.foundation.keys.store import PUBLIC, Keyring
from sesshu.foundation.walls import Place


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and its number, which stands beside every signature made with it."""

    number: int
    private: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """64 bytes of Ed25519 signature."""
        return self.private.sign(message)

    def __repr__(self) -> str:
        """Never the key itself: representations end in logs."""
        return f"SigningKey(number={self.number})"


def signing_key(place: Place, purpose: str) -> SigningKey:
    """The key ``place`` signs with now for ``purpose`` ("ledger", "post"); made the first time."""
    return _with_public_part(_ring(place, purpose), *_ring(place, purpose).newest(_new_private))


def new_signing_key(place: Place, purpose: str) -> SigningKey:
    """Change to a new key; signatures of the old ones still verify."""
    return _with_public_part(_ring(place, purpose), *_ring(place, purpose).next(_new_private))


def verifying_keys(place: Place, purpose: str) -> dict[int, Ed25519PublicKey]:
    """Every public key ``place`` ever signed with, by number. Needs no private key."""
    ring = _ring(place, purpose)
    return {number: _public(ring.read(number, PUBLIC)) for number in ring.numbers(PUBLIC)}


def verifies(
    keys: Mapping[int, Ed25519PublicKey], number: int, signature: bytes, message: bytes
) -> bool:
    """Whether ``signature`` over ``message`` was made with the key of that number."""
    if number not in keys:
        return False
    try:
        keys[number].verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _ring(place: Place, purpose: str) -> Keyring:
    return Keyring(place, f"sign-{purpose}")


def _new_private() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def _with_public_part(ring: Keyring, number: int, pem: str) -> SigningKey:
    """The public part is derived, so whoever reads the private one first writes the same bytes."""
    private = load_pem_private_key(pem.encode("ascii"), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"{ring.purpose} of {ring.place} holds another kind of key")
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    ring.write_once(number, PUBLIC, public.decode("ascii"))
    return SigningKey(number, private)


def _public(pem: str) -> Ed25519PublicKey:
    key = load_pem_public_key(pem.encode("ascii"))
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not an Ed25519 public key")
    return key
