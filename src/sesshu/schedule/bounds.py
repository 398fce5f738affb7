"""The two small phrases the rulebook is written in: a bound of age, and an interval between doses."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from sesshu.kernel.ages import (
    after_reaching_months,
    fiscal_year_of_reaching,
    preschool_year,
    reach_months,
    weeks_after_birth,
)
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.kernel.intervals import (
    MissingDay,
    earliest_after_days,
    earliest_after_months,
    earliest_after_months_and_half,
    month_has_no_such_day,
)

MONTHS_A_YEAR = 12
WEEKS_OF_PREGNANCY = 40


class UnknownPhrase(ValueError):
    """The rulebook says something that is neither a bound nor an interval we know."""


class Bound:
    """A day of somebody's life, in the ordinance's words; `day(birth)` is its date.

    Bounds of pregnancy are counted from the due date (分娩予定日) instead: `day(due)`.
    """

    __slots__ = ("day", "phrase")

    def __init__(self, phrase: str, day: Callable[[date], date]) -> None:
        self.phrase = phrase
        self.day = day


class Interval:
    """A minimum interval between two doses (N日以上, n月以上, n月半以上)."""

    __slots__ = ("days", "half", "months", "phrase")

    def __init__(self, phrase: str, *, days: int = 0, months: int = 0, half: bool = False) -> None:
        self.phrase = phrase
        self.days = days
        self.months = months
        self.half = half

    def earliest_after(self, previous: date, missing: MissingDay) -> date:
        """First day that keeps the interval after `previous`."""
        if self.half:
            return earliest_after_months_and_half(previous, self.months, missing)
        if self.months:
            return earliest_after_months(previous, self.months, missing)
        return earliest_after_days(previous, self.days)

    def rests_on_reading(self, previous: date) -> bool:
        """Whether the answer depends on how a month without such a day is read."""
        return bool(self.months) and month_has_no_such_day(previous, self.months)

    @property
    def ja(self) -> str:
        """As a letter to a resident would write it."""
        if self.half:
            return f"{self.months}か月半"
        return f"{self.months}か月" if self.months else f"{self.days}日"


def _in_months(count: str, unit: str) -> int:
    return int(count) * (MONTHS_A_YEAR if unit == "years" else 1)


def _reaches(count: str, unit: str) -> Callable[[date], date]:
    return lambda birth: reach_months(birth, _in_months(count, unit))


def _after_reaching(count: str, unit: str) -> Callable[[date], date]:
    return lambda birth: after_reaching_months(birth, _in_months(count, unit))


def _weeks(weeks: str, days: str) -> Callable[[date], date]:
    return lambda birth: weeks_after_birth(birth, int(weeks), int(days))


def _fiscal_year(years: str, edge: str) -> Callable[[date], date]:
    day_of = fiscal_year_begins if edge == "begins" else fiscal_year_ends
    return lambda birth: day_of(fiscal_year_of_reaching(birth, int(years)))


def _preschool(edge: str) -> Callable[[date], date]:
    return lambda birth: preschool_year(birth)[0 if edge == "begins" else 1]


def _pregnancy(weeks: str, days: str) -> Callable[[date], date]:
    left = timedelta(weeks=WEEKS_OF_PREGNANCY - int(weeks), days=-int(days))
    return lambda due: due - left


def _dated(text: str) -> Callable[[date], date]:
    day = date.fromisoformat(text)
    return lambda _: day


def _birth() -> Callable[[date], date]:
    return lambda birth: birth


_BOUNDS: tuple[tuple[re.Pattern[str], Callable[..., Callable[[date], date]]], ...] = (
    (re.compile(r"birth"), _birth),
    (re.compile(r"reaches (\d+) (months|years)"), _reaches),
    (re.compile(r"the day after reaching (\d+) (months|years)"), _after_reaching),
    (re.compile(r"(\d+) weeks (\d) days after birth"), _weeks),
    (re.compile(r"(\d+) weeks (\d) days of pregnancy"), _pregnancy),
    (re.compile(r"(\d{4}-\d{2}-\d{2})"), _dated),
    (re.compile(r"the fiscal year of reaching (\d+) years (begins|ends)"), _fiscal_year),
    (re.compile(r"the year before school (begins|ends)"), _preschool),
)
_INTERVALS = re.compile(r"(?:(?P<days>\d+) days|(?P<months>\d+) months?(?P<half> and a half)?)")


def read_bound(phrase: str) -> Bound:
    """The bound a phrase of the rulebook names. Raises UnknownPhrase."""
    for shape, day_of in _BOUNDS:
        if match := shape.fullmatch(phrase):
            return Bound(phrase, day_of(*match.groups()))
    known = ", ".join(f"“{shape.pattern}”" for shape, _ in _BOUNDS)
    raise UnknownPhrase(f"“{phrase}” is no bound of age; write one of {known}")


def read_interval(phrase: str) -> Interval:
    """The interval a phrase of the rulebook names. Raises UnknownPhrase."""
    if match := _INTERVALS.fullmatch(phrase):
        days, months = int(match["days"] or 0), int(match["months"] or 0)
        return Interval(phrase, days=days, months=months, half=bool(match["half"]))
    raise UnknownPhrase(
        f"“{phrase}” is no interval; write “27 days”, “6 months” or “2 months and a half”"
    )
