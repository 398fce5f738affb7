"""The two small phrases the rulebook is written in: a bound of age, and an interval between doses."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sesshu.kernel.ages import (
    after_reaching_months,
    fiscal_year_of_reaching,
    preschool_year,
    reach_months,
    weeks_after_birth,
)
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.kernel.eras import in_japanese
from sesshu.kernel.intervals import (
    MissingDay,
    earliest_after_days,
    earliest_after_months,
    earliest_after_months_and_half,
    month_has_no_such_day,
)

MONTHS_A_YEAR = 12
WEEKS_OF_PREGNANCY = 40
PHRASES_KEPT = 1024
"""The same phrase is the same object, so that what is kept of it is kept once."""


class UnknownPhrase(ValueError):
    """The rulebook says something that is neither a bound nor an interval we know."""


class Bound:
    """A day of somebody's life, in the ordinance's words; `day(birth)` is its date.

    Bounds of pregnancy are counted from the due date (分娩予定日) instead: `day(due)`.
    """

    __slots__ = ("day", "ja", "of_classmates", "phrase")

    def __init__(
        self, phrase: str, day: Callable[[date], date], ja: str, *, of_classmates: bool = False
    ) -> None:
        self.phrase = phrase
        self.day = day
        self.ja = ja
        """The day as the ordinance names it, for people: 生後2か月に達した日."""
        self.of_classmates = of_classmates
        """Whether it is one day for all who enter school together."""

    @property
    def reaches_an_age(self) -> bool:
        """Whether it is the day an age is reached, which older guidance read a day earlier."""
        return self.phrase.startswith("reaches")


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


def _age_ja(count: str, unit: str) -> str:
    reached = f"{count}歳" if unit == "years" else f"生後{count}か月"
    return f"{reached}に達した日"


def _fiscal_year_ja(years: str, edge: str) -> str:
    return f"{years}歳に達する日の属する年度の{'初日' if edge == 'begins' else '末日'}"


def _preschool_ja(edge: str) -> str:
    return "小学校入学前の1年間の" + ("初日" if edge == "begins" else "末日")


class _Shape(NamedTuple):
    """How a bound is written in the rulebook, which day it is, and how it is said in Japanese."""

    written: re.Pattern[str]
    day: Callable[..., Callable[[date], date]]
    ja: Callable[..., str]
    of_classmates: bool = False
    """Whether it is one day for all who enter school together."""


_BOUNDS = (
    _Shape(re.compile(r"birth"), _birth, lambda: "生まれた日"),
    _Shape(re.compile(r"reaches (\d+) (months|years)"), _reaches, _age_ja),
    _Shape(
        re.compile(r"the day after reaching (\d+) (months|years)"),
        _after_reaching,
        lambda count, unit: f"{_age_ja(count, unit)}の翌日",
    ),
    _Shape(
        re.compile(r"(\d+) weeks (\d) days after birth"),
        _weeks,
        lambda weeks, days: f"出生{weeks}週{days}日後",
    ),
    _Shape(
        re.compile(r"(\d+) weeks (\d) days of pregnancy"),
        _pregnancy,
        lambda weeks, days: f"妊娠{weeks}週{days}日",
    ),
    _Shape(
        re.compile(r"(\d{4}-\d{2}-\d{2})"),
        _dated,
        lambda text: in_japanese(date.fromisoformat(text)),
        of_classmates=True,
    ),
    _Shape(
        re.compile(r"the fiscal year of reaching (\d+) years (begins|ends)"),
        _fiscal_year,
        _fiscal_year_ja,
        of_classmates=True,
    ),
    _Shape(
        re.compile(r"the year before school (begins|ends)"),
        _preschool,
        _preschool_ja,
        of_classmates=True,
    ),
)
_INTERVALS = re.compile(r"(?:(?P<days>\d+) days|(?P<months>\d+) months?(?P<half> and a half)?)")


def bound_pattern() -> str:
    """A regular expression (without named groups, for JSON Schema) that every bound fits."""
    return "^(" + "|".join(shape.written.pattern for shape in _BOUNDS) + ")$"


def interval_pattern() -> str:
    """The same for every interval."""
    return "^(" + re.sub(r"\?P<[a-z]+>", "", _INTERVALS.pattern) + ")$"


@lru_cache(maxsize=PHRASES_KEPT)
def read_bound(phrase: str) -> Bound:
    """The bound a phrase of the rulebook names. Raises UnknownPhrase."""
    for shape in _BOUNDS:
        if match := shape.written.fullmatch(phrase):
            day, ja = shape.day(*match.groups()), shape.ja(*match.groups())
            return Bound(phrase, day, ja, of_classmates=shape.of_classmates)
    known = ", ".join(f"“{shape.written.pattern}”" for shape in _BOUNDS)
    raise UnknownPhrase(f"“{phrase}” is no bound of age; write one of {known}")


@lru_cache(maxsize=PHRASES_KEPT)
def read_interval(phrase: str) -> Interval:
    """The interval a phrase of the rulebook names. Raises UnknownPhrase."""
    if match := _INTERVALS.fullmatch(phrase):
        days, months = int(match["days"] or 0), int(match["months"] or 0)
        return Interval(phrase, days=days, months=months, half=bool(match["half"]))
    raise UnknownPhrase(
        f"“{phrase}” is no interval; write “27 days”, “6 months” or “2 months and a half”"
    )
