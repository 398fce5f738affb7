"""A sealer with a key and a seals file of its own."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sesshu.foundation.keys import SigningKey
from sesshu.foundation.ledger.sealing.sealer import Sealer
from sesshu.foundation.ledger.sealing.seals_file import SealsFile


def new_key(number: int = 1) -> SigningKey:
    """A signing key nobody else has."""
    return SigningKey(number, Ed25519PrivateKey.generate())


@pytest.fixture
def key() -> SigningKey:
    return new_key()


@pytest.fixture
def sealer(key: SigningKey, tmp_path: Path) -> Sealer:
    """The sealer of the ledger of this test."""
    file = SealsFile(tmp_path / "seals.jsonl")
    return Sealer(key, {key.number: key.private.public_key()}, file)
