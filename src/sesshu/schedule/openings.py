"""Where the next dose of a course may be given: every way the regimens leave open, as days.

A dose keeps the law when its day lies in an opening; the next dose is the earliest opening. Both
questions are answered from here, so they cannot differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sesshu.kernel.calendar import day_after
from sesshu.kernel.intervals import MissingDay
from sesshu.schedule.bounds import Interval
from sesshu.schedule.lived import LIVES_KEPT, Lived, LivedRegimen, lived
from sesshu.schedule.types import Course, CourseVersion, DoseRule, Regimen


@dataclass(slots=True)
class Opening:
    """Days on which one dose of one regimen may be given; all bounds inclusive."""

    regimen: Regimen
    number: int
    rule: DoseRule
    age_from: date
    age_until: date
    kept_from: date
    """First day that keeps the intervals."""
    interval: Interval | None
    since: date | None
    rests_on_reading: bool

    @property
    def earliest_on(self) -> date:
        """First day of the opening; after `age_until` where nothing is left open."""
        return max(self.age_from, self.kept_from)

    def holds(self, day: date) -> bool:
        """Whether a dose on this day keeps the law."""
        return self.age_from <= day <= self.age_until and self.kept_from <= day


@dataclass(slots=True)
class Progress:
    """How far somebody is in a course: the days that count, and the places reached in regimens."""

    course: Course
    born_on: date
    sex: str
    days: list[date] = field(default_factory=list)
    reached: tuple[tuple[str, int], ...] = ()
    complete: bool = False

    def version_on(self, day: date) -> CourseVersion | None:
        """The law of a day for this person; None where none holds."""
        for version in reversed(self.course.versions):
            if version.holds_on(day) and version.cohort.includes(self.born_on, self.sex):
                return version
        return None

    def nearest_version(self, day: date) -> CourseVersion | None:
        """The law of a day, or the next one to come for this person."""
        for version in self.course.versions:
            later = version.effective_until is None or day <= version.effective_until
            if later and version.cohort.includes(self.born_on, self.sex):
                return version
        return None

    def count(self, day: date, taken: list[Opening]) -> None:
        """Let a dose count, as the dose that the openings taken stand for."""
        self.days.append(day)
        self.reached = tuple((o.regimen.code, o.number + 1) for o in taken)
        self.complete = any(o.number + 1 == len(o.regimen.doses) for o in taken)


def openings(version: CourseVersion, progress: Progress, missing: MissingDay) -> list[Opening]:
    """All ways to give the next dose under a version, in the order the rulebook names them."""
    if progress.complete:
        return []
    if not progress.days:
        return first_openings(version, progress.born_on, missing)
    found: list[Opening] = []
    for regimen, number in _places(lived(version, progress.born_on), progress):
        found.extend(_from_place(regimen, number, progress.days, missing))
    return found


@lru_cache(maxsize=LIVES_KEPT)
def first_openings(version: CourseVersion, born_on: date, missing: MissingDay) -> list[Opening]:
    """All ways to begin a course: the same for everybody born on a day."""
    return [
        opening
        for regimen in lived(version, born_on).regimens
        for opening in _from_place(regimen, 0, [], missing)
    ]


def _places(life: Lived, progress: Progress) -> list[tuple[LivedRegimen, int]]:
    reached = dict(progress.reached)
    known = [(r, reached[r.regimen.code]) for r in life.regimens if r.regimen.code in reached]
    if known:
        return known
    first = progress.days[0]
    return [
        (r, len(progress.days)) for r in life.regimens if r.start_from <= first <= r.start_until
    ]


def _from_place(
    place: LivedRegimen, number: int, days: list[date], missing: MissingDay
) -> Iterator[Opening]:
    not_before = date.min
    while number < len(place.doses):
        rule, life = place.regimen.doses[number], place.doses[number]
        if _is_barred(rule, life.barred_from, days):
            number += 1
            continue
        opening = _opening(place, number, days, missing)
        opening.age_from = max(opening.age_from, not_before)
        yield opening
        if rule.when_missed == "stop":
            return
        not_before = max(not_before, day_after(life.until_on))
        number += 1


def _is_barred(rule: DoseRule, barred_from: date | None, days: list[date]) -> bool:
    if rule.barred is None or barred_from is None or len(days) < rule.barred.dose:
        return False
    return days[rule.barred.dose - 1] >= barred_from


def _opening(place: LivedRegimen, number: int, days: list[date], missing: MissingDay) -> Opening:
    rule, life = place.regimen.doses[number], place.doses[number]
    age_from, age_until = life.from_on, life.until_on
    if not days:
        age_from, age_until = max(age_from, place.start_from), min(age_until, place.start_until)
    kept_from, interval, since = _kept_from(rule, days, missing)
    reading = interval is not None and since is not None and interval.rests_on_reading(since)
    return Opening(
        place.regimen, number, rule, age_from, age_until, kept_from, interval, since, reading
    )


def _kept_from(
    rule: DoseRule, days: list[date], missing: MissingDay
) -> tuple[date, Interval | None, date | None]:
    if not days:
        return date.min, None, None
    kept: tuple[date, Interval | None, date | None] = (day_after(days[-1]), None, days[-1])
    for interval, since in ((rule.after_previous, days[-1]), (rule.after_first, days[0])):
        if interval is not None:
            earliest = interval.earliest_after(since, missing)
            kept = max(kept, (earliest, interval, since), key=lambda found: found[0])
    return kept


def taken_anyway(found: list[Opening], day: date) -> list[Opening]:
    """The openings a dose is counted under although its day lies in none of them."""
    kept = [o for o in found if o.kept_from <= day <= o.age_until]
    if not kept:
        most = max(len(o.regimen.doses) - o.number for o in found)
        return [o for o in found if len(o.regimen.doses) - o.number == most][:1]
    first = min(o.age_from for o in kept)
    return [o for o in kept if o.age_from <= max(day, first)]
