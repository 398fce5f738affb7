"""Reading comparisons: which there are, their counts, and whom they name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from sesshu.schedule.comparison import Effect

COMPARISONS = """
SELECT r.id, r.input_name, r.requested_at, c.old, c.new, c.judged_on
FROM rulebook_comparison c JOIN run r ON r.id = c.run_id
WHERE r.state = 'done' AND (%(run)s::bigint IS NULL OR r.id = %(run)s)
ORDER BY r.id DESC LIMIT 50
"""
TALLY = """
SELECT series, effect, count(*) FROM rulebook_effect WHERE run_id = %s GROUP BY series, effect
"""
NAMED = """
SELECT e.resident_id, r.atena_number, e.before_status, e.before_earliest_on, e.before_last_on,
       e.after_status, e.after_earliest_on, e.after_last_on
FROM rulebook_effect e JOIN resident r ON r.id = e.resident_id
WHERE e.run_id = %s AND e.series = %s AND e.effect = %s ORDER BY e.resident_id LIMIT %s OFFSET %s
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run that compared two releases as of a day."""

    run_id: int
    input_name: str | None
    requested_at: datetime
    old: str
    new: str
    on: date


@dataclass(frozen=True, slots=True)
class Named:
    """One resident of a list: the number, and where they stood and would stand."""

    resident_id: int
    atena_number: str
    before_status: str | None
    before_earliest_on: date | None
    before_last_on: date | None
    after_status: str | None
    after_earliest_on: date | None
    after_last_on: date | None


def comparisons() -> list[Comparison]:
    """The newest comparisons that ended well."""
    return [Comparison(*row) for row in _rows(COMPARISONS, {"run": None})]


def comparison(run_id: int) -> Comparison | None:
    """One comparison, if it ended well."""
    rows = _rows(COMPARISONS, {"run": run_id})
    return Comparison(*rows[0]) if rows else None


def tally(run_id: int) -> dict[str, dict[Effect, int]]:
    """How many residents by series and effect."""
    found: dict[str, dict[Effect, int]] = {}
    for series, effect, count in _rows(TALLY, [run_id]):
        found.setdefault(series, {})[Effect(effect)] = count
    return found


def named(run_id: int, series: str, effect: Effect, start: int, count: int) -> list[Named]:
    """Residents of one series and effect, in the order of their ids."""
    values = [run_id, series, str(effect), count, start]
    return [Named(*row) for row in _rows(NAMED, values)]


def _rows(query: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
