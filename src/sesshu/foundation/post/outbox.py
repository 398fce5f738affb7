"""Send a paper: a row in the transaction of the act that it tells of, so neither exists without the other."""

from uuid import UUID

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation.keys import encrypt_for
from sesshu.foundation.post.paper import Paper
from sesshu.foundation.walls import Place, current_place
from sesshu.foundation.walls.zones import zones_of

KEY_PURPOSE = "post"


class OutsideTransaction(Exception):
    """A paper was to be sent where no transaction ties it to what it tells of."""


def send(receiver: str, paper: Paper, using: str = DEFAULT_DB_ALIAS) -> UUID:
    """Write ``paper`` for the system ``receiver`` of the same municipality into the open transaction.

    It is encrypted here, so nobody reads it on its way. Returns the id of the paper. Raises
    OutsideTransaction, KeyError for an unknown system, msgspec.ValidationError for a body out of form.
    """
    if not connections[using].in_atomic_block:
        raise OutsideTransaction(f"{paper.KIND} is sent inside the transaction of its act")
    zones_of(receiver)
    to = Place(current_place().municipality, receiver)
    body = encrypt_for(to, KEY_PURPOSE, _checked(paper))
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO outgoing_paper (kind, version, receiver, body) VALUES (%s, %s, %s, %s)"
            " RETURNING paper_id",
            [paper.KIND, paper.VERSION, receiver, body],
        )
        (paper_id,) = cursor.fetchone()
    return UUID(str(paper_id))


def _checked(paper: Paper) -> bytes:
    """The plain body. Structs are checked when they are read: so read it before the receiver does."""
    plain = msgspec.json.encode(paper)
    msgspec.json.decode(plain, type=type(paper))
    return plain
