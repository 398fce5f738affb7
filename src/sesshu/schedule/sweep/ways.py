"""The openings before a dose, and who of a group gave it in which."""

from dataclasses import dataclass

import numpy as np

from sesshu.schedule.sweep.days import LAST, Days, Mask, Rows
from sesshu.schedule.sweep.openings import Opening, Standing, has_any
from sesshu.schedule.types import CourseVersion


@dataclass(eq=False, slots=True)
class Step:
    """One dose of each of a group: its rows, and the law it is placed under."""

    at: Rows
    """Among the placements."""
    dose: Rows
    """Among the doses of the population."""
    day: Days
    product: int
    version: CourseVersion | None
    lawful: bool
    """Whether the version is the law of the day, not the next one to come."""

    def part(self, rows: Rows) -> "Step":
        """The same for some of these rows."""
        day = self.day[rows]
        return Step(self.at[rows], self.dose[rows], day, self.product, self.version, self.lawful)


@dataclass(eq=False, slots=True)
class Ways:
    """The openings before a dose, and who of the group gave it in each."""

    standing: list[Standing]
    found: list[Opening]
    taken: list[Mask]
    switched: bool = False
    """Whether the openings are for other products than the dose's."""

    def any_taken(self, rows: int) -> Mask:
        """Who gave it in any."""
        found = np.zeros(rows, np.bool_)
        for mask in self.taken:
            found |= mask
        return found


def ways_of(standing: list[Standing], found: list[Opening], day: Days) -> Ways:
    """The ways, taken as the days lie."""
    return Ways(standing, found, [opening.holds(day) for opening in found])


def counted_under(ways: Ways, day: Days) -> list[Mask]:
    """The openings each dose is counted under, also where its day lies in none; nobody in several ways."""
    rows = len(day)
    outside = np.flatnonzero(~ways.any_taken(rows))
    if not len(outside):
        return ways.taken
    anyway = _taken_anyway(ways.found, day, rows)
    chosen = [mask.copy() for mask in ways.taken]
    for mask, other in zip(chosen, anyway, strict=True):
        mask[outside] = other[outside]
    return chosen


def _taken_anyway(found: list[Opening], day: Days, rows: int) -> list[Mask]:
    kept = [_kept(opening, day) for opening in found]
    first = np.full(rows, LAST, np.int32)
    for opening, mask in zip(found, kept, strict=True):
        first = np.where(mask, np.minimum(first, opening.age_from), first)
    latest = np.maximum(day, first)
    some = np.logical_or.reduce(kept)
    longest = _longest(found, rows)
    return [
        np.where(some, mask & (opening.age_from <= latest), longest == at)
        for at, (opening, mask) in enumerate(zip(found, kept, strict=True))
    ]


def _kept(opening: Opening, day: Days) -> Mask:
    kept = (opening.kept_from <= day) & (day <= opening.age_until)
    return kept if opening.has is None else kept & opening.has


def _longest(found: list[Opening], rows: int) -> Rows:
    """For each row, the first of its openings with the most doses left; -1 for none."""
    best, most = np.full(rows, -1, np.intp), np.zeros(rows, np.intp)
    for at, opening in enumerate(found):
        better = has_any([opening], rows) & (opening.doses_left > most)
        best[better], most[better] = at, opening.doses_left
    return best
