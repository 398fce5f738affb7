"""How far somebody is in a course: the days that count, and the places reached in its regimens."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

import msgspec

from sesshu.kernel.outcomes import Phase
from sesshu.schedule.lived import LIVES_KEPT, LivedRegimen
from sesshu.schedule.persons import Dose, Fact
from sesshu.schedule.types import Course, CourseVersion, DoseRule, Product, Regimen

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


@lru_cache(maxsize=LIVES_KEPT)
def _spans_for(course: Course, born_on: date, sex: str) -> tuple[Span, ...]:
    """The versions of a course that are for somebody, newest first."""
    return tuple(
        (version.effective_from, version.effective_until or date.max, version)
        for version in reversed(course.versions)
        if version.cohort.includes(born_on, sex)
    )


class Taken(Protocol):
    """An opening that a dose was given in."""

    place: LivedRegimen
    number: int
    rule: DoseRule


Standing = tuple[CourseVersion, list[tuple[LivedRegimen, int]]]


class Progress(msgspec.Struct, gc=False, eq=False):
    """One course of one person (for one occasion)."""

    course: Course
    born_on: date
    sex: str
    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    """The versions of the course that are for this person, newest first."""
    occasion: Occasion | None = None
    others: Mapping[str, Sequence[list[date]]] = {}
    """The days that count in every course, as they grow."""
    days: list[date] = []
    products: set[str] = set()
    reached: dict[str, int] = {}
    complete: bool = False
    standing: Standing | None = None
    """Places in the regimens of a version, kept until the next dose counts (openings.places)."""

    @property
    def anchor(self) -> date:
        """The day that bounds are counted from: birth, or the due date of a pregnancy."""
        return self.born_on if self.occasion is None else self.occasion.anchor

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

    def had_other_than(self, products: Collection[str]) -> bool:
        """Whether a dose that counts was of another product than these."""
        return not self.products.issubset(products)

    def count(
        self,
        dose: Dose,
        product: Product | None,
        taken: Sequence[Taken],
        offered: Sequence[LivedRegimen],
        paced: Sequence[Regimen],
    ) -> None:
        """Let a dose count, as the dose that the openings taken stand for.

        Regimens for other products keep pace, for the antigens are the same; any other regimen that
        was offered and not taken is left for good.
        """
        self.days.append(dose.given_on)
        self.standing = None
        if product is not None:
            self.products.add(product.code)
        reached = {place.regimen.code: LEFT for place in offered}
        if paced:
            booster = any(one.rule.phase is Phase.BOOSTER for one in taken)
            for regimen in paced:
                place = self.reached.get(regimen.code, len(self.days) - 1)
                reached[regimen.code] = len(regimen.doses) if booster else _moved_on(regimen, place)
        self.complete = False
        for one in taken:
            regimen, number = one.place.regimen, one.number + 1
            reached[regimen.code] = number
            self.complete = self.complete or number == len(regimen.doses)
        self.reached = reached


def progress_of(
    course: Course, born_on: date, sex: str, facts: tuple[Fact, ...], occasion: Occasion | None
) -> Progress:
    """Nothing had yet."""
    spans = _spans_for(course, born_on, sex)
    return Progress(course, born_on, sex, facts, spans, occasion)


def _phase(regimen: Regimen, number: int) -> Phase:
    return regimen.doses[number].phase


def _moved_on(regimen: Regimen, place: int) -> int:
    """One dose further, but a primary dose of another regimen is no booster of this one."""
    if place == LEFT:
        return LEFT
    if place < len(regimen.doses) and _phase(regimen, place) is Phase.BOOSTER:
        return place
    return min(place + 1, len(regimen.doses))
