"""予算: what each series may cost in a fiscal year, beside what it did and is likely to (V109)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.db import connection

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.ward.fees.models import Budget
from sesshu.ward.fees.watching import Watched, watched

KIND = "ward.budgets"
PURPOSE = "予算の管理"
WRITE = "INSERT INTO budget (proposal_id, place) VALUES (%s, 0)"
# What clinics are paid counts by the month of the dose, what people are paid back by that of the decision.
USED = """
SELECT series, month, sum(yen)::bigint FROM (
    SELECT series, month, doses * (unit_yen - charge_yen) AS yen
    FROM settlement_line WHERE treatment IN ('paid', 'adjusted')
    UNION ALL
    SELECT d.series, date_trunc('month', r.decided_on)::date, r.amount_yen
    FROM refund_decision r JOIN dose d ON d.id = r.dose_id WHERE r.amount_yen > 0
) u WHERE month BETWEEN %s AND %s GROUP BY series, month
"""
NEWEST_MONTH = "SELECT max(month) FROM settlement WHERE month BETWEEN %s AND %s"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a series may cost in a fiscal year, in yen."""

    fiscal_year: int
    series: str
    yen: int


def propose(actor: Actor, allowed: Allowed, reason: str) -> Proposal:
    """Ask a second person to enter a budget; a later one of the same series and year takes its place."""
    said = {"rows": [msgspec.to_builtins(allowed)]}
    return second_person.propose(actor, KIND, said, [], reason, purpose=PURPOSE)


@takes_effect(KIND)
def _entered(actor: Actor, proposal: Proposal) -> None:
    """Write the budget of an approved text."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [proposal.pk])


def allowed_in(proposal: Proposal) -> Allowed:
    """The budget a proposal asks for."""
    [said] = proposal.payload["rows"]
    return msgspec.convert(said, Allowed)


def watch(year: int) -> tuple[Watched, ...]:
    """Every series with a budget or a cost in a fiscal year, by code."""
    rows = Budget.objects.filter(fiscal_year=year).order_by("id")
    budgets = {row.series: row.yen for row in rows}
    return watched(budgets, used_in(year), used_in(year - 1), newest_month(year))


def used_in(year: int) -> Mapping[str, Mapping[date, int]]:
    """Yen by series and month of a fiscal year."""
    found: dict[str, dict[date, int]] = {}
    for series, month, yen in _rows(USED, _days(year)):
        found.setdefault(str(series), {})[month] = int(yen)
    return found


def newest_month(year: int) -> date | None:
    """The newest month of a fiscal year that was settled for any clinic; None while none was."""
    [(month,)] = _rows(NEWEST_MONTH, _days(year))
    return None if month is None else date.fromisoformat(str(month))


def _days(year: int) -> list[date]:
    return [fiscal_year_begins(year), fiscal_year_ends(year)]


def _rows(query: str, values: Iterable[date]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        return list(cursor.fetchall())
