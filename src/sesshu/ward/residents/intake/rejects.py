"""Rows that cannot be used are kept: where anybody may read them only if they hold nothing guarded."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sesshu.kernel.numbers import NumberError, read_atena_number
from sesshu.ward.residents.intake import bulk
from sesshu.wire.residents.layout import COLUMN_NAMES
from sesshu.wire.residents.rows import BadRow

_KEEP = """
INSERT INTO rejected_row (registry_file_id, line_number, raw, faults) VALUES (%s, %s, %s, %s::jsonb)
ON CONFLICT (registry_file_id, line_number) DO NOTHING RETURNING id
"""
_KEEP_GUARDED = "INSERT INTO guarded_rejected_row (rejected_row_id, raw) VALUES (%s, %s)"
_OPEN_PEOPLE = """
SELECT r.atena_number FROM resident r JOIN resident_search s ON s.resident_id = r.id
WHERE r.atena_number = ANY (%s) AND NOT r.is_guarded
"""
_PROTECTION_FROM = COLUMN_NAMES.index("protection")


def keep(bad_rows: Sequence[BadRow], registry_file: int) -> None:
    """Keep the rows, each with its line and faults.

    The text of a row may hold an address. It stays readable only where the row is surely about a known
    resident without protection and carries no protection itself; every other goes behind the wall.
    """
    open_people = _open_people(bad_rows)
    for row in bad_rows:
        is_open = _number_in(row) in open_people and not _tells_protection(row)
        faults = json.dumps([asdict(fault) for fault in row.faults], ensure_ascii=False)
        raw = row.line.text if is_open else None
        kept = bulk.rows(_KEEP, [registry_file, row.line.number, raw, faults])
        if kept and not is_open:
            bulk.execute(_KEEP_GUARDED, [kept[0][0], row.line.text])


def _open_people(bad_rows: Iterable[BadRow]) -> set[str]:
    numbers = [number for row in bad_rows if (number := _number_in(row))]
    return {number for (number,) in bulk.rows(_OPEN_PEOPLE, [numbers])} if numbers else set()


def _number_in(row: BadRow) -> str | None:
    try:
        return read_atena_number(row.line.text.split(",", 1)[0].strip('"'))
    except NumberError:
        return None


def _tells_protection(row: BadRow) -> bool:
    """Whether protection is marked, or cannot be told because the columns are out of place."""
    values = row.line.text.split(",")
    return len(values) != len(COLUMN_NAMES) or any(values[_PROTECTION_FROM:])
