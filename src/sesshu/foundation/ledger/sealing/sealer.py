"""The sealer: one per ledger, each second; it reads entries, adds seals and may do nothing else.

The transaction that puts a seal into the database ends after the seal is in the file. A sealer that dies
in between leaves a seal that only the file has; the next one takes it over before it goes on.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import IntegrityError, connections, transaction
from django.db.backends.utils import CursorWrapper

from sesshu.foundation.keys import SigningKey, signing_key, verifies, verifying_keys
from sesshu.foundation.ledger.sealing.entry_line import (
    IN_ORDER,
    NOWHERE,
    SELECT_LINES,
    EntryLine,
    Position,
)
from sesshu.foundation.ledger.sealing.seal import NO_SEAL_BEFORE, Seal, seal_over
from sesshu.foundation.ledger.sealing.seals_file import SealsFile
from sesshu.foundation.ledger.sealing.seals_table import insert_seal, last_seal
from sesshu.foundation.walls import Place, current_place

KEY_PURPOSE = "ledger"
MOST_ENTRIES = 4096  # bounds one line of the file to about 400 KB
ROWS_AT_A_TIME = 64

# Below xmin every transaction has ended, so no entry can turn up there any more. Entries of an earlier
# epoch are all there: an epoch is opened only while nobody writes.
FINISHED = f"""{SELECT_LINES}
 WHERE (epoch, txid, id) > (%s, %s::text::xid8, %s)
   AND (epoch < %s OR txid < pg_snapshot_xmin(pg_current_snapshot()))
{IN_ORDER} LIMIT {MOST_ENTRIES}
"""
CLOCK_AND_EPOCH = """
SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), max(number)
  FROM ledger_epoch
"""


class SealsDisagree(Exception):
    """The newest seals of file and database exclude each other: somebody cut or changed one of them."""


class AnotherSealer(Exception):
    """Somebody else gave this number to a seal."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals the ledger of the place entered with ``key``, into ``file`` and over the zone ``using``."""

    key: SigningKey
    keys: Mapping[int, Ed25519PublicKey]
    file: SealsFile
    using: str = "sealer"

    @classmethod
    def of(cls, place: Place) -> Self:
        """The sealer of ``place`` with the keys and the file of this installation."""
        key = signing_key(place, KEY_PURPOSE)
        return cls(key, verifying_keys(place, KEY_PURPOSE), SealsFile.of(place))

    def seal_finished(self) -> int:
        """Seal what finished transactions wrote; how many entries that were.

        Leaves the rest to another sealer that works on this ledger at the same time. Raises SealsDisagree.
        """
        entries = 0
        with suppress(AnotherSealer):
            while (seal := self._seal_next()) is not None:
                entries += seal.header.entry_count
        return entries

    def _seal_next(self) -> Seal | None:
        with transaction.atomic(self.using):
            at, epoch = self._clock_and_epoch()
            inside, outside = last_seal(self.using), self.file.last()
            before = self._seal_before(inside, outside, epoch)
            lines = self._finished(before, epoch)
            if not lines:
                return None
            seal = seal_over(
                lines,
                ledger=current_place().schema,
                number=before.header.number + 1 if before else 1,
                epoch=epoch,
                sealed_at=at,
                previous_sha256=before.header.sha256() if before else NO_SEAL_BEFORE,
                key=self.key,
            )
            self._keep(seal)
            if self.file.last() != outside:  # of a sealer that died while we waited for its number
                raise AnotherSealer
            self.file.append(seal)
        return seal

    def _clock_and_epoch(self) -> tuple[str, int]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(CLOCK_AND_EPOCH)
            at, epoch = cursor.fetchone()
        return at, epoch

    def _seal_before(self, inside: Seal | None, outside: Seal | None, epoch: int) -> Seal | None:
        """The seal to go on from, in both places from now on."""
        if _same(inside, outside):
            return inside
        if outside is not None and outside.header.epoch == epoch and self._follows(outside, inside):
            self._keep(outside)
            return outside
        # After a restore the file may be ahead of the backup, or begin anew on another machine.
        if epoch > max(each.header.epoch for each in (inside, outside) if each):
            return inside
        raise SealsDisagree(_difference(inside, outside))

    def _keep(self, seal: Seal) -> None:
        """Put ``seal`` into the database. Its number is the lock: a second sealer waits for it in vain."""
        try:
            insert_seal(seal, self.using)
        except IntegrityError as error:
            raise AnotherSealer from error

    def _follows(self, seal: Seal, before: Seal | None) -> bool:
        """Whether ``seal`` is ours and the next after ``before``."""
        header = seal.header
        number, name = (
            (before.header.number, before.header.sha256()) if before else (0, NO_SEAL_BEFORE)
        )
        if (header.number, header.previous_sha256) != (number + 1, name):
            return False
        signature = bytes.fromhex(seal.signature)
        return verifies(self.keys, header.key_number, signature, header.message())

    def _finished(self, before: Seal | None, epoch: int) -> list[EntryLine]:
        """The next entries to seal, all of one epoch."""
        after: Position = before.header.last if before else NOWHERE
        with connections[self.using].chunked_cursor() as cursor:
            cursor.execute(FINISHED, [*after, epoch])
            lines = list(_lines_of(cursor))
        return [line for line in lines if line.position.epoch == lines[0].position.epoch]


def _lines_of(cursor: CursorWrapper) -> Iterator[EntryLine]:
    """A few rows at a time: the entry of a population run holds as many ids as the ward has residents."""
    while rows := cursor.fetchmany(ROWS_AT_A_TIME):
        yield from map(EntryLine.of_row, rows)


def _same(inside: Seal | None, outside: Seal | None) -> bool:
    if inside is None or outside is None:
        return inside is outside
    return inside.header == outside.header and inside.signature == outside.signature


def _difference(inside: Seal | None, outside: Seal | None) -> str:
    names = [str(each.header.number) if each else "none" for each in (inside, outside)]
    return f"the newest seal of the database is {names[0]}, that of the file {names[1]}"
