"""One course as tables: whose version holds when, its regimens, and which facts open it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sesshu.schedule.sweep.codes import REASON
from sesshu.schedule.sweep.days import LAST, Mask, Rows, day_number, number_or
from sesshu.schedule.sweep.law import ABSENT, Law
from sesshu.schedule.sweep.population import Small
from sesshu.schedule.types import Cohort, Course, CourseVersion, Regimen

Table = npt.NDArray[np.int16]


class CourseLaw:
    """A course, with its timeline of versions for every group of people that cohorts set apart."""

    def __init__(self, law: Law, course: Course) -> None:
        self.law = law
        self.course = course
        self.versions = course.versions
        self.regimens = {code: at for at, code in enumerate(self._regimen_codes())}
        self.lives: dict[CourseVersion, list[Any]] = {}
        """Places in the regimens of each version, without any fact (life.py)."""

    def _regimen_codes(self) -> list[str]:
        return list(dict.fromkeys(regimen.code for regimen in regimens_of(self.course)))

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """Kinds of facts that open this course to somebody."""
        named = [
            kind
            for version in self.versions
            for kind in (version.fact, *(door.fact for door in version.doors))
        ]
        return tuple(self.law.fact_of[kind] for kind in dict.fromkeys(named) if kind is not None)

    @cached_property
    def _edges(self) -> npt.NDArray[np.int32]:
        """First birth days of the stretches between the ends of cohorts."""
        cohorts = [version.cohort for version in self.versions]
        days = {day_number(c.born_from) for c in cohorts if c.born_from}
        days |= {day_number(c.born_until) + 1 for c in cohorts if c.born_until}
        return np.array(sorted(days), np.int32)

    @cached_property
    def group_of(self) -> Small:
        """The group of each anchor; a person's is twice it, and one more for a man."""
        return np.searchsorted(self._edges, self.law.anchors, side="right").astype(np.int16)

    def groups(self, birth: Rows, female: Mask) -> Small:
        """The group of each person, by birth and sex."""
        return (2 * self.group_of[birth] + ~female).astype(np.int16)

    def own_versions(self, group: int) -> list[int]:
        """The versions for a group of people."""
        sex, stretch = ("F", "M")[group % 2], group // 2
        first = int(self._edges[stretch - 1]) if stretch else int(self._before_all)
        return [
            at
            for at, version in enumerate(self.versions)
            if version.cohort.sex in (None, sex) and _born_within(version.cohort, first)
        ]

    @property
    def _before_all(self) -> int:
        return int(self._edges[0]) - 1 if len(self._edges) else 0

    @cached_property
    def _own(self) -> list[list[int]]:
        return [self.own_versions(group) for group in range(2 * len(self._edges) + 2)]

    @cached_property
    def version_of(self) -> Table:
        """[group, day]: the version that holds, or ABSENT."""
        return np.array([self._holding(own) for own in self._own])

    def _holding(self, own: list[int]) -> Small:
        places = np.array([*own, ABSENT], np.int16)
        return places[self.law.place_in_time([self.versions[at] for at in own])]

    @cached_property
    def nearest_of(self) -> Table:
        """[group, day]: the law of the day or, in the order of the rulebook, the next to come."""
        found = np.full((len(self._own), len(self.law.days)), ABSENT, np.int16)
        for group, own in enumerate(self._own):
            for at in reversed(own):
                ends = number_or(self.versions[at].effective_until, LAST)
                found[group, self.law.days <= ends] = at
        return found

    def coming(self, group: int) -> list[int]:
        """The law of the day of judgement and all that is to follow it, for a group."""
        ends = {at: number_or(self.versions[at].effective_until, LAST) for at in self._own[group]}
        return [at for at in self._own[group] if self.law.on <= ends[at]]

    @cached_property
    def without_law(self) -> npt.NDArray[np.uint8]:
        """[day, man]: why a dose of somebody for whom no version holds is outside the law."""
        found = np.empty((len(self.law.days), 2), np.uint8)
        first = min(day_number(version.effective_from) for version in self.versions)
        before = self.law.days < first
        none = np.where(before, REASON["no_law_yet"], REASON["no_law_any_more"])
        for man, sex in enumerate(("F", "M")):
            anyone, own = self._held_for(None), self._held_for(sex)
            someone = np.where(own, self._not_among, REASON["wrong_sex"])
            found[:, man] = np.where(anyone, someone, none)
        return found

    no_law = (REASON["no_law_yet"], REASON["no_law_any_more"])
    """Reasons that say that the course was no law on the day, for anybody."""

    @property
    def _not_among(self) -> int:
        return REASON["no_pregnancy" if self.course.each == "pregnancy" else "outside_cohort"]

    def _held_for(self, sex: str | None) -> Mask:
        """Days on which a version holds for somebody (of a sex)."""
        rows = [v for v in self.versions if sex is None or v.cohort.sex in (None, sex)]
        return np.asarray(self.law.place_in_time(rows) != ABSENT)


def _born_within(cohort: Cohort, first: int) -> bool:
    begins = number_or(cohort.born_from, first)
    return begins <= first <= number_or(cohort.born_until, first)


def regimens_of(course: Course) -> Iterator[Regimen]:
    """All regimens of a course, those of its doors too."""
    for version in course.versions:
        yield from version.regimens
        for door in version.doors:
            yield from door.regimens
