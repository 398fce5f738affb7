"""A copy of one ledger for verification elsewhere: entries, the database's seals, when it was taken.

It holds ids and codes, as the ledger does. Taking it is an event of the ledger itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.db import connections, transaction

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger.sealing import seals_table
from sesshu.foundation.ledger.sealing.entry_line import IN_ORDER, SELECT_LINES, text_of_row
from sesshu.foundation.walls import current_place

ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
ROWS_AT_A_TIME = 64  # the entry of a population run holds as many ids as the ward has residents
CLOCK = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


class About(msgspec.Struct, frozen=True):
    """Whose ledger it is and when it was read; the instant in UTC."""

    ledger: str
    exported_at: str


@dataclass(frozen=True, slots=True)
class Export:
    """The files of one export in ``directory``."""

    directory: Path

    @property
    def entries(self) -> Path:
        """One entry a line, in order of position."""
        return self.directory / "entries.jsonl"

    @property
    def seals(self) -> Path:
        """The seals of the database, one a line, without the entries they cover."""
        return self.directory / "seals-of-database.jsonl"

    @property
    def about_file(self) -> Path:
        return self.directory / "about.json"

    def about(self) -> About:
        """Whose and when. Raises FileNotFoundError, msgspec.DecodeError."""
        return msgspec.json.decode(self.about_file.read_bytes(), type=About)


def take_export(actor: Actor, purpose: str, directory: Path, using: str = "audit") -> Export:
    """Copy the ledger of the place entered into ``directory``, which is made; all of one moment.

    Raises FileExistsError when it is there already: an export is not written over another.
    """
    directory.mkdir(mode=0o700, parents=True)
    export = Export(directory)
    ledger.look(actor, "ledger.exported", purpose, using=using)
    with transaction.atomic(using):
        with connections[using].cursor() as cursor:
            cursor.execute(ONE_SNAPSHOT)
            cursor.execute(CLOCK)
            (at,) = cursor.fetchone()
        about = About(current_place().schema, at)
        export.about_file.write_bytes(msgspec.json.encode(about) + b"\n")
        entries = (text_of_row(row) for row in _rows(SELECT_LINES + IN_ORDER, using))
        _write(export.entries, entries)
        seals = _rows(f"{seals_table.SELECT} ORDER BY number", using)
        _write(export.seals, (seals_table.seal_of_row(row).to_text() for row in seals))
    return export


def _rows(query: str, using: str) -> Iterator[tuple[object, ...]]:
    """Through a cursor of the server, so that a ledger of any length fits in memory."""
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            yield from rows


def _write(path: Path, lines: Iterator[bytes]) -> None:
    with path.open("wb") as stream:
        for line in lines:
            stream.write(line + b"\n")
