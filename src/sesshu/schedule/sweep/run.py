"""Sweep a population: faults of doses once, then each group of courses by itself, on both cores."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import polars as pl

from sesshu.schedule.plan import Unit
from sesshu.schedule.sweep.answers import Answers, counts_as_frame, dose_frame, standing_frame
from sesshu.schedule.sweep.asked import Asked
from sesshu.schedule.sweep.components import components
from sesshu.schedule.sweep.courses import CourseLaw
from sesshu.schedule.sweep.days import Mask, day_number
from sesshu.schedule.sweep.doses import Joining
from sesshu.schedule.sweep.elsewhere import Elsewhere
from sesshu.schedule.sweep.faults import faults_of
from sesshu.schedule.sweep.fronts import NOT_ELIGIBLE
from sesshu.schedule.sweep.held_back import people_held_back
from sesshu.schedule.sweep.law import ABSENT, Law
from sesshu.schedule.sweep.placing import DoseFaults
from sesshu.schedule.sweep.population import Population, columns_of
from sesshu.schedule.sweep.standing import Standing, standings
from sesshu.schedule.sweep.walk import Walk, as_walked, walk
from sesshu.schedule.types import Rulebook

CORES = 2


def sweep(
    population: Population,
    on: date,
    rulebook: Rulebook,
    series: Collection[str] | None = None,
) -> Answers:
    """What every dose is under the law of its day, and where every resident stands on `on`.

    With `series`, only those are answered (and series that share their courses). Raises UnfitFrame.
    """
    law = Law(rulebook, columns_of(population, rulebook), day_number(on))
    with ThreadPoolExecutor(CORES) as cores:
        faults = faults_of(law, cores)
        parts = [_Part(law, faults, members) for members in components(rulebook, series)]
        frames = list(cores.map(_Part.run, parts))
    walks = [walked for part in parts for walked in part.walks.values()]
    answered = None if series is None else {s for part in frames for s in part}
    joining = Joining(law, faults, answered)
    joining.join(walks)
    return Answers(
        doses=dose_frame(law, joining.answers()),
        counts_as=counts_as_frame(law, walks),
        standings={code: frame for part in frames for code, frame in part.items()},
    )


class _Part:
    """Courses that hang together."""

    def __init__(self, law: Law, faults: DoseFaults, members: list[Unit]) -> None:
        self.law = law
        self.faults = faults
        self.members = members
        needed = {code for unit in members for code in unit.looks_at}
        courses = law.rulebook.courses
        self.courses = {code: CourseLaw(law, courses[code]) for code in courses if code in needed}
        self.walks: dict[str, Walk] = {}
        self.elsewhere = Elsewhere()

    def run(self) -> dict[str, pl.DataFrame]:
        """Walk the courses in the order of the rulebook, then answer every series."""
        for code, course in self.courses.items():
            self.walks[code] = walk(course, self.faults, self.elsewhere)
            self.elsewhere.walked[code] = as_walked(self.walks[code], self.law.columns.people)
        found: dict[str, pl.DataFrame] = {}
        for unit in self.members:
            answers = self._standings(unit)
            found |= {s.code: standing_frame(a) for s, a in zip(unit.series, answers, strict=True)}
        return found

    def _standings(self, unit: Unit) -> list[Standing]:
        """Everybody as if untouched, from their birth and sex; then those whom more is known of."""
        found = self._by_birth(unit)
        touched = np.flatnonzero(self._touched(unit))
        if len(touched):
            asked = self._asked(touched, self.walks)
            for whole, own in zip(found, standings(unit, asked, self.law), strict=True):
                for name in vars(whole):
                    getattr(whole, name)[touched] = getattr(own, name)
        return found

    def _asked(self, person: np.ndarray, walks: dict[str, Walk]) -> Asked:
        law = self.law
        female = law.columns.female[person]
        return Asked(person, law.birth[person], female, self.courses, walks, self.elsewhere)

    def _by_birth(self, unit: Unit) -> list[Standing]:
        """Answers for each birth and sex, given to all who share them."""
        law = self.law
        if all(law.version_on(law.series_of[series.code]) == ABSENT for series in unit.series):
            none = np.full(law.columns.people, NOT_ELIGIBLE, np.uint8)
            return [Standing.of(none.copy(), np.zeros_like(none)) for _ in unit.series]
        births, nobody = len(law.anchors), np.full(2 * len(law.anchors), -1, np.intp)
        birth, female = np.tile(np.arange(births), 2), np.repeat([True, False], births)
        asked = Asked(nobody, birth, female, self.courses, {}, Elsewhere())
        own = np.where(law.columns.female, law.birth, law.birth + births)
        found = standings(unit, asked, law)
        for standing in found:
            for name, column in vars(standing).items():
                setattr(standing, name, column[own])
        return found

    def _touched(self, unit: Unit) -> Mask:
        """Those of whom a dose, a fact or an illness may change the answer, and the dead."""
        law = self.law
        found = law.columns.died <= law.on
        for code in unit.looks_at:
            found[self.walks[code].tracks.person] = True
        for known in law.columns.diseases.values():
            found |= known <= law.on
        kinds = {kind for code in unit.serves for kind in self.courses[code].kinds}
        kinds |= {law.fact_of[row.fact] for row in law.rulebook.exclusions}
        kinds |= {law.fact_of[kind] for kind in ("pregnancy",) if kind in law.fact_of}
        found |= law.facts.people_with(frozenset(kinds))
        for series in unit.series:
            found |= people_held_back(series, law)
        return found
