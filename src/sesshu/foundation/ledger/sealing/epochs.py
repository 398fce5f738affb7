"""Epochs: transaction ids begin anew in a restored database, and the ledger says so."""

from django.db import connections, transaction

from sesshu.foundation.acting import Actor, act_as
from sesshu.foundation.ledger.append import append
from sesshu.foundation.ledger.event import Event
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.ledger.sealing.seals_file import SealsFile
from sesshu.foundation.walls import Place, enter

OWNER = "owner"
OPENER = Actor.system("ledger.epoch")

OPEN = """
INSERT INTO ledger_epoch (number, opened_at, reason)
SELECT greatest(max(number), %s) + 1, clock_timestamp(), %s FROM ledger_epoch RETURNING number
"""
WRITE = """
CREATE OR REPLACE TRIGGER ledger_witness BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_witness
"""


def open_epoch(place: Place, file: SealsFile | None = None, reason: str = "restored") -> int:
    """Begin the next epoch of the ledger of ``place``, as its owner; its number.

    To be called after every restore and every move to another server, before any process serves the place:
    an entry written meanwhile in the old epoch would be sealed by nobody. ``reason`` is a code.
    """
    newest = (file or SealsFile.of(place)).last()
    sealed_until = (
        newest.header.epoch if newest else 0
    )  # a second restore of one backup is a third epoch
    with enter(place), transaction.atomic(OWNER):
        act_as(OPENER, OWNER)
        with connections[OWNER].cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(OPEN, [sealed_until, reason])
            (number,) = cursor.fetchone()
            cursor.execute(f"{WRITE} ({int(number)})")
        event = Event(Kind.ACT, "ledger.epoch_opened", "復元後の記録の開始")
        event.detail(epoch=number, reason=reason)
        append(event, OWNER)
    return int(number)
