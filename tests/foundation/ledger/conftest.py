"""A sealer with a key and a seals file of its own."""

from pathlib import Path

import pytest
from sealed_ledger import SealedLedger, new_key, sealed_ledger

from sesshu.foundation.keys import SigningKey
from sesshu.foundation.ledger.sealing.sealer import Sealer
from sesshu.foundation.ledger.sealing.seals_file import SealsFile


@pytest.fixture
def key() -> SigningKey:
    return new_key()


@pytest.fixture
def sealer(key: SigningKey, tmp_path: Path) -> Sealer:
    """The sealer of the ledger of this test."""
    file = SealsFile(tmp_path / "seals.jsonl")
    return Sealer(key, {key.number: key.private.public_key()}, file)


@pytest.fixture
def ledger(tmp_path: Path) -> SealedLedger:
    """Entries 4 to 23 under five seals of four entries each."""
    return sealed_ledger(tmp_path / "export")
