"""``ledger.append``: looks written through the door, beside plain inserts into an ordinary table.

The ordinary table has the same columns and the same five indexes, but no trigger, no check and no door: what
the ledger costs beyond storing a row. Both commit every row by itself, on the same connection, in turns.
"""

from collections.abc import Callable
from contextlib import closing
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connections

from bench.office import office
from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection

ROUNDS = 15
ROWS_A_ROUND = 400
CLERK = Actor(7, "職員 一", "192.0.2.7")
LIMIT_IS = (
    "plain INSERT of the same row: ordinary table, same columns and indexes, no trigger, no check,"
    " same connection, one commit a row"
)
ORDINARY = """
INSERT INTO ordinary_entry (epoch, at, kind, action, actor_account, actor_name, terminal, role,
                            txid, purpose, reason, subjects, details)
VALUES (1, %s, 'look', 'resident.view', 7, '職員 一', '192.0.2.7', 'm131121_ward_intranet',
        pg_current_xact_id(), '窓口対応', NULL, %s, %s)
"""


def run() -> list[dict[str, Any]]:
    """Measure with every commit on the disk, and with none waiting for it."""
    with office("bench_ledger") as place:
        _make_ordinary_table(place)
        return [
            _measured("ledger.append", "looks a second, each on the disk", "on"),
            _measured("ledger.append.cpu", "the same without waiting for the disk", "off"),
        ]


def _measured(name: str, work: str, synchronous_commit: str) -> dict[str, Any]:
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SET synchronous_commit = {synchronous_commit}")
    ours, plain = [], []
    for start in range(0, ROUNDS * ROWS_A_ROUND, ROWS_A_ROUND):
        ours.append(_rows_a_second(_look, start))
        plain.append(_rows_a_second(_insert, start))
    number, limit = median(ours), median(plain)
    return {
        "id": name,
        "work": work,
        "number": number,
        "unit": "1/s",
        "limit": limit,
        "limit_is": LIMIT_IS,
        "better": "higher",
        "ratio": round(number / limit, 3),
    }


def _rows_a_second(write: Callable[[int], None], start: int) -> float:
    began = perf_counter()
    for resident in range(start, start + ROWS_A_ROUND):
        write(resident)
    return ROWS_A_ROUND / (perf_counter() - began)


def _look(resident: int) -> None:
    ledger.look(CLERK, "resident.view", "窓口対応", [resident], {"tab": "doses"})


def _insert(resident: int) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(ORDINARY, ["2026-11-23T08:30:00Z", [resident], '{"tab":"doses"}'])


def _make_ordinary_table(place: Place) -> None:
    with closing(deployment_connection()) as owner, owner:
        owner.execute(f"SET ROLE {place.owner}")
        owner.execute(f"SET search_path = {place.schema}")
        owner.execute(
            "CREATE TABLE ordinary_entry (LIKE ledger_entry INCLUDING IDENTITY INCLUDING INDEXES)"
        )
        owner.execute(f"GRANT INSERT ON ordinary_entry TO {place.role('intranet')}")
