"""Where people stand in the series of a unit on the day of judgement; says what schedule.standing says."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sesshu.kernel.outcomes import Status
from sesshu.schedule.plan import Unit
from sesshu.schedule.sweep.asked import Asked
from sesshu.schedule.sweep.choices import is_offered, taken_by_others
from sesshu.schedule.sweep.codes import NOTHING, STATUS, TIMING
from sesshu.schedule.sweep.days import FIRST, LAST, NONE, Days, Mask, Rows, day_number, number_or
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
    dose: Small
    """The next dose, from 1; 0 for none."""
    phase: Small
    earliest: Days
    last: Days
    standard_from: Days
    standard_until: Days
    timing: Small
    counted: Small | None = None
    """Doses that count, once they are known (doses_counted.py)."""

    @classmethod
    def of(cls, status: Small) -> "Standing":
        """Answers that name no next dose."""
        rows = len(status)
        days = [np.full(rows, NONE, np.int32) for _ in range(4)]
        nothing = np.full(rows, NOTHING, np.uint8)
        none = np.zeros(rows, np.uint8)
        return cls(status, none, nothing, days[0], days[1], days[2], days[3], nothing.copy())

    @classmethod
    def nobody_eligible(cls, people: int) -> "Standing":
        """The answers about a series that is not law on the day of judgement."""
        return cls.of(np.full(people, CODE[Status.NOT_ELIGIBLE], np.uint8))

    def taken_by(self, rows: Rows) -> "Standing":
        """The answers of some rows, in their order and as often as they are named."""
        return Standing(*(column[rows] for column in self._columns().values()))

    def put_at(self, rows: Rows, other: "Standing") -> None:
        """Take the answers of some rows from others, which are about these rows alone."""
        for name, column in other._columns().items():
            getattr(self, name)[rows] = column

    def _columns(self) -> dict[str, npt.NDArray[Any]]:
        return {name: column for name, column in vars(self).items() if column is not None}

    def put(self, rows: Mask, other: "Standing") -> None:
        """Take some rows from other answers about the same people."""
        at = np.flatnonzero(rows)
        if len(at):
            self.put_at(at, other.taken_by(at))

    def silence(self, rows: Mask, status: int) -> None:
        """Give some rows a status without a next dose."""
        at = np.flatnonzero(rows)
        if len(at):
            self.status[at], self.dose[at] = status, 0
            self.phase[at] = NOTHING
            for days in (self.earliest, self.last, self.standard_from, self.standard_until):
                days[at] = NONE


def standings(unit: Unit, asked: Asked, law: Law) -> dict[str, Standing]:
    """Answers about every series of a unit that is law on the day of judgement."""
    offered, taken = is_offered(unit, asked, law), taken_by_others(unit, asked, law)
    found, own = {}, {}
    for at, series in enumerate(unit.series):
        version = law.version_on(law.series_of[series.code])
        if version != ABSENT:
            products = [law.product_of[use.product] for use in series.versions[version].uses]
            standing = _Asking(series, asked, law, products, taken[at]).answer()
            standing.silence(law.dead[asked.person], CODE[Status.NOT_ELIGIBLE])
            found[series.code], own[series.code] = standing, offered[at]
    _silence_not_offered(found, own, len(asked))
    for standing in found.values():
        _put_timing(standing, law.on)
    return found


def _silence_not_offered(found: dict[str, Standing], own: dict[str, Mask], rows: int) -> None:
    """Where something that is offered can still be given, the other series of the unit are not used."""
    can_be_given = np.zeros(rows, np.bool_)
    for code, standing in found.items():
        can_be_given |= own[code] & (standing.dose > 0)
    for code, standing in found.items():
        standing.silence(~own[code] & can_be_given, CODE[Status.OTHER_SERIES])


@dataclass(eq=False)
class _Asking:
    """One series asked about, and what is the same for all its tracks."""

    series: Series
    asked: Asked
    law: Law
    products: list[int]
    taken: Mask

    def answer(self) -> Standing:
        """The answer, on occasions where the course is gone through anew for each."""
        serves = self.series.serves
        if self.law.rulebook.courses[serves[0]].each is not None:
            return self.on_occasions(self.asked.occasions(serves[0]))
        return self.once([rows for code in serves for rows in self.asked.tracks(code)])

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
        found = Standing.of(np.full(rows, NOTHING, np.uint8))
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
