"""An entry as the line of text that is hashed, exported and verified."""

import hashlib
from typing import Annotated, Any, NamedTuple, Self

import msgspec

# Texts are made by PostgreSQL, so that nothing is lost in a driver's types: instants to the microsecond
# in UTC, details exactly as the database holds them.
SELECT_LINES = """
SELECT epoch, txid::text::bigint, id,
       to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       kind, action, actor_account, actor_name, terminal, role, purpose, reason, subjects, details::text
  FROM ledger_entry
"""
IN_ORDER = " ORDER BY epoch, txid, id"

Natural = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Row = tuple[
    Natural,  # epoch
    Natural,  # transaction id
    Natural,  # entry id
    str,  # at
    str,  # kind
    str,  # action
    int | None,  # acting account
    str,  # acting name
    str | None,  # terminal
    str,  # role
    str,  # purpose
    str | None,  # reason
    list[int],  # subjects
    str,  # details
]
ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(Row)


class NotALine(Exception):
    """A line of an export is no entry as it was exported."""


class Position(NamedTuple):
    """Where an entry stands: epoch, transaction id, entry id. The order of sealing."""

    epoch: int
    txid: int
    entry: int

    def __str__(self) -> str:
        return f"{self.entry}（世代{self.epoch}・トランザクション{self.txid}）"


NOWHERE = Position(0, 0, 0)


class EntryLine(NamedTuple):
    """``leaf``: SHA-256 over all but the position, which the seal binds to it; hexadecimal digits."""

    position: Position
    leaf: str

    @classmethod
    def of_row(cls, row: tuple[Any, ...]) -> Self:
        """From a row of `SELECT_LINES`."""
        return cls(Position(*row[:3]), hashlib.sha256(ENCODER.encode(row[3:])).hexdigest())

    @classmethod
    def of_text(cls, line: bytes) -> Self:
        """From a line of an export. Raises NotALine, also when the same could be written in other words."""
        try:
            row = DECODER.decode(line)
            whole = ENCODER.encode(row) == line
        except (msgspec.DecodeError, UnicodeError) as error:
            raise NotALine(str(error)) from error
        if not whole:
            raise NotALine("the line is not as it was exported")
        return cls.of_row(row)


def text_of_row(row: tuple[Any, ...]) -> bytes:
    """The line of an export, without its end, that `EntryLine.of_text` reads back."""
    return ENCODER.encode(row)
