"""Days that count in other courses of the same people."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from sesshu.schedule.sweep.days import FIRST, Days, Rows


@dataclass(eq=False)
class Walked:
    """One course after all its doses: the track of each person, and the days that count in each."""

    track_of: list[Rows]
    """By group of antigens: the track of each person, -1 for none."""
    count: Days
    counted: list[Days]


@dataclass(eq=False)
class Elsewhere:
    """Courses walked so far, by code."""

    walked: dict[str, Walked] = field(default_factory=dict)

    def days(self, courses: Iterable[str], person: Rows, before: Days | int) -> tuple[Days, Days]:
        """How many days count in some courses and lie before a day, and the last of them (or FIRST)."""
        many, last = np.zeros(len(person), np.int32), np.full(len(person), FIRST, np.int32)
        for code in courses:
            if code in self.walked:
                for tracks in self.walked[code].track_of:
                    self._add(self.walked[code], tracks, person, before, many, last)
        return many, last

    def _add(
        self,
        walked: Walked,
        tracks: Rows,
        person: Rows,
        before: Days | int,
        many: Days,
        last: Days,
    ) -> None:
        there = np.flatnonzero((person >= 0) & (tracks[person] >= 0))
        track = tracks[person[there]]
        limit = before if isinstance(before, int) else before[there]
        for number, day in enumerate(walked.counted):
            counts = (walked.count[track] > number) & (day[track] < limit)
            own = there[counts]
            many[own] += 1
            last[own] = np.maximum(last[own], day[track[counts]])
