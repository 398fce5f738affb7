"""Where people stand in the series of a unit on the day of judgement; says what schedule.standing says."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sesshu.kernel.outcomes import Status
from sesshu.schedule.plan import Unit
from sesshu.schedule.sweep.asked import MOST, Asked
from sesshu.schedule.sweep.choices import is_offered, taken_by_others
from sesshu.schedule.sweep.codes import NOTHING, STATUS, TIMING
from sesshu.schedule.sweep.days import FIRST, LAST, NONE, Days, Mask, day_number, number_or
from sesshu.schedule.sweep.faults import excluded_by_fact, had_all
from sesshu.schedule.sweep.fronts import Fronts, TrackRows, fronts_of
from sesshu.schedule.sweep.held_back import held_back_until
from sesshu.schedule.sweep.law import ABSENT, Law
from sesshu.schedule.types import Dated, Series
from sesshu.schedule.verdicts import Timing

Small = npt.NDArray[np.uint8]
CODE = {status: STATUS.index(status) for status in Status}
WITH_TIMING = [CODE[one] for one in (Status.DUE, Status.WAITING, Status.SUSPENDED)]


@dataclass(eq=False)
class Standing:
    """Answers about one series, a row for each asked; NONE where there is no day."""

    status: Small
    counted: Small
    dose: Small
    """The next dose, from 1; 0 for none."""
    phase: Small
    earliest: Days
    last: Days
    standard_from: Days
    standard_until: Days
    timing: Small

    @classmethod
    def of(cls, status: Small, counted: Small) -> "Standing":
        """Answers that name no next dose."""
        rows = len(status)
        days = [np.full(rows, NONE, np.int32) for _ in range(4)]
        nothing = np.full(rows, NOTHING, np.uint8)
        none = np.zeros(rows, np.uint8)
        return cls(
            status, counted, none, nothing, days[0], days[1], days[2], days[3], nothing.copy()
        )

    def put(self, rows: Mask, other: "Standing") -> None:
        """Take some rows from other answers about the same people."""
        at = np.flatnonzero(rows)
        for name in vars(self) if len(at) else ():
            getattr(self, name)[at] = getattr(other, name)[at]

    def silence(self, rows: Mask, status: int) -> None:
        """Give some rows a status without a next dose."""
        at = np.flatnonzero(rows)
        if len(at):
            self.status[at], self.dose[at] = status, 0
            self.phase[at] = NOTHING
            for days in (self.earliest, self.last, self.standard_from, self.standard_until):
                days[at] = NONE


def standings(unit: Unit, asked: Asked, law: Law) -> list[Standing]:
    """Answers about every series of a unit."""
    offered = is_offered(unit, asked, law)
    taken = taken_by_others(unit, asked, law)
    found = []
    for at, series in enumerate(unit.series):
        standing = _of_series(series, asked, law, taken[at])
        standing.silence(_dead(asked, law), CODE[Status.NOT_ELIGIBLE])
        standing.silence(~offered[at], CODE[Status.OTHER_SERIES])
        _put_timing(standing, law.on)
        found.append(standing)
    return found


def _dead(asked: Asked, law: Law) -> Mask:
    died = np.append(law.columns.died, LAST)
    return np.asarray(died[asked.person] <= law.on) & (asked.person >= 0)


def _of_series(series: Series, asked: Asked, law: Law, taken: Mask) -> Standing:
    counted = _counted(series, asked)
    version = law.version_on(law.series_of[series.code])
    if version == ABSENT:
        return Standing.of(np.full(len(asked), CODE[Status.NOT_ELIGIBLE], np.uint8), counted)
    products = [law.product_of[use.product] for use in series.versions[version].uses]
    asking = _Asking(series, asked, law, products, taken, counted)
    if law.rulebook.courses[series.serves[0]].each is None:
        return asking.once([rows for code in series.serves for rows in asked.tracks(code)])
    return asking.on_occasions(asked.occasions(series.serves[0]))


def _counted(series: Series, asked: Asked) -> Small:
    fewest = np.minimum.reduce([asked.counted(code) for code in series.serves])
    return np.where(fewest == MOST, 0, fewest).astype(np.uint8)


@dataclass(eq=False)
class _Asking:
    """One series asked about, and what is the same for all its tracks."""

    series: Series
    asked: Asked
    law: Law
    products: list[int]
    taken: Mask
    counted: Small

    def on_occasions(self, occasions: list[TrackRows]) -> Standing:
        """The first occasion that is not over; the next only if nothing is open in it any more."""
        first, second = (self.once([rows]) for rows in occasions)
        missed = first.status == CODE[Status.MISSED]
        some = [
            np.ones(len(missed), np.bool_) if o.present is None else o.present for o in occasions
        ]
        first.put(missed & some[1], second)
        first.silence(~some[0], CODE[Status.NOT_ELIGIBLE])
        return first

    def once(self, tracks: list[TrackRows]) -> Standing:
        """The answer over all tracks of each person."""
        fronts = [(fronts_of(rows, self.products), rows.present) for rows in tracks]
        found = self._open([_active(front, present) for front, present in fronts], fronts)
        complete = _everywhere([(front.complete, present) for front, present in fronts])
        held = ~_everywhere([(~front.held, present) for front, present in fronts])
        found.silence(complete, CODE[Status.COMPLETE])
        found.silence(self.taken, CODE[Status.OTHER_SERIES])
        found.silence(self._taken_out(), CODE[Status.EXCLUDED])
        found.silence(~held, CODE[Status.NOT_ELIGIBLE])
        return found

    def _taken_out(self) -> Mask:
        """Whom a fact or a disease takes out on the day of judgement."""
        law, found = self.law, np.zeros(len(self.asked), np.bool_)
        rows = np.flatnonzero(self.asked.person >= 0)
        person = self.asked.person[rows]
        on = np.full(len(rows), law.on, np.int32)
        found[rows] = excluded_by_fact(law, self.series, person, on)
        if law.columns.diseases and self.series.past_illness_excludes:
            antigens = {a for c in self.series.serves for a in law.rulebook.courses[c].antigens}
            found[rows] |= had_all(law, tuple(antigens), person, on)
        return found

    def _open(self, active: list[Mask], fronts: list[tuple[Fronts, Mask | None]]) -> Standing:
        """The answer where the course goes on: that of the track which is furthest behind."""
        found, last, status = self._latest(active, fronts)
        held = held_back_until(self.series, self.asked.person, self.law)
        np.maximum(found.earliest, held, out=found.earliest)
        asked_for = found.standard_from != NONE
        begins = np.maximum(found.standard_from, found.earliest)
        found.standard_from = np.where(asked_for, begins, NONE).astype(np.int32)
        found.last = last
        due = np.where(found.earliest <= self.law.on, CODE[Status.DUE], CODE[Status.WAITING])
        withheld = any(_holds(row, self.law.on) for row in self.series.withheld)
        found.status = (
            np.full_like(status, CODE[Status.SUSPENDED]) if withheld else due.astype(np.uint8)
        )
        found.silence(last < found.earliest, CODE[Status.MISSED])
        for code in np.unique(status[status != NOTHING]):
            found.silence(status == code, int(code))
        return found

    def _latest(
        self, active: list[Mask], fronts: list[tuple[Fronts, Mask | None]]
    ) -> tuple[Standing, Days, Small]:
        """The track with the latest first day, the last day of all, the status of the first closed one."""
        rows = len(self.asked)
        found = Standing.of(np.full(rows, NOTHING, np.uint8), self.counted)
        found.earliest[:] = FIRST - 1
        last, status = np.full(rows, LAST, np.int32), np.full(rows, NOTHING, np.uint8)
        for mask, (front, _) in zip(active, fronts, strict=True):
            shut = mask & ~front.open & (status == NOTHING)
            status[shut] = front.closed[shut]
            later = mask & front.open & (front.earliest > found.earliest)
            for name in ("earliest", "dose", "phase", "standard_from", "standard_until"):
                getattr(found, name)[later] = getattr(front, name)[later]
            last = np.where(mask & front.open, np.minimum(last, front.last), last)
        return found, last, status


def _active(front: Fronts, present: Mask | None) -> Mask:
    mask = front.held & ~front.complete
    return mask if present is None else mask & present


def _everywhere(masks: list[tuple[Mask, Mask | None]]) -> Mask:
    """Whether it is so in all tracks that people have."""
    return np.asarray(np.logical_and.reduce([m if p is None else m | ~p for m, p in masks]))


def _holds(row: Dated, on: int) -> bool:
    return day_number(row.effective_from) <= on <= number_or(row.effective_until, LAST)


def _put_timing(standing: Standing, on: int) -> None:
    first, last = standing.standard_from, standing.standard_until
    timing = np.full(len(first), TIMING.index(Timing.IN), np.uint8)
    timing[(last != NONE) & (last < on)] = TIMING.index(Timing.AFTER)
    timing[(first != NONE) & (on < first)] = TIMING.index(Timing.BEFORE)
    timing[(first == NONE) & (last == NONE)] = NOTHING
    timing[~np.isin(standing.status, WITH_TIMING) | (standing.dose == 0)] = NOTHING
    standing.timing = timing
