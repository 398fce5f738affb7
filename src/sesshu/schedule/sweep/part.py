"""Courses that hang together: walked, and every series that they serve answered for everybody."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from sesshu.schedule.plan import Unit
from sesshu.schedule.sweep.answers import counted_frame, standing_frame
from sesshu.schedule.sweep.asked import Asked
from sesshu.schedule.sweep.courses import CourseLaw
from sesshu.schedule.sweep.days import Mask, Rows
from sesshu.schedule.sweep.doses import Joining
from sesshu.schedule.sweep.doses_counted import doses_counted
from sesshu.schedule.sweep.elsewhere import Elsewhere
from sesshu.schedule.sweep.held_back import people_held_back
from sesshu.schedule.sweep.law import ABSENT, Law
from sesshu.schedule.sweep.placing import DoseFaults
from sesshu.schedule.sweep.standing import Standing, standings
from sesshu.schedule.sweep.walk import Walk, as_walked, walk
from sesshu.schedule.tracks import PREGNANCY
from sesshu.schedule.types import Series


class Part:
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
        self.counted: list[pl.DataFrame] = []

    def doses(self) -> int:
        """How many doses there are to place; the largest part is begun first."""
        own = [self.law.series_of[series.code] for unit in self.members for series in unit.series]
        return sum(len(self.law.doses_of_series(series)) for series in own)

    def run(self, joining: Joining) -> dict[str, pl.DataFrame]:
        """Walk the courses in the order of the rulebook, then answer every series."""
        for code, course in self.courses.items():
            self.walks[code] = walk(course, self.faults, self.elsewhere)
            self.elsewhere.walked[code] = as_walked(self.walks[code], self.law.columns.people)
        joining.join(list(self.walks.values()))
        self.counted = [counted_frame(self.law, walked) for walked in self.walks.values()]
        return {
            series.code: standing_frame(standing)
            for unit in self.members
            for series, standing in self._standings(unit)
        }

    def _standings(self, unit: Unit) -> Iterator[tuple[Series, Standing]]:
        """Everybody as if untouched, from their birth and sex; then those of whom more is known."""
        lawful = [
            s for s in unit.series if self.law.version_on(self.law.series_of[s.code]) != ABSENT
        ]
        found = self._answered(unit) if lawful else {}
        people = self.law.columns.people
        for series in unit.series:
            standing = found[series.code] if series in lawful else Standing.nobody_eligible(people)
            counted = [doses_counted(self.walks[code]) for code in series.serves]
            standing.counted = np.minimum.reduce(counted)
            yield series, standing

    def _answered(self, unit: Unit) -> dict[str, Standing]:
        found = self._by_birth(unit)
        touched = np.flatnonzero(self._touched(unit))
        if len(touched):
            asked = self._asked(touched, self.walks)
            for code, own in standings(unit, asked, self.law).items():
                found[code].put_at(touched, own)
        return found

    def _asked(self, person: Rows, walks: dict[str, Walk]) -> Asked:
        law = self.law
        female = law.columns.female[person]
        return Asked(person, law.birth[person], female, self.courses, walks, self.elsewhere)

    def _by_birth(self, unit: Unit) -> dict[str, Standing]:
        """Answers for each birth and sex, given to all who share them."""
        law, births = self.law, len(self.law.anchors)
        sexes = [True, False] if unit.asks_for_sex else [True]
        birth, female = np.tile(np.arange(births), len(sexes)), np.repeat(sexes, births)
        nobody = np.full(len(birth), -1, np.intp)
        asked = Asked(nobody, birth, female, self.courses, {}, Elsewhere())
        man = ~law.columns.female & unit.asks_for_sex
        own = np.where(man, law.birth + births, law.birth)
        return {code: s.taken_by(own) for code, s in standings(unit, asked, law).items()}

    def _touched(self, unit: Unit) -> Mask:
        """Those of whom a dose, a fact or an illness may change the answer, and the dead."""
        law = self.law
        found = law.dead[:-1].copy()
        for code in unit.looks_at:
            found[self.walks[code].tracks.person] = True
        for known in law.columns.diseases.values():
            found |= known <= law.on
        kinds = {kind for code in unit.serves for kind in self.courses[code].kinds}
        kinds |= {law.fact_of[row.fact] for row in law.rulebook.exclusions}
        kinds |= {law.fact_of[kind] for kind in (PREGNANCY,) if kind in law.fact_of}
        found |= law.facts.people_with(frozenset(kinds))
        for series in unit.series:
            found |= people_held_back(series, law)
        return found
