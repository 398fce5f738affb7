"""What doses are in one course, for a group of people at a time; says what schedule.placing says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sesshu.schedule.sweep.codes import DOES_NOT_COUNT, NO, NOTHING, UNDECIDED, YES
from sesshu.schedule.sweep.counting import Counting
from sesshu.schedule.sweep.courses import CourseLaw
from sesshu.schedule.sweep.days import FIRST, Days, Mask, Rows, day_number, number_or
from sesshu.schedule.sweep.groups import Group
from sesshu.schedule.sweep.openings import has_any, openings, places
from sesshu.schedule.sweep.said import Said
from sesshu.schedule.sweep.states import States
from sesshu.schedule.sweep.ways import Step, Ways, ways_of
from sesshu.schedule.sweep.why_not import say_why_not


class Placements:
    """What every dose of every track of a course is in it."""

    def __init__(self, rows: int) -> None:
        self.counts = np.full(rows, NOTHING, np.uint8)
        self.number = np.zeros(rows, np.uint8)
        """Which dose it counts as, from 1; 0 for none."""
        self.phase = np.full(rows, NOTHING, np.uint8)
        self.unnecessary = np.zeros(rows, np.bool_)
        self.not_covered = np.zeros(rows, np.bool_)
        self.not_routine = np.zeros(rows, np.bool_)
        self.said = Said(rows)


@dataclass(eq=False, slots=True)
class DoseFaults:
    """What is wrong with every dose by itself, and whether the law of its day is known."""

    said: Said
    faulty: Mask
    said_enough: Mask
    """Whether a course has nothing to add."""
    known: Mask


class Counted(NamedTuple):
    """Doses that count: rows in the people of the course, their days, and the states after them."""

    at: Rows
    day: Days
    state: Rows


class Placing:
    """Places the doses of one course."""

    def __init__(self, course: CourseLaw, faults: DoseFaults, states: States, rows: int) -> None:
        self.course = course
        self.columns = course.law.columns
        self.faults = faults
        self.states = states
        self.placements = Placements(rows)

    def place(self, group: Group, step: Step) -> Iterator[Counted]:
        """Place one dose of each of a group; yields those that count."""
        if step.version is None:
            yield from self._placed(group, step, Ways([], [], []))
            return
        standing = places(step.version, group)
        wanted = None if step.product < 0 else (step.product,)
        found = openings(step.version, group, standing, wanted, step.day)
        some = has_any(found, len(group))
        if wanted is None or some.all():
            yield from self._placed(group, step, ways_of(standing, found, step.day))
            return
        if some.any():
            yield from self.place(group.part(np.flatnonzero(some)), step.part(np.flatnonzero(some)))
        rest = np.flatnonzero(~some)
        yield from self._placed_switched(group.part(rest), step.part(rest))

    def _placed_switched(self, group: Group, step: Step) -> Iterator[Counted]:
        if step.version is not None:
            standing = places(step.version, group)
            found = openings(step.version, group, standing, None, step.day)
            yield from self._placed(group, step, Ways(standing, found, [], switched=True))

    def _placed(self, group: Group, step: Step, ways: Ways) -> Iterator[Counted]:
        done, taken = self.placements, ways.any_taken(len(group))
        if group.state.complete and step.version is not None:
            done.unnecessary[step.at] = True
        keeps = taken & ~self.faults.faulty[step.dose]
        if step.lawful:
            wanted = ~taken & ~self.faults.said_enough[step.dose]
            say_why_not(group, step, ways, wanted, done.said)
        else:
            keeps &= ~self.faults.known[step.dose]
            self._say_outside_law(step)
        counts = self._counts(group, step, keeps)
        done.counts[step.at] = counts
        rows = np.flatnonzero(counts == YES)
        if len(rows) and step.version is not None:
            yield self._count(group, step, ways, rows)

    def _say_outside_law(self, step: Step) -> None:
        done, known = self.placements, self.faults.known[step.dose]
        done.not_covered[step.at] = ~known
        done.not_routine[step.at] = ~known
        done.said.say(step.at[~known], "not_covered")
        own, dose = step.at[known], step.dose[known]
        day = self.columns.day[dose] - self.course.law.first_day
        man = (~self.columns.female[self.columns.person[dose]]).astype(np.intp)
        reasons = self.course.without_law[day, man]
        done.said.say_each(own, reasons)
        done.not_routine[own] = np.isin(reasons, self.course.no_law)

    def _counts(self, group: Group, step: Step, keeps: Mask) -> npt.NDArray[np.uint8]:
        decision, said = self.columns.decision[step.dose], self.placements.said
        said.say(step.at[decision >= 0], "decided")
        if group.state.complete:
            return np.full(len(group), NO, np.uint8)
        left_open = (decision < 0) & ~keeps
        earlier = left_open & self._earlier_dose(step)
        if step.version is None:
            # no course of theirs that it could count in
            said.say(step.at[left_open & ~earlier], "undecided")
            counts = np.where(left_open & ~earlier, UNDECIDED, np.where(earlier, NO, YES))
            return np.where(decision == DOES_NOT_COUNT, NO, counts).astype(np.uint8)
        said.say(step.at[earlier], "earlier_dose_counts")
        undecided = left_open & ~earlier
        said.say(step.at[undecided], "undecided")
        counts = np.where(undecided, UNDECIDED, YES)
        return np.where(decision == DOES_NOT_COUNT, NO, counts).astype(np.uint8)

    def _earlier_dose(self, step: Step) -> Mask:
        """Whether a supplementary provision lets a dose outside the Act count."""
        found = np.zeros(len(step.dose), np.bool_)
        product = self.course.law.products[step.product].code if step.product >= 0 else None
        for earlier in self.course.course.earlier_doses:
            if product in earlier.products:
                begins = number_or(earlier.given_from, FIRST)
                found |= (begins <= step.day) & (step.day <= day_number(earlier.given_until))
        return found & (self.columns.named[step.dose] >= 0)

    def _count(self, group: Group, step: Step, ways: Ways, rows: Rows) -> Counted:
        counting = Counting(group, ways, step)
        self.placements.number[step.at[rows]] = group.state.doses + 1
        self.placements.phase[step.at[rows]] = counting.phase()[rows]
        return Counted(group.at[rows], step.day[rows], counting.states(self.states, rows))
