"""Rows that cannot be used are kept: where anybody may read them only if they hold nothing guarded."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sesshu.kernel.numbers import NumberError, read_atena_number
from sesshu.ward.residents.intake import bulk, guard, known
from sesshu.wire.residents.layout import COLUMN_NAMES
from sesshu.wire.residents.rows import BadRow

_KEEP = """
INSERT INTO rejected_row (registry_file_id, resident_id, line_number, raw, faults)
VALUES (%s, %s, %s, %s, %s::jsonb)
ON CONFLICT (registry_file_id, line_number) DO NOTHING RETURNING id
"""
_KEEP_GUARDED = "INSERT INTO guarded_rejected_row (rejected_row_id, raw) VALUES (%s, %s)"
_OPEN_PEOPLE = (
    "SELECT atena_number, id FROM resident WHERE atena_number = ANY (%s) AND NOT is_guarded"
)
_PROTECTION_FROM = COLUMN_NAMES.index("protection")


def keep(bad_rows: Sequence[BadRow], registry_file: int) -> None:
    """Keep the rows, each with its line and faults.

    The text of a row may hold an address. It stays readable only where the row is surely about a known
    resident without protection and carries no protection itself; every other goes behind the wall.
    """
    residents = _open_people(bad_rows)
    for row in bad_rows:
        resident = None if tells_protection(row.line.text) else residents.get(_number_in(row))
        faults = json.dumps([asdict(fault) for fault in row.faults], ensure_ascii=False)
        raw = row.line.text if resident else None
        kept = bulk.rows(_KEEP, [registry_file, resident, row.line.number, raw, faults])
        if kept and not resident:
            bulk.execute(_KEEP_GUARDED, [kept[0][0], row.line.text])


def shelter_marked(bad_rows: Iterable[BadRow]) -> None:
    """Shelter at once whom a row marks that cannot be used, and who lives there (D1, D2).

    The address would stay open until somebody mends the row, perhaps for days.
    """
    marked = [row for row in bad_rows if marks_protection(row.line.text)]
    numbers = [number for row in marked if (number := _number_in(row))]
    homes = [home for row in marked if (home := _household_in(row))]
    for resident in known.unguarded_people(numbers, homes):
        guard.shelter(resident)


def marks_protection(text: str) -> bool:
    """Whether a line marks protection; counted from its end, for a column too many lies before it."""
    return any(text.split(",")[_PROTECTION_FROM - len(COLUMN_NAMES) :])


def tells_protection(text: str) -> bool:
    """Whether a line marks protection, or cannot be told because its columns are out of place."""
    values = text.split(",")
    return len(values) != len(COLUMN_NAMES) or any(values[_PROTECTION_FROM:])


def _open_people(bad_rows: Iterable[BadRow]) -> dict[str, int]:
    numbers = [number for row in bad_rows if (number := _number_in(row))]
    return dict(bulk.rows(_OPEN_PEOPLE, [numbers])) if numbers else {}


def _household_in(row: BadRow) -> str:
    """The household number of a line, as written."""
    return "".join(row.line.text.split(",")[1:2]).strip('"')


def _number_in(row: BadRow) -> str:
    """The 宛名番号 at the beginning of a line; empty where none can be read."""
    try:
        return read_atena_number(row.line.text.split(",", 1)[0].strip('"'))
    except NumberError:
        return ""
