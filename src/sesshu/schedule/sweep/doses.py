"""The three answers about every dose, joined from its places in its courses; says what judge says."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sesshu.kernel.outcomes import Legal
from sesshu.schedule.judge import FORGIVEN_IN_SPECIAL
from sesshu.schedule.sweep.codes import (
    ERROR_OF,
    LEGAL,
    NO,
    NO_ERROR,
    REASON,
    SPECIAL,
    UNDECIDED,
    YES,
)
from sesshu.schedule.sweep.days import Mask, Rows
from sesshu.schedule.sweep.law import ABSENT, Law
from sesshu.schedule.sweep.placing import DoseFaults
from sesshu.schedule.sweep.said import Said
from sesshu.schedule.sweep.walk import Walk

OF_CATEGORY = {"A": Legal.ROUTINE_A, "B": Legal.ROUTINE_B, SPECIAL: Legal.SPECIAL}


@dataclass(eq=False)
class DoseAnswers:
    """Answers about doses, in numbers (codes.py)."""

    legal: npt.NDArray[np.uint8]
    counts: npt.NDArray[np.uint8]
    said: Said
    asked: Mask | None = None
    """Doses of the series asked about; None for all."""


class Joining:
    """Joins the places of doses, course by course."""

    def __init__(self, law: Law, faults: DoseFaults) -> None:
        self.law = law
        self.faults = faults
        rows = len(law.columns.day)
        self.placed, self.needed = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
        self.yes, self.undecided = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
        self.not_covered, self.not_routine = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
        self.said = faults.said

    def join(self, walks: list[Walk]) -> None:
        """Take in every place in courses that hang together; strays are only noted."""
        for walked in walks:
            dose, done = walked.tracks.dose, walked.placements
            self.placed[dose] = True
            self.needed[dose[~done.unnecessary]] = True
            self.yes[dose[done.counts == YES]] = True
            self.undecided[dose[done.counts == UNDECIDED]] = True
        self._join_in_order(walks, [self._turns(walked) for walked in walks])

    def join_strays(self, walks: list[Walk]) -> None:
        """Take in the places of doses of unknown series, once all courses are noted.

        They belong to courses in the order of the rulebook.
        """
        if len(self.law.doses_of_series(-1)):
            order = list(self.law.rulebook.courses)
            known = [ABSENT] * len(self.law.series)
            turns = [order.index(walked.course.course.code) for walked in walks]
            self._join_in_order(walks, [np.array([*known, turn, turn]) for turn in turns])

    def _join_in_order(self, walks: list[Walk], turns: list[npt.NDArray[np.int64]]) -> None:
        """Places in the order in which a dose names its courses, no dose twice in one part."""
        occurring = [(turn, at) for at, own in enumerate(turns) for turn in np.unique(own).tolist()]
        for turn, at in sorted(occurring):
            if turn != ABSENT:
                series = self.law.columns.series[walks[at].tracks.dose]
                rows = np.flatnonzero(turns[at][series] == turn)
                for part in _by_track_number(walks[at], rows):
                    self._join_needed(walks[at], part)

    def _turns(self, walked: Walk) -> npt.NDArray[np.int64]:
        """When each series names the course; strays do not."""
        code = walked.course.course.code
        turns = [
            series.serves.index(code) if code in series.serves else ABSENT
            for series in self.law.series
        ]
        return np.array([*turns, ABSENT, ABSENT])

    def _join_needed(self, walked: Walk, rows: Rows) -> None:
        """Of a dose that one course still needs, the others are not asked."""
        dose, done = walked.tracks.dose[rows], walked.placements
        rows = rows[~done.unnecessary[rows] | ~self.needed[dose]]
        dose = walked.tracks.dose[rows]
        self.not_covered[dose[done.not_covered[rows]]] = True
        self.not_routine[dose[done.not_routine[rows]]] = True
        spoken = rows[done.said.which[rows] != 0]
        self.said.add(walked.tracks.dose[spoken], done.said, spoken)

    def answers(self, series: Collection[str] | None) -> DoseAnswers:
        """The answers about doses of some series (None: all), once all courses are joined."""
        counts = np.where(self.yes, YES, NO).astype(np.uint8)
        unknown = self.undecided | (~self.placed & self.faults.faulty)
        counts[unknown] = UNDECIDED
        return DoseAnswers(self._legal(), counts, self.said, self._asked(series))

    def _asked(self, wanted: Collection[str] | None) -> Mask | None:
        if wanted is None:
            return None
        own = [series.code in wanted for series in self.law.series]
        return np.array([*own, False, False])[self.law.columns.series]

    def _legal(self) -> npt.NDArray[np.uint8]:
        law, columns = self.law, self.law.columns
        legal = np.full(len(columns.day), LEGAL.index(Legal.NOT_COVERED), np.uint8)
        for at, series in enumerate(law.series):
            legal[law.doses_of_series(at)] = LEGAL.index(OF_CATEGORY[series.category])
        legal[self._outside_act()] = LEGAL.index(Legal.OUTSIDE_ACT)
        outside = self.said.said("no_law_yet") | self.said.said("no_law_any_more")
        stray = columns.series < 0
        legal[(outside | self.not_routine) & ~stray] = LEGAL.index(Legal.VOLUNTARY)
        legal[self.not_covered] = LEGAL.index(Legal.NOT_COVERED)
        legal[self._wrong()] = LEGAL.index(Legal.VOLUNTARY)
        return legal

    def _outside_act(self) -> Rows:
        law = self.law
        parts = [np.empty(0, np.intp)]
        for at, series in enumerate(law.series):
            outside = np.array([*(version.outside_act for version in series.versions), False])
            own = law.doses_of_series(at) if outside.any() else parts[0]
            day = law.columns.day[own] - law.first_day
            parts.append(own[outside[law.versions[at][day]]])
        return np.concatenate(parts)

    def _wrong(self) -> Mask:
        """Doses with an error, but those that 臨時接種 forgives."""
        wrong = self.said.error < NO_ERROR
        special = [series.category == SPECIAL for series in self.law.series]
        forgiven = np.array([*special, False, False])[self.law.columns.series]
        beyond = ~np.uint32(sum(1 << REASON[code] for code in _forgiven_reasons()))
        return np.asarray(wrong & ~(forgiven & (self.said.which & beyond == 0)))


def _forgiven_reasons() -> Iterable[str]:
    return [
        code for code, error in ERROR_OF.items() if error is None or error in FORGIVEN_IN_SPECIAL
    ]


def _by_track_number(walked: Walk, rows: Rows) -> Iterator[Rows]:
    """Rows of one group of antigens after the other; occasions that overlap, one after the other too."""
    if not len(rows):
        return
    numbers = walked.tracks.number
    if not numbers.any() and walked.course.course.each is None:
        yield rows
        return
    track = np.searchsorted(walked.tracks.begins, rows, side="right") - 1
    number = numbers[track]
    for own in range(int(numbers.max()) + 1):
        yield from _each_dose_once(walked.tracks.dose, rows[number == own])


def _each_dose_once(dose: Rows, rows: Rows) -> Iterator[Rows]:
    while len(rows):
        _, first = np.unique(dose[rows], return_index=True)
        yield rows[np.sort(first)]
        rows = np.delete(rows, first)
