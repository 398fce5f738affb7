"""The rows of the rulebook that hold on a day, kept because many doses fall on the same days."""

from datetime import date, timedelta
from functools import lru_cache

from sesshu.schedule.types import (
    BetweenRule,
    Kind,
    Reading,
    Rulebook,
    Series,
    SeriesVersion,
    Switch,
)

DAYS_KEPT = 50_000
MONTH_AT_MOST = 31


@lru_cache(maxsize=DAYS_KEPT)
def series_version(series: Series, day: date) -> SeriesVersion | None:
    """The law of a day about a series."""
    for version in reversed(series.versions):
        if version.holds_on(day):
            return version
    return None


@lru_cache(maxsize=DAYS_KEPT)
def reading_on(rulebook: Rulebook, day: date) -> Reading:
    """How phrases with two readings are read on a day."""
    for reading in rulebook.readings:
        if reading.holds_on(day):
            return reading
    return rulebook.readings[-1]


@lru_cache(maxsize=DAYS_KEPT)
def rules_before(rulebook: Rulebook, day: date, kind: Kind) -> tuple[BetweenRule, ...]:
    """Intervals between different vaccines that a vaccine of this kind has to keep on a day."""
    return tuple(rule for rule in rulebook.between if kind in rule.before and rule.holds_on(day))


@lru_cache(maxsize=8)
def longest_between(rulebook: Rulebook) -> timedelta:
    """The most time for which one vaccine can hold another back: it is free when so much has passed."""
    intervals = [rule.at_least for rule in rulebook.between]
    days = [(each.months + each.half) * MONTH_AT_MOST + each.days + 1 for each in intervals]
    return timedelta(max(days, default=0))


@lru_cache(maxsize=DAYS_KEPT)
def switches_to(rulebook: Rulebook, course: str, product: str, day: date) -> tuple[Switch, ...]:
    """What is said of going on with a product in a course on a day."""
    return tuple(
        row
        for row in rulebook.switches
        if course in row.courses and product in row.then and row.holds_on(day)
    )
