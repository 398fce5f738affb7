"""How a year's cost stands to its budget, and where it is likely to end. Pure (V109)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sesshu.kernel.calendar import fiscal_year

MONTHS = 12
ByMonth = Mapping[date, int]
"""Yen by the first day of a month."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A series in a fiscal year; `budget` and `likely` are None where nobody can say."""

    series: str
    budget: int | None
    used: int
    likely: int | None

    @property
    def left(self) -> int | None:
        """What may still be spent; less than nothing where too much was."""
        return None if self.budget is None else self.budget - self.used

    @property
    def runs_out(self) -> bool:
        """Whether the year is likely to cost more than it may."""
        return self.budget is not None and max(self.used, self.likely or 0) > self.budget


def watched(
    budgets: Mapping[str, int],
    used: Mapping[str, ByMonth],
    before: Mapping[str, ByMonth],
    through: date | None,
) -> tuple[Watched, ...]:
    """Every series with a budget or a cost; `through` is the newest settled month of the year."""
    return tuple(
        Watched(
            series,
            budgets.get(series),
            sum(used.get(series, {}).values()),
            likely(used.get(series, {}), before.get(series, {}), through),
        )
        for series in sorted(budgets.keys() | used.keys())
    )


def likely(used: ByMonth, before: ByMonth, through: date | None) -> int | None:
    """What the whole year is likely to cost, rounded down to a yen; None before a month was settled.

    As the year before went on after the same month, if it had a cost by then: influenza is given in winter.
    Without such a year, as the months so far. What was paid for later months already (償還払い) is
    part of what is to come.
    """
    if through is None:
        return None
    so_far = sum(yen for month, yen in used.items() if month <= through)
    later = sum(used.values()) - so_far
    then, rest = _parted(before, through)
    if then > 0:
        return so_far + max(int(Fraction(rest * so_far, then)), later)
    if rest > 0:
        return so_far + max(rest, later)
    return max(int(Fraction(so_far * MONTHS, month_of_year(through))), so_far + later)


def month_of_year(month: date) -> int:
    """1 for April, 12 for March."""
    return (month.month - 4) % MONTHS + 1


def _parted(before: ByMonth, through: date) -> tuple[int, int]:
    """The cost of the year before until the same month, and after it."""
    last = fiscal_year(through) * MONTHS + month_of_year(through) - MONTHS
    places = {month: fiscal_year(month) * MONTHS + month_of_year(month) for month in before}
    then = sum(yen for month, yen in before.items() if places[month] <= last)
    return then, sum(before.values()) - then
