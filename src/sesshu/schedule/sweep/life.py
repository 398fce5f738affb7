"""Regimens as days of people's lives, in columns; says what schedule.lived says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from sesshu.schedule.bounds import Bound
from sesshu.schedule.sweep import days
from sesshu.schedule.sweep.days import FIRST, LAST, Days, Mask, number_or
from sesshu.schedule.sweep.groups import Group
from sesshu.schedule.types import Cohort, CourseVersion, Door, DoseRule, Regimen

Kind = TypeVar("Kind", np.int32, np.bool_)
Fact = tuple[Days, Days]
"""First and last day of a fact of each person of a group."""


class Age(NamedTuple):
    """Days on which age allows a dose; the same where it is the first; the day that bars it."""

    from_on: Days
    until_on: Days
    first_from: Days
    first_until: Days
    ends_by_age: Mask
    """Whether the last day is the one an age is reached on."""
    barred_from: Days | None


@dataclass(eq=False, slots=True)
class Place:
    """A regimen in days, by anchor or (where a fact opened it) by row of a group."""

    regimen: Regimen
    index: int
    """Its place among the regimens of the course."""
    products: frozenset[int]
    start_from: Days
    start_until: Days
    ages: tuple[Age, ...]
    opened: Mask | None
    """For whom it is open at all; None for all."""
    by_row: bool

    def of(self, table: npt.NDArray[Kind], group: Group) -> npt.NDArray[Kind]:
        """What a table of this place says about each of a group."""
        return table if self.by_row else table[group.anchor]

    def has(self, group: Group) -> Mask | None:
        """Who of a group it is open to; None for all."""
        if self.opened is None or self.by_row:
            return self.opened
        found = self.opened[group.anchor]
        return None if found.all() else found


@dataclass(eq=False, slots=True)
class Entrance:
    """First and last day between which a course is open, the door, and for whom (None: all)."""

    from_on: Days
    until_on: Days
    door: Door | None = None
    opened: Mask | None = None
    ends_by_age: Mask | None = None
    """For whom the last day is the one an age is reached on; None for nobody."""
    by_row: bool = False


def life(version: CourseVersion, group: Group) -> list[Place]:
    """The regimens open to each of a group; what facts open comes after what age opens."""
    kept = group.course.lives
    if version not in kept:
        kept[version] = _places(version, group, list(_by_age_and_door(version, group)))
    if not any(group.facts):
        return kept[version]
    return kept[version] + _places(version, group, list(_by_facts(version, group)))


def _by_age_and_door(version: CourseVersion, group: Group) -> Iterator[Entrance]:
    if version.fact is None:
        yield from _by_age(version, group)
    for door in version.doors:
        if door.fact is None:
            yield _through(door, group)


def _by_age(version: CourseVersion, group: Group) -> Iterator[Entrance]:
    law = group.law
    if version.eligible_from is not None:
        first, last = law.bound(version.eligible_from), law.last_of(version.eligible_until)
        yield Entrance(first, last, ends_by_age=_is_age(version.eligible_until, last))
    for years in version.fiscal_years_of_reaching:
        begins, ends = law.fiscal_year_of_reaching(years)
        in_time = begins <= number_or(version.effective_until, LAST)
        yield Entrance(begins, ends, opened=None if in_time.all() else in_time)


def _through(door: Door, group: Group) -> Entrance:
    law = group.law
    let_in = _born_between(door.cohort, law.anchors)
    first, last = law.first_of(door.eligible_from), law.last_of(door.eligible_until)
    return Entrance(first, last, door, let_in, _is_age(door.eligible_until, last))


def _is_age(bound: Bound | None, days: Days) -> Mask | None:
    """Everybody where a bound is an age reached."""
    is_age = bound is not None and bound.reaches_an_age
    return np.ones(len(days), np.bool_) if is_age else None


def _born_between(cohort: Cohort, anchors: Days) -> Mask | None:
    if cohort.born_from is None and cohort.born_until is None:
        return None
    begins, ends = number_or(cohort.born_from, FIRST), number_or(cohort.born_until, LAST)
    return np.asarray((begins <= anchors) & (anchors <= ends))


def _by_facts(version: CourseVersion, group: Group) -> Iterator[Entrance]:
    yield from _by_fact_of_version(version, group)
    for door, let_in, fact in _doors_of_facts(version, group):
        if door.within_months is not None:
            had = _was_eligible(fact, group)
            let_in = had if let_in is None else had & let_in
        yield _by_fact(door, fact, let_in, group)


def _was_eligible(fact: Fact, group: Group) -> Mask:
    """Whom a fact held back while eligible; says what schedule.lived says."""
    found = np.zeros(len(group), np.bool_)
    begins, ended = fact
    for version, first, last in group.course.course.days_of_law:
        since = np.maximum(begins, number_or(first, FIRST))
        until = np.minimum(ended, number_or(last, LAST))
        own = _born_between(version.cohort, group.law.anchors[group.anchor])
        for each in _otherwise_eligible(version, group):
            found |= _met(each, since, until, own, group)
    return found


def _met(entrance: Entrance, since: Days, until: Days, own: Mask | None, group: Group) -> Mask:
    """For whom an entrance was open on a day between two."""
    first, last, opened = entrance.from_on, entrance.until_on, entrance.opened
    if not entrance.by_row:
        first, last = first[group.anchor], last[group.anchor]
        opened = None if opened is None else opened[group.anchor]
    met = np.asarray(np.maximum(first, since) <= np.minimum(last, until))
    for mask in (own, opened):
        met = met if mask is None else met & mask
    return met


def _otherwise_eligible(version: CourseVersion, group: Group) -> Iterator[Entrance]:
    """The ways to be eligible that are no more time for what was missed."""
    yield from _by_age_and_door(version, group)
    yield from _by_fact_of_version(version, group)
    for door, let_in, fact in _doors_of_facts(version, group):
        if door.within_months is None:
            yield _by_fact(door, fact, let_in, group)


def _by_fact_of_version(version: CourseVersion, group: Group) -> Iterator[Entrance]:
    if version.fact is not None:
        for begins, _ in _facts_of(version.fact, group):
            for by_age in _by_age(version, group):
                yield _from_fact(by_age, begins, group)


def _doors_of_facts(
    version: CourseVersion, group: Group
) -> Iterator[tuple[Door, Mask | None, Fact]]:
    """The doors that facts open, whom each lets in by birth date, and the days of the fact."""
    for door in version.doors:
        if door.fact is not None:
            let_in = _born_between(door.cohort, group.law.anchors[group.anchor])
            for fact in _facts_of(door.fact, group):
                yield door, let_in, fact


def _facts_of(kind: str, group: Group) -> Iterator[Fact]:
    code = group.law.fact_of[kind]
    for number in range(group.facts[group.course.kinds.index(code)]):
        yield group.law.facts.days(code, number, group.person)


def _from_fact(by_age: Entrance, begins: Days, group: Group) -> Entrance:
    at = group.anchor
    first, last = np.maximum(by_age.from_on[at], begins), by_age.until_on[at]
    opened, by_age_reached = (
        None if mask is None else mask[at] for mask in (by_age.opened, by_age.ends_by_age)
    )
    return Entrance(first, last, None, opened, by_age_reached, by_row=True)


def _by_fact(door: Door, fact: Fact, let_in: Mask | None, group: Group) -> Entrance:
    law, (begins, ended) = group.law, fact
    first = law.first_of(door.eligible_from)[group.anchor]
    last = law.last_of(door.eligible_until)[group.anchor]
    if door.within_months is None:
        first, closes = np.maximum(first, begins), ended
    else:
        going_on = ended == LAST
        closes = np.where(going_on, FIRST, days.reach_months(ended, door.within_months))
        first = np.where(going_on, LAST, np.maximum(first, ended))
    by_age = _is_age(door.eligible_until, last)
    by_age = None if by_age is None else closes >= last
    return Entrance(first, np.minimum(last, closes), door, let_in, by_age, by_row=True)


def _places(version: CourseVersion, group: Group, entrances: list[Entrance]) -> list[Place]:
    found = []
    for entrance in entrances:
        own = entrance.door.regimens if entrance.door else ()
        found += [_place(regimen, entrance, group, startable=True) for regimen in own]
        found += [
            _place(regimen, entrance, group, startable=not own)
            for regimen in version.regimens
            if entrance.door is None or _lets_in(regimen, entrance.door)
        ]
    return found


def _place(regimen: Regimen, entrance: Entrance, group: Group, *, startable: bool) -> Place:
    """Where a door brings regimens of its own, those of the version may be continued, not started."""
    law = group.law
    own = law.first_of(regimen.start_from), law.last_of(regimen.start_until)
    begins, ends = (table[group.anchor] for table in own) if entrance.by_row else own
    begins = np.maximum(begins, number_or(regimen.first_given_from, FIRST))
    ends = np.minimum(ends, number_or(regimen.first_given_until, LAST))
    if not startable:
        ends = np.full_like(ends, FIRST)
    return Place(
        regimen=regimen,
        index=group.course.regimens[regimen.code],
        products=_products(regimen, entrance, group),
        start_from=begins,
        start_until=ends,
        ages=tuple(_age(rule, entrance, (begins, ends), group) for rule in regimen.doses),
        opened=entrance.opened,
        by_row=entrance.by_row,
    )


def _lets_in(regimen: Regimen, door: Door) -> bool:
    both = regimen.products and door.products
    shared = not both or not set(regimen.products).isdisjoint(door.products)
    return shared and not door.for_beginners


def _products(regimen: Regimen, entrance: Entrance, group: Group) -> frozenset[int]:
    """Those that regimen and door both allow; empty for all."""
    through = entrance.door.products if entrance.door else ()
    both = set(through) & set(regimen.products)
    named = both if through and regimen.products else through or regimen.products
    return frozenset(group.law.product_of[code] for code in named)


def _age(rule: DoseRule, entrance: Entrance, start: tuple[Days, Days], group: Group) -> Age:
    law = group.law
    tables = [law.first_of(rule.age_from), law.last_of(rule.age_until)]
    if rule.barred is not None:
        tables.append(law.bound(rule.barred.given_from))
    if entrance.by_row:
        tables = [table[group.anchor] for table in tables]
    first = np.maximum(entrance.from_on, tables[0])
    first = np.maximum(first, number_or(rule.given_from, FIRST))
    last = np.minimum(entrance.until_on, tables[1])
    barred = tables[2] if rule.barred is not None else None
    own = np.asarray(tables[1] <= entrance.until_on)
    by_age = _where(own, _is_age(rule.age_until, last), entrance.ends_by_age)
    start_from, start_until = start
    return Age(
        first, last, np.maximum(first, start_from), np.minimum(last, start_until), by_age, barred
    )


def _where(own: Mask, yes: Mask | None, no: Mask | None) -> Mask:
    nobody = np.zeros(len(own), np.bool_)
    return np.where(own, nobody if yes is None else yes, nobody if no is None else no)
