"""Carry closed envelopes from the outbox of one system to the inbox of another.

Read, put in, mark as delivered: three transactions over two roles. Killed between them, the courier brings
a paper again; the inbox knows its id. Nothing here can open a body or sign.
"""

from typing import Any

from django.db import connections, transaction

from sesshu.foundation.post.stamping import header_of
from sesshu.foundation.walls import Place, enter
from sesshu.wire.post.envelope import Envelope, render

COURIER = "courier"
AT_ONCE = 16  # envelopes held in memory, each up to about a megabyte

TO_DELIVER = """
SELECT id, sequence, key_number, signature, body, paper_id, kind, version, receiver, made_at, body_sha256
FROM outgoing_paper WHERE receiver = %s AND sequence IS NOT NULL AND delivered_at IS NULL
ORDER BY sequence LIMIT %s
"""
PUT_IN = """
INSERT INTO incoming_paper (paper_id, sender, sequence, kind, version, made_at, envelope)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (paper_id) DO NOTHING
"""
DELIVERED = "UPDATE outgoing_paper SET delivered_at = clock_timestamp() WHERE id = ANY (%s)"


def deliver(sender: Place, receiver: Place) -> int:
    """Carry the next papers from ``sender`` to ``receiver``; how many there were."""
    with enter(sender):
        rows = to_deliver(receiver)
    if rows:
        with enter(receiver):
            put_in([_envelope(sender, row) for row in rows])
        with enter(sender), connections[COURIER].cursor() as cursor:
            cursor.execute(DELIVERED, [[row[0] for row in rows]])
    return len(rows)


def to_deliver(receiver: Place) -> list[tuple[Any, ...]]:
    """The next rows of the outbox of the place entered, in the order of their numbers."""
    with connections[COURIER].cursor() as cursor:
        cursor.execute(TO_DELIVER, [receiver.system, AT_ONCE])
        return list(cursor.fetchall())


def put_in(envelopes: list[Envelope]) -> None:
    """Put ``envelopes`` into the inbox of the place entered; one that is there already is left alone."""
    with transaction.atomic(COURIER), connections[COURIER].cursor() as cursor:
        for each in envelopes:
            cursor.execute(
                PUT_IN,
                (
                    each.id,
                    each.sender,
                    each.sequence,
                    each.kind,
                    each.version,
                    each.made_at,
                    render(each),
                ),
            )


def _envelope(sender: Place, row: tuple[Any, ...]) -> Envelope:
    _, sequence, key_number, signature, body, *rest = row
    header = header_of(sender, tuple(rest), sequence)
    fields = {name: getattr(header, name) for name in header.__struct_fields__}
    return Envelope(**fields, key=key_number, signature=bytes(signature), body=bytes(body))
