"""Bounds of age turned into the days of one person's life, kept because many share a birth date."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sesshu.kernel.ages import fiscal_year_of_reaching, reach_months
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.schedule.bounds import Bound
from sesshu.schedule.persons import Fact
from sesshu.schedule.types import CourseVersion, Door, Regimen

LIVES_KEPT = 200_000


class LivedDose(NamedTuple):
    """Days on which age allows a dose; day from which an earlier dose bars it."""

    from_on: date
    until_on: date
    barred_from: date | None


class LivedRegimen(NamedTuple):
    """A regimen in days: when its first dose lies, its doses, and the door that opened it.

    Where a door brings regimens of its own, those of the version may be continued but not started.
    """

    regimen: Regimen
    start_from: date
    start_until: date
    doses: tuple[LivedDose, ...]
    products: tuple[str, ...]
    door: Door | None


class Entrance(NamedTuple):
    """First and last day between which a course is open, and how."""

    from_on: date
    until_on: date
    door: Door | None = None


@lru_cache(maxsize=LIVES_KEPT)
def lived(version: CourseVersion, anchor: date) -> tuple[LivedRegimen, ...]:
    """The regimens open to anybody born on a day (or due on it), without any fact."""
    entrances = [
        *(_by_age(version, anchor) if version.fact is None else ()),
        *_doors(version, anchor),
    ]
    return _regimens(version, anchor, entrances)


def lived_with_facts(
    version: CourseVersion, anchor: date, facts: tuple[Fact, ...]
) -> tuple[LivedRegimen, ...]:
    """The same for somebody of whom facts are known: what they open comes after what age opens."""
    entrances = []
    if version.fact is not None:
        entrances = [
            Entrance(max(by_age.from_on, fact.from_on), by_age.until_on)
            for fact in facts
            if fact.kind == version.fact
            for by_age in _by_age(version, anchor)
        ]
    for door in version.doors:
        if door.fact is None or not door.cohort.born_between(anchor):
            continue
        own = (fact for fact in facts if fact.kind == door.fact)
        entrances += [_by_fact(door, fact, anchor) for fact in own]
    return lived(version, anchor) + _regimens(version, anchor, entrances)


def _by_age(version: CourseVersion, anchor: date) -> Iterator[Entrance]:
    if version.eligible_from is not None:
        yield Entrance(version.eligible_from.day(anchor), _last(version.eligible_until, anchor))
    for years in version.fiscal_years_of_reaching:
        year = fiscal_year_of_reaching(anchor, years)
        begins = fiscal_year_begins(year)
        if version.effective_until is None or begins <= version.effective_until:
            yield Entrance(begins, fiscal_year_ends(year))


def _doors(version: CourseVersion, anchor: date) -> Iterator[Entrance]:
    for door in version.doors:
        if door.fact is None and door.cohort.born_between(anchor):
            yield Entrance(
                _first(door.eligible_from, anchor), _last(door.eligible_until, anchor), door
            )


def _by_fact(door: Door, fact: Fact, anchor: date) -> Entrance:
    first, last = _first(door.eligible_from, anchor), _last(door.eligible_until, anchor)
    ended = fact.until_on or date.max
    if door.within_months is None:
        return Entrance(max(first, fact.from_on), min(last, ended), door)
    if ended == date.max:
        return Entrance(date.max, date.min, door)
    return Entrance(max(first, ended), min(last, reach_months(ended, door.within_months)), door)


def _first(bound: Bound | None, anchor: date) -> date:
    return date.min if bound is None else bound.day(anchor)


def _last(bound: Bound | None, anchor: date) -> date:
    return date.max if bound is None else bound.day(anchor)


def _regimens(
    version: CourseVersion, anchor: date, entrances: list[Entrance]
) -> tuple[LivedRegimen, ...]:
    found = []
    for entrance in entrances:
        own = entrance.door.regimens if entrance.door else ()
        found += [_regimen(row, anchor, entrance) for row in own]
        for row in version.regimens:
            regimen = _regimen(row, anchor, entrance)
            found.append(regimen._replace(start_until=date.min) if own else regimen)
    return tuple(found)


def _regimen(regimen: Regimen, anchor: date, entrance: Entrance) -> LivedRegimen:
    first, last, door = entrance
    doses = tuple(
        LivedDose(
            max(first, _first(rule.age_from, anchor), rule.given_from or date.min),
            min(last, _last(rule.age_until, anchor)),
            rule.barred.given_from.day(anchor) if rule.barred else None,
        )
        for rule in regimen.doses
    )
    return LivedRegimen(
        regimen,
        max(_first(regimen.start_from, anchor), regimen.first_given_from or date.min),
        min(_last(regimen.start_until, anchor), regimen.first_given_until or date.max),
        doses,
        (door.products if door else ()) or regimen.products,
        door,
    )
