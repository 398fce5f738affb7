"""Reading the ledger behind the walls, as an auditor of the tests."""

import time

from django.db import connections

from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger.models import Entry
from sesshu.foundation.ledger.sealing.sealer import Sealer

CLERK = Actor(7, "佐藤 健一", "10.1.2.3")
COLLEAGUE = Actor(8, "田中 めぐみ")
LOOKS = 1200  # twentieths of a second that transactions of other tests may take to end


def entries() -> list[Entry]:
    """All entries in the order they were written."""
    return list(Entry.objects.using("audit").order_by("id"))


def last_entry() -> Entry:
    """The entry written last."""
    return Entry.objects.using("audit").latest("id")


def execute(zone: str, statement: str, parameters: list[object] | None = None) -> list[tuple]:
    """Run one statement as a zone's role; its rows, if it has any."""
    with connections[zone].cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def seal_all(sealer: Sealer) -> int:
    """Seal in one go: first wait for the transactions of other tests in the same cluster to end."""
    finished = "SELECT bool_and(txid < pg_snapshot_xmin(pg_current_snapshot())) FROM ledger_entry"
    for _ in range(LOOKS):
        if execute("audit", finished) != [(False,)]:
            break
        time.sleep(0.05)
    return sealer.seal_finished()
