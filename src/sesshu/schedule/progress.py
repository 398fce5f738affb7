"""How far somebody is in a course: the days that count, and the places reached in its regimens."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import msgspec

from sesshu.kernel.calendar import day_after
from sesshu.kernel.outcomes import Phase
from sesshu.schedule.lived import ROWS_KEPT, Life
from sesshu.schedule.persons import Fact
from sesshu.schedule.types import Course, CourseVersion, Regimen

STAGES_KEPT = 4096
LEFT = -1
"""The place reached in a regimen that somebody can no longer go through."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a course is gone through anew for: a fiscal year, or a pregnancy with its due date."""

    from_on: date
    until_on: date
    anchor: date

    def holds(self, day: date) -> bool:
        """Whether a day belongs to it."""
        return self.from_on <= day <= self.until_on


Span = tuple[date, date, CourseVersion]
"""A version and the days it holds, both inclusive."""


@lru_cache(maxsize=ROWS_KEPT)
def turns_of(course: Course) -> list[date]:
    """The birth dates on which another of its cohorts begins, or the next after one has ended."""
    doors = [door.cohort for version in course.versions for door in version.doors]
    cohorts = [*doors, *(version.cohort for version in course.versions)]
    begins = {cohort.born_from for cohort in cohorts if cohort.born_from}
    after = {day_after(cohort.born_until) for cohort in cohorts if cohort.born_until}
    return [date.min, *sorted(begins | after)]


def _spans_for(course: Course, born_on: date, sex: str) -> tuple[Span, ...]:
    """The versions of a course that are for somebody, newest first."""
    turns = turns_of(course)
    return _spans_since(course, turns[bisect_right(turns, born_on) - 1], sex)


@lru_cache(maxsize=ROWS_KEPT)
def _spans_since(course: Course, born_on: date, sex: str) -> tuple[Span, ...]:
    return tuple(
        (version.effective_from, version.effective_until or date.max, version)
        for version in reversed(course.versions)
        if version.cohort.includes(born_on, sex)
    )


class Stage(msgspec.Struct, frozen=True, eq=False, gc=False):
    """How far somebody is in a course, apart from the days: shared by all who had the same."""

    doses: int = 0
    products: frozenset[str] = frozenset()
    reached: Mapping[str, int] = {}
    """The place in each regimen that was offered, by its code."""
    complete: bool = False

    def had_other_than(self, products: Collection[str]) -> bool:
        """Whether a dose that counts was of another product than these."""
        return not self.products.issubset(products)


BEGINNING = Stage()


class Progress(msgspec.Struct, gc=False, eq=False):
    """One course of one person (for one occasion)."""

    course: Course
    born_on: date
    sex: str
    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    """The versions of the course that are for this person, newest first."""
    anchor: date
    """The day that bounds are counted from: birth, or the due date of a pregnancy."""
    occasion: Occasion | None = None
    others: Mapping[str, Sequence[list[date]]] = {}
    """The days that count in every course, as they grow."""
    days: list[date] = []
    stage: Stage = BEGINNING
    life: tuple[CourseVersion, Life] | None = None
    """The version asked about last, and the regimens it opens; one dose follows another under it."""

    def version_on(self, day: date) -> CourseVersion | None:
        """The law of a day for this person; None where none holds."""
        for from_on, until_on, version in self.spans:
            if from_on <= day <= until_on:
                return version
        return None

    def versions_from(self, day: date) -> list[CourseVersion]:
        """The law of a day and all that is to follow it for this person."""
        return [version for _, until_on, version in reversed(self.spans) if day <= until_on]

    def days_elsewhere(self, courses: tuple[str, ...], before: date) -> list[date]:
        """Days that count in other courses and lie before a day, oldest first."""
        return sorted(
            day
            for code in courses
            for days in self.others.get(code, ())
            for day in days
            if day < before
        )

    def count(self, day: date, stage: Stage) -> None:
        """Let a dose of a day count, and be where it leads to."""
        self.days.append(day)
        self.stage = stage


def progress_of(
    course: Course, born_on: date, sex: str, facts: tuple[Fact, ...], occasion: Occasion | None
) -> Progress:
    """Nothing had yet."""
    spans = _spans_for(course, born_on, sex)
    anchor = born_on if occasion is None else occasion.anchor
    return Progress(course, born_on, sex, facts, spans, anchor, occasion)


Dosed = tuple[Regimen, int]
"""A regimen, and the number of one of its doses from 0."""


class Stand(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The regimens of a life somebody is in, each with the number of doses behind."""

    places: tuple[tuple[int, int], ...]
    """Those that allow a product asked about, by their place in the life."""
    offered: tuple[Dosed, ...]
    """All of them."""
    may_keep_pace: tuple[tuple[int, Regimen, frozenset[str]], ...]
    """Those for some products that go on beside doses of others: place in the life, and the products."""


@lru_cache(maxsize=STAGES_KEPT)
def stage_after(
    stage: Stage,
    product: str | None,
    taken: tuple[Dosed, ...],
    stand: Stand,
    paced: tuple[Regimen, ...],
) -> Stage:
    """One dose further, as the dose that the openings taken stand for.

    Regimens for other products keep pace, for the antigens are the same; any other regimen that
    was offered and not taken is left for good.
    """
    reached = {regimen.code: LEFT for regimen, _ in stand.offered}
    booster = any(regimen.doses[number].phase is Phase.BOOSTER for regimen, number in taken)
    for regimen in paced:
        at = stage.reached.get(regimen.code, stage.doses)
        reached[regimen.code] = len(regimen.doses) if booster else _moved_on(regimen, at)
    reached |= {regimen.code: number + 1 for regimen, number in taken}
    complete = any(number + 1 == len(regimen.doses) for regimen, number in taken)
    return Stage(stage.doses + 1, _with(stage, product), reached, complete)


@lru_cache(maxsize=STAGES_KEPT)
def stage_outside(stage: Stage, product: str | None, version: CourseVersion) -> Stage:
    """One dose further in no regimen of a version."""
    products, doses = _with(stage, product), stage.doses + 1
    complete = any(regimen.completed_by(products, doses) for regimen in version.regimens)
    return Stage(doses, products, {}, complete)


def _with(stage: Stage, product: str | None) -> frozenset[str]:
    return stage.products if product is None else stage.products | {product}


def _phase(regimen: Regimen, number: int) -> Phase:
    return regimen.doses[number].phase


def _moved_on(regimen: Regimen, place: int) -> int:
    """One dose further, but a primary dose of another regimen is no booster of this one."""
    if place == LEFT:
        return LEFT
    if place < len(regimen.doses) and _phase(regimen, place) is Phase.BOOSTER:
        return place
    return min(place + 1, len(regimen.doses))
