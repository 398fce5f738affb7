"""People asked about: residents, or nobody in particular of a birth date and sex."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from sesshu.schedule.sweep import days
from sesshu.schedule.sweep.courses import CourseLaw
from sesshu.schedule.sweep.days import NONE, Days, Mask, Rows
from sesshu.schedule.sweep.elsewhere import Elsewhere
from sesshu.schedule.sweep.fronts import TrackRows
from sesshu.schedule.sweep.groups import People
from sesshu.schedule.sweep.states import States
from sesshu.schedule.sweep.tracks import pregnancies
from sesshu.schedule.sweep.walk import Walk
from sesshu.schedule.tracks import PREGNANCY


@dataclass(eq=False)
class Asked:
    """People, and the courses they have walked."""

    person: Rows
    """-1 for nobody in particular."""
    birth: Rows
    female: Mask
    courses: Mapping[str, CourseLaw]
    walks: Mapping[str, Walk]
    elsewhere: Elsewhere
    _kept: dict[str, list[TrackRows]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.person)

    def tracks(self, code: str) -> list[TrackRows]:
        """The tracks of a course that is gone through once, by group of antigens."""
        if code not in self._kept:
            self._kept[code] = list(self._tracks(code))
        return self._kept[code]

    def _tracks(self, code: str) -> list[TrackRows]:
        if code not in self.walks:
            return [self._rows(self.courses[code], None, None)]
        walked = self.walks[code]
        numbers = range(int(walked.tracks.number.max(initial=0)) + 1)
        return [self._track(walked, number) for number in numbers]

    def _track(self, walked: Walk, number: int) -> TrackRows:
        track = walked.tracks.of_people(walked.course.law.columns.people, number)[self.person]
        rows = self._rows(walked.course, walked, track)
        rows.present = None if number == 0 else track >= 0
        return rows

    def _rows(
        self,
        course: CourseLaw,
        walked: Walk | None,
        track: Rows | None,
        anchor: Rows | None = None,
        occasion: tuple[Days, Days] | None = None,
    ) -> TrackRows:
        groups, none = course.groups(self.birth, self.female), np.zeros(len(self), np.intp)
        anchor = self.birth if anchor is None else anchor
        if walked is None or track is None:
            nobody = People(course, self.person, self.birth, anchor, [], self.elsewhere, occasion)
            return TrackRows(nobody, groups, States(len(course.regimens)), none)
        state = np.where(track >= 0, walked.state[track], none) if len(walked.state) else none
        counted = [day[track] for day in walked.counted]
        people = People(course, self.person, self.birth, anchor, counted, self.elsewhere, occasion)
        return TrackRows(people, groups, walked.states, state)

    def occasions(self, code: str) -> list[TrackRows]:
        """The first two occasions of a course that are not over."""
        if self.courses[code].course.each == PREGNANCY:
            return list(self._pregnancies(code))
        return list(self._years(code))

    def _years(self, code: str) -> Iterator[TrackRows]:
        course, walked = self.courses[code], self.walks.get(code)
        this_year = days.fiscal_year(np.array([course.law.on], np.int32))
        for year in (this_year, this_year + np.int32(1)):
            begins, ends = days.fiscal_year_begins(year), days.fiscal_year_ends(year)
            both = np.repeat(begins, len(self)), np.repeat(ends, len(self))
            track = None
            if walked is not None and walked.tracks.occasion is not None:
                of_year = walked.tracks.occasion[0] == begins
                track = walked.tracks.of_people(course.law.columns.people, 0, of_year)[self.person]
            yield self._rows(course, walked, track, occasion=both)

    def _pregnancies(self, code: str) -> Iterator[TrackRows]:
        course, walked = self.courses[code], self.walks.get(code)
        person, anchor, begins, ends = pregnancies(course)
        left = np.flatnonzero(ends >= course.law.on)
        for _ in range(2):
            track = _first_of(person, left, course.law.columns.people)[self.person]
            track[self.person < 0] = -1
            there = np.flatnonzero(track >= 0)
            own, first, last = self.birth.copy(), _nothing(len(self)), _nothing(len(self))
            own[there], first[there] = anchor[track[there]], begins[track[there]]
            last[there] = ends[track[there]]
            rows = self._rows(course, walked, track, own, (first, last))
            rows.present = track >= 0
            yield rows
            left = np.setdiff1d(left, track[there])


def _nothing(rows: int) -> Days:
    return np.full(rows, NONE, np.int32)


def _first_of(person: Rows, left: Rows, people: int) -> Rows:
    """The first of what is left of each person, -1 for none; the last place is for nobody."""
    found = np.full(people + 1, -1, np.intp)
    found[person[left][::-1]] = left[::-1]
    return found
