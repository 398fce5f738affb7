"""Rows of a welfare file into what stands; rows that cannot be used are kept."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from django.db import connections

from sesshu.ward.residents.intake import bulk
from sesshu.wire.residents.checks import Fault
from sesshu.wire.welfare_files.parse import ReadRow, Receipt

NOBODY = Fault(
    "宛名番号", "この番号の住民がいません。", "宛名番号を生活支援課に確かめて直してください。"
)
_TOLD = ("ground", "valid_from", "valid_until", "is_revoked")
_KNOWN = "SELECT atena_number, id FROM resident WHERE atena_number = ANY (%s)"
_KEEP = """
INSERT INTO welfare_rejected_row (file_id, line_number, raw, faults) VALUES (%s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""
# A row that says what the newest word about its span says already changes nothing.
_ADD = """
INSERT INTO welfare_status (file_id, line_number, resident_id, ground, valid_from, valid_until, is_revoked)
SELECT %s, told.* FROM unnest(%s::integer[], %s::bigint[], %s::text[], %s::date[], %s::date[], %s::boolean[])
    AS told (line_number, resident_id, ground, valid_from, valid_until, is_revoked)
WHERE NOT EXISTS (
    SELECT FROM (
        SELECT w.valid_until, w.is_revoked FROM welfare_status w
        WHERE (w.resident_id, w.ground, w.valid_from) = (told.resident_id, told.ground, told.valid_from)
        ORDER BY w.id DESC LIMIT 1
    ) newest
    WHERE newest.valid_until IS NOT DISTINCT FROM told.valid_until AND newest.is_revoked = told.is_revoked)
ORDER BY told.line_number
"""


def take(file_id: int, rows: Sequence[ReadRow]) -> tuple[Counter[str], list[int]]:
    """Take the rows in: counts by fate, and the residents they were about."""
    residents = residents_of([row.receipt.atena_number for row in rows if row.receipt])
    usable = [
        (row.line.number, residents[row.receipt.atena_number], row.receipt)
        for row in rows
        if row.receipt and row.receipt.atena_number in residents
    ]
    taken = {number for number, _, _ in usable}
    rejected = [row for row in rows if row.line.number not in taken]
    _reject(file_id, rejected)
    added = _add(file_id, usable)
    counts = Counter(added=added, unchanged=len(usable) - added, rejected=len(rejected))
    return counts, sorted({resident for _, resident, _ in usable})


def faults_of(row: ReadRow) -> tuple[Fault, ...]:
    """What is wrong with a row that was not taken in."""
    return row.faults or (NOBODY,)


def residents_of(atena_numbers: Sequence[str], zone: str = bulk.JOBS) -> dict[str, int]:
    """The residents of these numbers."""
    with connections[zone].cursor() as cursor:
        cursor.execute(_KNOWN, [list(atena_numbers)])
        return dict(cursor.fetchall())


def _reject(file_id: int, rows: Iterable[ReadRow]) -> None:
    for row in rows:
        faults = json.dumps([asdict(fault) for fault in faults_of(row)], ensure_ascii=False)
        bulk.execute(_KEEP, [file_id, row.line.number, row.line.text, faults])


def _add(file_id: int, rows: Sequence[tuple[int, int, Receipt]]) -> int:
    columns = [
        [number for number, _, _ in rows],
        [resident for _, resident, _ in rows],
        *([getattr(receipt, name) for _, _, receipt in rows] for name in _TOLD),
    ]
    return bulk.execute(_ADD, [file_id, *columns])
