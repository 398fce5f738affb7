"""Bounds of age turned into the days of one person's life, kept because many share a birth date."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from sesshu.kernel.ages import fiscal_year_of_reaching, reach_months
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.schedule.bounds import Bound, read_bound
from sesshu.schedule.persons import Fact
from sesshu.schedule.types import Course, CourseVersion, Door, DoseRule, Regimen

LIVES_KEPT = 60_000
ROWS_KEPT = 4096


class LivedDose(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Days on which age allows a dose; day from which an earlier dose bars it."""

    from_on: date
    until_on: date
    barred_from: date | None
    ends_by_age: bool
    """Whether the last day is the one an age is reached on."""


class LivedRegimen(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A regimen in days: when its first dose lies, its doses, and the door that opened it.

    Where a door brings regimens of its own, those of the version may be continued but not started.
    """

    regimen: Regimen
    start_from: date
    start_until: date
    doses: tuple[LivedDose, ...]
    products: frozenset[str]
    """For doses of these products only; empty for all."""
    door: Door | None


class Kinds(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Regimens with the products each allows through its door (none for all), apart from any days."""

    rows: tuple[tuple[Regimen, frozenset[str]], ...]
    look_elsewhere: bool
    """Whether doses of other courses say when one of them may go on."""


class Life(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The regimens open to somebody under a version, in the order they opened."""

    places: tuple[LivedRegimen, ...]
    kinds: Kinds
    """One object for all to whom the same regimens are open."""


class Entrance(msgspec.Struct, frozen=True, eq=False, gc=False):
    """First and last day between which a course is open, and how."""

    from_on: date
    until_on: date
    door: Door | None = None
    ends_by_age: bool = False


def day_of_life(bound: Bound, anchor: date) -> date:
    """The day of a bound for all who are born on a day (or due on it)."""
    return _day_of_life(bound.phrase, anchor)


@lru_cache(maxsize=LIVES_KEPT)
def _day_of_life(phrase: str, anchor: date) -> date:
    # Kept by the phrase, which the collector passes by: there is one of these for each bound and birth date.
    return read_bound(phrase).day(anchor)


@lru_cache(maxsize=LIVES_KEPT)
def lived(version: CourseVersion, anchor: date) -> Life:
    """The regimens open to anybody born on a day (or due on it), without any fact."""
    entrances = [
        *(_by_age(version, anchor) if version.fact is None else ()),
        *_doors(version, anchor),
    ]
    return _life(_regimens(version, anchor, entrances))


def lived_with_facts(
    version: CourseVersion, course: Course, anchor: date, facts: tuple[Fact, ...]
) -> Life:
    """The same for somebody of whom facts are known: what they open comes after what age opens."""
    entrances = list(_by_fact_of_version(version, anchor, facts))
    for door, fact in _doors_of(facts, version, anchor):
        if door.within_months is None or _was_eligible(fact, course, anchor, facts):
            entrances.append(_by_fact(door, fact, anchor))
    return _life(lived(version, anchor).places + _regimens(version, anchor, entrances))


def _life(places: tuple[LivedRegimen, ...]) -> Life:
    return Life(places, _kinds(tuple([(place.regimen, place.door) for place in places])))


@lru_cache(maxsize=ROWS_KEPT)
def _kinds(rows: tuple[tuple[Regimen, Door | None], ...]) -> Kinds:
    rules = [rule for regimen, _ in rows for rule in regimen.doses]
    return Kinds(
        tuple((regimen, _products(regimen, door)) for regimen, door in rows),
        any(rule.after_courses is not None for rule in rules),
    )


def _was_eligible(fact: Fact, course: Course, anchor: date, facts: tuple[Fact, ...]) -> bool:
    """Whether it held somebody back while eligible (当該予防接種の対象者であった間に、施行令第3条第2項).

    The oldest law we know is taken for the law before it, too.
    """
    ended = fact.until_on or date.max
    return any(
        max(each.from_on, begins, fact.from_on) <= min(each.until_on, ends, ended)
        for version, begins, ends in course.days_of_law
        if version.cohort.born_between(anchor)
        for each in _otherwise_eligible(version, anchor, facts)
    )


def _otherwise_eligible(
    version: CourseVersion, anchor: date, facts: tuple[Fact, ...]
) -> Iterator[Entrance]:
    """The ways to be eligible that are no more time for what was missed."""
    if version.fact is None:
        yield from _by_age(version, anchor)
    yield from _doors(version, anchor)
    yield from _by_fact_of_version(version, anchor, facts)
    for door, fact in _doors_of(facts, version, anchor):
        if door.within_months is None:
            yield _by_fact(door, fact, anchor)


def _by_fact_of_version(
    version: CourseVersion, anchor: date, facts: tuple[Fact, ...]
) -> Iterator[Entrance]:
    for fact in facts:
        if fact.kind == version.fact:
            for by_age in _by_age(version, anchor):
                yield replace(by_age, from_on=max(by_age.from_on, fact.from_on))


def _doors_of(
    facts: tuple[Fact, ...], version: CourseVersion, anchor: date
) -> Iterator[tuple[Door, Fact]]:
    """The doors that facts open, each with its fact."""
    for door in version.doors:
        if door.fact is not None and door.cohort.born_between(anchor):
            yield from ((door, fact) for fact in facts if fact.kind == door.fact)


def _by_age(version: CourseVersion, anchor: date) -> Iterator[Entrance]:
    if version.eligible_from is not None:
        last = version.eligible_until
        first = day_of_life(version.eligible_from, anchor)
        yield Entrance(first, _last(last, anchor), None, _is_age(last))
    for years in version.fiscal_years_of_reaching:
        year = fiscal_year_of_reaching(anchor, years)
        begins = fiscal_year_begins(year)
        if version.effective_until is None or begins <= version.effective_until:
            yield Entrance(begins, fiscal_year_ends(year))


def _doors(version: CourseVersion, anchor: date) -> Iterator[Entrance]:
    for door in version.doors:
        if door.fact is None and door.cohort.born_between(anchor):
            first, last = door.eligible_from, door.eligible_until
            yield Entrance(_first(first, anchor), _last(last, anchor), door, _is_age(last))


def _by_fact(door: Door, fact: Fact, anchor: date) -> Entrance:
    first, last = _first(door.eligible_from, anchor), _last(door.eligible_until, anchor)
    ended = fact.until_on or date.max
    if door.within_months is None:
        return _cut(Entrance(max(first, fact.from_on), last, door), ended)
    if ended == date.max:
        return Entrance(date.max, date.min, door)
    entrance = Entrance(max(first, ended), last, door)
    return _cut(entrance, reach_months(ended, door.within_months))


def _cut(entrance: Entrance, last_on: date) -> Entrance:
    if entrance.door is None or last_on < entrance.until_on:
        return replace(entrance, until_on=last_on)
    return replace(entrance, ends_by_age=_is_age(entrance.door.eligible_until))


def _first(bound: Bound | None, anchor: date) -> date:
    return date.min if bound is None else day_of_life(bound, anchor)


def _last(bound: Bound | None, anchor: date) -> date:
    return date.max if bound is None else day_of_life(bound, anchor)


def _is_age(bound: Bound | None) -> bool:
    return bound is not None and bound.reaches_an_age


def _regimens(
    version: CourseVersion, anchor: date, entrances: list[Entrance]
) -> tuple[LivedRegimen, ...]:
    found = []
    for entrance in entrances:
        own = entrance.door.regimens if entrance.door else ()
        found += [_regimen(row, anchor, entrance) for row in own]
        for row in version.regimens:
            if entrance.door is None or _lets_in(row, entrance.door):
                regimen = _regimen(row, anchor, entrance)
                found.append(replace(regimen, start_until=date.min) if own else regimen)
    return tuple(found)


def _lets_in(regimen: Regimen, door: Door) -> bool:
    both = regimen.products and door.products
    shared = not both or not set(regimen.products).isdisjoint(door.products)
    return shared and not door.for_beginners


@lru_cache(maxsize=ROWS_KEPT)
def _products(regimen: Regimen, door: Door | None) -> frozenset[str]:
    """Those that regimen and door both allow; empty for all."""
    own = frozenset(regimen.products)
    if door is None or not door.products:
        return own
    return own.intersection(door.products) if own else frozenset(door.products)


@lru_cache(maxsize=ROWS_KEPT)
def _has_days_of_its_own(regimen: Regimen) -> bool:
    """Whether one of its doses is narrower than the course."""
    return any(
        rule.age_from or rule.age_until or rule.given_from or rule.barred for rule in regimen.doses
    )


def _dose(rule: DoseRule, anchor: date, entrance: Entrance) -> LivedDose:
    own = _last(rule.age_until, anchor)
    return LivedDose(
        max(entrance.from_on, _first(rule.age_from, anchor), rule.given_from or date.min),
        min(entrance.until_on, own),
        day_of_life(rule.barred.given_from, anchor) if rule.barred else None,
        _is_age(rule.age_until) if own <= entrance.until_on else entrance.ends_by_age,
    )


def _regimen(regimen: Regimen, anchor: date, entrance: Entrance) -> LivedRegimen:
    if _has_days_of_its_own(regimen):
        doses = tuple([_dose(rule, anchor, entrance) for rule in regimen.doses])
    else:
        plain = LivedDose(entrance.from_on, entrance.until_on, None, entrance.ends_by_age)
        doses = (plain,) * len(regimen.doses)
    return LivedRegimen(
        regimen,
        max(_first(regimen.start_from, anchor), regimen.first_given_from or date.min),
        min(_last(regimen.start_until, anchor), regimen.first_given_until or date.max),
        doses,
        _products(regimen, entrance.door),
        entrance.door,
    )
