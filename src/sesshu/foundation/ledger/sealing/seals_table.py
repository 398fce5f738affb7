"""The seals inside the database: what the file holds, without the entries one by one."""

from typing import Any

from django.db import connections

from sesshu.foundation.ledger.sealing.seal import Header, Seal

COLUMNS = (
    "number, epoch, sealed_at, entry_epoch, first_txid, first_entry, last_txid, last_entry,"
    " entry_count, entries_sha256, previous_sha256, key_number"
)
VALUES = """
VALUES (%s, %s, %s::timestamptz, %s, %s::text::xid8, %s, %s::text::xid8, %s,
        %s, decode(%s, 'hex'), decode(%s, 'hex'), %s, decode(%s, 'hex'), decode(%s, 'hex'))
"""
SELECT = """
SELECT current_schema()::text, number, epoch,
       to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       entry_epoch, first_txid::text::bigint, first_entry, last_txid::text::bigint, last_entry,
       entry_count, encode(entries_sha256, 'hex'), encode(previous_sha256, 'hex'), key_number,
       encode(signature, 'hex')
  FROM ledger_seal
"""


def insert_seal(seal: Seal, using: str) -> None:
    """Add ``seal`` to the database of the place entered."""
    header = seal.header
    values = [getattr(header, name.strip()) for name in COLUMNS.split(",")]
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_seal ({COLUMNS}, sha256, signature) {VALUES}",
            [*values, header.sha256(), seal.signature],
        )


def last_seal(using: str) -> Seal | None:
    """The newest seal of the database, without its entries; None when there is none."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"{SELECT} ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    return None if row is None else seal_of_row(row)


def seal_of_row(row: tuple[Any, ...]) -> Seal:
    """From a row of `SELECT`."""
    return Seal(Header(*row[:13]), row[13])
