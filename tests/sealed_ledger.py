"""A ledger that was exported and sealed, made without a database, for tests that tamper with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sesshu.foundation.keys import SigningKey
from sesshu.foundation.ledger.export import About, Export
from sesshu.foundation.ledger.sealing.entry_line import EntryLine, text_of_row
from sesshu.foundation.ledger.sealing.seal import NO_SEAL_BEFORE, Seal, seal_over
from sesshu.foundation.ledger.verification.chain import Head
from sesshu.foundation.ledger.verification.findings import Report, Wrong
from sesshu.foundation.ledger.verification.verify import verify

LEDGER = "m131121_ward"
EIGHT = datetime.fromisoformat("2026-04-01T08:00:00+09:00")
Row = tuple


def instant(minute: int) -> str:
    """A minute of the morning as the ledger writes instants: text, UTC."""
    return f"{EIGHT - timedelta(hours=9) + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%S.000000Z}"


def row(number: int, epoch: int = 1) -> Row:
    """Entry ``number``: two entries per transaction; the id grows against the transactions within four."""
    actor = 7 + number % 2
    return (
        epoch,
        1000 + number // 2,
        number ^ 2,
        instant(number),
        "look",
        "resident.seen",
        actor,
        f"職員{actor}",
        None,
        "m131121_ward_intranet",
        "窓口対応",
        None,
        [number],
        "{}",
    )


def new_key(number: int = 1) -> SigningKey:
    """A signing key nobody else has."""
    return SigningKey(number, Ed25519PrivateKey.generate())


@dataclass
class SealedLedger:
    """Entries as exported, seals as filed; tests change either and verify again."""

    directory: Path
    key: SigningKey
    rows: list[Row]
    seals: list[Seal]
    database_seals: list[Seal]
    exported_at: str

    def verify(self, known: Head | None = None) -> Report:
        """Write everything down and verify it."""
        export = Export(self.directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        about = About(LEDGER, self.exported_at)
        export.about_file.write_bytes(msgspec.json.encode(about))
        export.entries.write_bytes(b"".join(text_of_row(row) + b"\n" for row in self.rows))
        bare = [Seal(seal.header, seal.signature) for seal in self.database_seals]
        export.seals.write_bytes(b"".join(seal.to_text() + b"\n" for seal in bare))
        file = self.directory / "seals.jsonl"
        file.write_bytes(b"".join(seal.to_text() + b"\n" for seal in self.seals))
        return verify(export, file, {self.key.number: self.key.private.public_key()}, known)

    def index(self, entry: int) -> int:
        """Where the entry of this id stands among the rows."""
        return next(index for index, row in enumerate(self.rows) if row[2] == entry)

    def change(self, entry: int, change: Callable[[list], None]) -> None:
        """Change the row of one entry."""
        index = self.index(entry)
        content = list(self.rows[index])
        change(content)
        self.rows[index] = tuple(content)

    def sort(self) -> None:
        """As an export of the changed table would be."""
        self.rows.sort(key=lambda row: row[:3])


def chained(
    key: SigningKey,
    groups: list[list[Row]],
    before: Seal | None = None,
    epoch: int = 1,
    minute: int = 100,
) -> list[Seal]:
    """One seal per group of rows, each after the one before."""
    seals: list[Seal] = []
    for number, rows in enumerate(groups):
        made = seal_over(
            [EntryLine.of_row(row) for row in rows],
            ledger=LEDGER,
            number=before.header.number + 1 if before else 1,
            epoch=epoch,
            sealed_at=instant(minute + number),
            previous_sha256=before.header.sha256() if before else NO_SEAL_BEFORE,
            key=key,
        )
        seals.append(made)
        before = made
    return seals


def groups_of(rows: list[Row], size: int) -> list[list[Row]]:
    """The rows in pieces."""
    return [rows[index : index + size] for index in range(0, len(rows), size)]


def sealed_ledger(directory: Path, entries: int = 20, per_seal: int = 4) -> SealedLedger:
    """``entries`` rows under seals of ``per_seal`` each, the last perhaps of fewer."""
    key = new_key()
    rows = sorted((row(number) for number in range(4, entries + 4)), key=lambda row: row[:3])
    seals = chained(key, groups_of(rows, per_seal))
    return SealedLedger(directory, key, rows, list(seals), list(seals), instant(1000))


def found(report: Report) -> set[tuple[Wrong, int]]:
    """What the report found, without notes."""
    return {(finding.wrong, finding.number) for finding in report.findings}
