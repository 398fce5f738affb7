"""Which series an answer has to be worked out for, and which are the same for all born on a day."""

from datetime import date
from functools import lru_cache

import msgspec

from sesshu.schedule.law_of_day import longest_between, series_version
from sesshu.schedule.record import Record
from sesshu.schedule.types import Course, Kind, Rulebook, Series


class Unit(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Series answered together: one alone, or a group that shares courses or is a choice."""

    series: tuple[Series, ...]
    serves: frozenset[str]
    looks_at: frozenset[str]
    """Courses whose doses change the answer."""
    kinds: frozenset[Kind]
    asks_for_sex: bool

    def __eq__(self, other: object) -> bool:
        """Whether two are of the same series: a rulebook set aside and met again has its units made anew."""
        return isinstance(other, Unit) and self.series[0] is other.series[0]

    def __hash__(self) -> int:
        return hash(self.series[0])


@lru_cache(maxsize=8)
def units(rulebook: Rulebook) -> tuple[Unit, ...]:
    """All units, in the order of the rulebook."""
    groups: dict[str, list[Series]] = {}
    for series in rulebook.series.values():
        groups.setdefault(series.equivalent or series.stands_for or series.code, []).append(series)
    return tuple(_unit(tuple(group), rulebook) for group in groups.values())


@lru_cache(maxsize=4096)
def units_on(
    rulebook: Rulebook, on: date, fresh: frozenset[Unit]
) -> tuple[tuple[Unit, bool, bool], ...]:
    """All units, each with whether it is law on a day at all, and whether it is fresh."""
    return tuple(
        (unit, any(series_version(series, on) is not None for series in unit.series), unit in fresh)
        for unit in units(rulebook)
    )


def _unit(group: tuple[Series, ...], rulebook: Rulebook) -> Unit:
    serves = frozenset(code for series in group for code in series.serves)
    earlier = frozenset(code for own in serves for code in comes_after(rulebook.courses[own]))
    kinds = frozenset(
        rulebook.products[use.product].kind
        for series in group
        for version in series.versions
        for use in version.uses
    )
    asks_for_sex = any(
        version.cohort.sex for code in serves for version in rulebook.courses[code].versions
    )
    return Unit(group, serves, serves | earlier, kinds, asks_for_sex)


def comes_after(course: Course) -> set[str]:
    """Courses that a course looks back to."""
    return {
        code
        for version in course.versions
        for regimen in version.regimens
        for rule in regimen.doses
        for after in (rule.after_courses, rule.standard_after)
        if after is not None
        for code in after.courses
    }


def fresh_units(record: Record) -> frozenset[Unit]:
    """Units whose answer depends on more than birth date, sex and day of judgement."""
    if not record.holds_only_doses:
        return frozenset(units(record.rulebook))
    courses = frozenset([record.laws[dose.id].courses for dose in record.doses])
    return _touched(courses, _recent_kinds(record), record.on, record.rulebook)


def _recent_kinds(record: Record) -> frozenset[Kind]:
    """Kinds of the vaccines of the last weeks."""
    after = record.on - longest_between(record.rulebook)
    laws = [record.laws[dose.id] for dose in record.doses if dose.given_on > after]
    return frozenset([law.product.kind for law in laws if law.product is not None])


@lru_cache(maxsize=4096)
def _touched(
    courses: frozenset[tuple[str, ...]], recent: frozenset[Kind], on: date, rulebook: Rulebook
) -> frozenset[Unit]:
    had = {code for own in courses for code in own}
    held = _kinds_held_back(recent, on, rulebook)
    return frozenset(
        unit
        for unit in units(rulebook)
        if not had.isdisjoint(unit.looks_at) or not held.isdisjoint(unit.kinds)
    )


def _kinds_held_back(recent: frozenset[Kind], on: date, rulebook: Rulebook) -> set[Kind]:
    """Kinds of vaccine that doses of the last weeks may hold back on the day of judgement."""
    return {
        kind
        for rule in rulebook.between
        if recent and rule.holds_on(on) and not recent.isdisjoint(rule.after)
        for kind in rule.before
    }


@lru_cache(maxsize=4096)
def courses_needed(fresh: frozenset[Unit], rulebook: Rulebook) -> dict[str, Course]:
    """Courses that the fresh units look at, in the order of the rulebook; not to be changed."""
    needed = {code for unit in fresh for code in unit.looks_at}
    return {code: course for code, course in rulebook.courses.items() if code in needed}
