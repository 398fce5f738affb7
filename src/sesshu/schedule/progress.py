"""How far somebody is in a course: the days that count, and the places reached in its regimens."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sesshu.kernel.outcomes import Phase
from sesshu.schedule.persons import Dose, Fact
from sesshu.schedule.types import Course, CourseVersion, Product, Regimen

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


class Taken(Protocol):
    """An opening that a dose was given in."""

    @property
    def regimen(self) -> Regimen:
        """The regimen it belongs to."""

    @property
    def number(self) -> int:
        """Doses of the regimen before it."""


@dataclass(slots=True)
class Progress:
    """One course of one person (for one occasion); `others` are the days counted in every course."""

    course: Course
    born_on: date
    sex: str
    facts: tuple[Fact, ...] = ()
    others: Mapping[str, Sequence["Progress"]] = field(default_factory=dict)
    occasion: Occasion | None = None
    days: list[date] = field(default_factory=list)
    products: set[str] = field(default_factory=set)
    reached: dict[str, int] = field(default_factory=dict)
    complete: bool = False
    standing: tuple[CourseVersion, list[Any]] | None = None
    """Places in the regimens of a version, kept until the next dose counts (openings.places)."""

    @property
    def anchor(self) -> date:
        """The day that bounds are counted from: birth, or the due date of a pregnancy."""
        return self.born_on if self.occasion is None else self.occasion.anchor

    def version_on(self, day: date) -> CourseVersion | None:
        """The law of a day for this person; None where none holds."""
        for version in reversed(self.course.versions):
            if version.holds_on(day) and version.cohort.includes(self.born_on, self.sex):
                return version
        return None

    def versions_from(self, day: date) -> list[CourseVersion]:
        """The law of a day and all that is to follow it for this person."""
        return [
            version
            for version in self.course.versions
            if (version.effective_until is None or day <= version.effective_until)
            and version.cohort.includes(self.born_on, self.sex)
        ]

    def days_elsewhere(self, courses: tuple[str, ...], before: date) -> list[date]:
        """Days that count in other courses and lie before a day, oldest first."""
        return sorted(
            day
            for code in courses
            for progress in self.others.get(code, ())
            for day in progress.days
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
        offered: Iterable[Regimen],
        paced: Iterable[Regimen],
    ) -> None:
        """Let a dose count, as the dose that the openings taken stand for.

        Regimens for other products keep pace, for the antigens are the same; any other regimen that
        was offered and not taken is left for good.
        """
        self.days.append(dose.given_on)
        self.standing = None
        if product is not None:
            self.products.add(product.code)
        reached = {regimen.code: LEFT for regimen in offered}
        booster = any(_phase(one.regimen, one.number) is Phase.BOOSTER for one in taken)
        for regimen in paced:
            place = self.reached.get(regimen.code, len(self.days) - 1)
            reached[regimen.code] = len(regimen.doses) if booster else _moved_on(regimen, place)
        reached |= {one.regimen.code: one.number + 1 for one in taken}
        self.complete = any(one.number + 1 == len(one.regimen.doses) for one in taken)
        self.reached = reached


def _phase(regimen: Regimen, number: int) -> Phase:
    return regimen.doses[number].phase


def _moved_on(regimen: Regimen, place: int) -> int:
    """One dose further, but a primary dose of another regimen is no booster of this one."""
    if place == LEFT:
        return LEFT
    if place < len(regimen.doses) and _phase(regimen, place) is Phase.BOOSTER:
        return place
    return min(place + 1, len(regimen.doses))
