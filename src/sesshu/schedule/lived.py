"""Bounds of age turned into the days of one person's life, kept because many share a birth date."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sesshu.schedule.bounds import Bound
from sesshu.schedule.types import CourseVersion, Regimen

LIVES_KEPT = 200_000


class LivedDose(NamedTuple):
    """Days on which age allows a dose; day from which an earlier dose bars it."""

    from_on: date
    until_on: date
    barred_from: date | None


class LivedRegimen(NamedTuple):
    """A regimen in days: when it may start, and its doses."""

    regimen: Regimen
    start_from: date
    start_until: date
    doses: tuple[LivedDose, ...]


class Lived(NamedTuple):
    """A version of a course in days."""

    eligible_from: date
    eligible_until: date
    regimens: tuple[LivedRegimen, ...]


@lru_cache(maxsize=LIVES_KEPT)
def lived(version: CourseVersion, born_on: date) -> Lived:
    """The days that a version's ages are for somebody born on a day."""
    first, last = version.eligible_from.day(born_on), version.eligible_until.day(born_on)
    regimens = tuple(_regimen(row, born_on, first, last) for row in version.regimens)
    return Lived(first, last, regimens)


def _regimen(regimen: Regimen, born_on: date, first: date, last: date) -> LivedRegimen:
    start_from = _not_before(first, regimen.start_from, born_on)
    start_until = _not_after(last, regimen.start_until, born_on)
    doses = tuple(
        LivedDose(
            _not_before(first, rule.age_from, born_on),
            _not_after(last, rule.age_until, born_on),
            rule.barred.given_from.day(born_on) if rule.barred else None,
        )
        for rule in regimen.doses
    )
    return LivedRegimen(
        regimen,
        max(start_from, regimen.first_given_from or start_from),
        min(start_until, regimen.first_given_until or start_until),
        doses,
    )


def _not_before(day: date, bound: Bound | None, born_on: date) -> date:
    return day if bound is None else max(day, bound.day(born_on))


def _not_after(day: date, bound: Bound | None, born_on: date) -> date:
    return day if bound is None else min(day, bound.day(born_on))
