"""Number and sign the papers of transactions that are over.

Not when they are written: a number without a gap needs a lock until the end of the transaction, and one long
import would then hold up every clerk. Not by the courier: who carries a paper must not be able to make one.
"""

from typing import Any

from django.db import connections, transaction

from sesshu.foundation.keys import SigningKey, signing_key
from sesshu.foundation.post.lines import move_line, take_line
from sesshu.foundation.post.outbox import KEY_PURPOSE
from sesshu.foundation.post.state import Direction
from sesshu.foundation.walls import Place, current_place
from sesshu.wire.post.envelope import Header

JOBS = "jobs"
AT_ONCE = 500

RECEIVERS = "SELECT DISTINCT receiver FROM outgoing_paper WHERE sequence IS NULL"
# Papers become visible with their transactions; by id among those, so what depends on another comes later.
NEW = """
SELECT id, paper_id, kind, version, receiver, made_at, body_sha256 FROM outgoing_paper
WHERE sequence IS NULL AND receiver = %s ORDER BY id LIMIT %s
"""
STAMP = "UPDATE outgoing_paper SET sequence = %s, key_number = %s, signature = %s WHERE id = %s"


def stamp() -> int:
    """Number and sign new papers of the place entered; how many."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(RECEIVERS)
        receivers = [receiver for (receiver,) in cursor.fetchall()]
    return sum(_stamp_for(receiver) for receiver in receivers)


def _stamp_for(receiver: str) -> int:
    key = signing_key(current_place(), KEY_PURPOSE)
    with transaction.atomic(JOBS), connections[JOBS].cursor() as cursor:
        first = take_line(Direction.OUT, receiver)
        cursor.execute(NEW, [receiver, AT_ONCE])
        rows = cursor.fetchall()
        cursor.executemany(
            STAMP, [_stamped(key, row, first + place) for place, row in enumerate(rows)]
        )
        move_line(Direction.OUT, receiver, first + len(rows))
    return len(rows)


def _stamped(key: SigningKey, row: tuple[Any, ...], sequence: int) -> tuple[Any, ...]:
    header = header_of(current_place(), row[1:], sequence)
    return sequence, key.number, key.sign(header.signed_bytes()), row[0]


def header_of(sender: Place, row: tuple[Any, ...], sequence: int) -> Header:
    """The header of an outgoing row (paper_id, kind, version, receiver, made_at, body_sha256)."""
    paper_id, kind, version, receiver, made_at, body_sha256 = row
    return Header(
        id=paper_id,
        kind=kind,
        version=version,
        municipality=sender.municipality,
        sender=sender.system,
        receiver=receiver,
        sequence=sequence,
        made_at=made_at,
        body_sha256=body_sha256,
    )
