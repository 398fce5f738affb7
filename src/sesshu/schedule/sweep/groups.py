"""People who are treated alike in one step: only their days differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sesshu.schedule.sweep.courses import CourseLaw
from sesshu.schedule.sweep.days import Days, Mask, Rows
from sesshu.schedule.sweep.elsewhere import Elsewhere
from sesshu.schedule.sweep.law import HowRead
from sesshu.schedule.sweep.states import State

FEW = 1 << 22
"""Keys below this are told apart by a table instead of a sort."""


def alike(key: npt.NDArray[Any]) -> Iterator[tuple[int, Rows]]:
    """Each distinct key with the rows that have it, in the order of the rows."""
    if not len(key):
        return
    if key.min() == key.max():
        yield int(key[0]), np.arange(len(key))
        return
    values, at = _told_apart(key)
    order = np.argsort(at, kind="stable")
    ends = np.cumsum(np.bincount(at, minlength=len(values)))
    for value, begin, end in zip(values, [0, *ends[:-1]], ends, strict=True):
        yield int(value), order[begin:end]


def _told_apart(key: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    if key.min() < 0 or key.max() >= FEW:
        values, at = np.unique(key, return_inverse=True)
    else:
        present = np.zeros(int(key.max()) + 1, np.bool_)
        present[key] = True
        values = np.flatnonzero(present)
        at = (np.cumsum(present, dtype=np.int32) - 1)[key]
    return values, at.astype(np.uint16) if len(values) < np.iinfo(np.uint16).max else at


class Packed:
    """A key put together from small numbers, so that rows with the same numbers are found at once."""

    def __init__(self) -> None:
        self._room = 1
        self._parts: list[tuple[npt.NDArray[Any], int, int, int]] = []

    def add(self, numbers: npt.NDArray[Any], low: int, high: int) -> None:
        """Add numbers between two bounds, both inclusive."""
        if high > low:
            self._parts.append((numbers, self._room, high - low + 1, low))
            self._room *= high - low + 1
        else:
            self._parts.append((numbers, 1, 1, low))

    @property
    def key(self) -> npt.NDArray[Any]:
        """The key of each row."""
        kind: Any = np.int32 if self._room < np.iinfo(np.int32).max else np.int64
        found: npt.NDArray[Any] = np.zeros(len(self._parts[0][0]), kind)
        for numbers, room, size, low in self._parts:
            if size > 1:
                found += (numbers.astype(kind, copy=False) - low) * room
        return found

    def parts(self, key: int) -> list[int]:
        """The numbers that a key was put together from."""
        return [key // room % size + low for _, room, size, low in self._parts]


@dataclass(eq=False)
class People:
    """People at one course, each on one occasion: what their answers depend on besides numbers."""

    course: CourseLaw
    person: Rows
    """-1 for nobody in particular."""
    birth: Rows
    anchor: Rows
    """The place among the anchors that bounds are counted from: birth, or a due date."""
    counted: Sequence[Days]
    """The days that count so far, oldest first; of each only as many as the state says."""
    elsewhere: Elsewhere
    occasion: tuple[Days, Days] | None = None


class Group:
    """Some of the people: those in one state, with as many facts of each kind that opens the course."""

    def __init__(
        self, people: People, at: Rows, state: State, facts: tuple[int, ...], how: HowRead
    ) -> None:
        self.people = people
        self.course = people.course
        self.law = people.course.law
        self.at = at
        self.state = state
        self.facts = facts
        self.how = how

    def __len__(self) -> int:
        return len(self.at)

    def part(self, rows: Rows) -> "Group":
        """The same for some of these rows."""
        return Group(self.people, self.at[rows], self.state, self.facts, self.how)

    @cached_property
    def anchor(self) -> Rows:
        """The place of each anchor."""
        return self.people.anchor[self.at]

    @cached_property
    def person(self) -> Rows:
        """The place of each person in the population."""
        return self.people.person[self.at]

    def day(self, number: int) -> Days:
        """The day of one dose that counts, from 0."""
        return self.people.counted[number][self.at]

    @cached_property
    def first(self) -> Days:
        """The day of the first dose that counts."""
        return self.day(0)

    @cached_property
    def last(self) -> Days:
        """The day of the last dose that counts."""
        return self.day(self.state.doses - 1)

    @cached_property
    def occasion(self) -> tuple[Days, Days] | None:
        """First and last day of each occasion."""
        both = self.people.occasion
        return None if both is None else (both[0][self.at], both[1][self.at])

    def days_elsewhere(self, courses: tuple[str, ...], before: Days | int) -> tuple[Days, Days]:
        """How many days count in other courses before a day, and the last of them (or FIRST)."""
        return self.people.elsewhere.days(courses, self.person, before)

    def any_counted_within(self, begins: int, ends: int) -> Mask:
        """Whether a day that counts lies between two."""
        found = np.zeros(len(self), np.bool_)
        for number in range(self.state.doses):
            day = self.day(number)
            found |= (begins <= day) & (day <= ends)
        return found
