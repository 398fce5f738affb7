"""What is open to people in one course on the day of judgement; says what schedule.next_dose says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sesshu.kernel.outcomes import Status
from sesshu.schedule.sweep.codes import NOTHING, PHASE, STATUS
from sesshu.schedule.sweep.days import FIRST, LAST, NONE, Days, Mask, Rows, day_number, number_or
from sesshu.schedule.sweep.groups import Group, Packed, People, alike
from sesshu.schedule.sweep.law import ABSENT
from sesshu.schedule.sweep.openings import Opening, has_any, may_continue, openings, places
from sesshu.schedule.sweep.population import Small
from sesshu.schedule.sweep.states import States
from sesshu.schedule.types import AfterCourses, CourseVersion, DoseRule

WAITING, MISSED, NOT_ELIGIBLE = (
    STATUS.index(one) for one in (Status.WAITING, Status.MISSED, Status.NOT_ELIGIBLE)
)


@dataclass(eq=False)
class TrackRows:
    """People asked about, each with the track that matters, and where it stands."""

    people: People
    groups: Small
    """The cohort group of each (courses.py)."""
    states: States
    state: Rows
    present: Mask | None = None
    """Who has such a track; None for all."""

    def of_states(self, values: Iterable[int]) -> npt.NDArray[np.int64]:
        """A number of each row's state."""
        return np.array(list(values), np.int64)[self.state]

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """Doses that count."""
        return self.of_states(state.doses for state in self.states.known)

    @property
    def complete(self) -> Mask:
        """Whose course is complete."""
        return np.asarray(self.of_states(s.complete for s in self.states.known) != 0)


class Fronts:
    """The openings of one track of each of some people that are not over: the soonest, and the last day."""

    def __init__(self, rows: TrackRows) -> None:
        many = len(rows.state)
        self.held = np.zeros(many, np.bool_)
        """Whether a version is the law of the day for them."""
        self.complete = rows.complete
        self.open = np.zeros(many, np.bool_)
        self.closed = np.full(many, NOTHING, np.uint8)
        """The status where nothing is open."""
        self.earliest = np.full(many, LAST, np.int32)
        self.last = np.full(many, FIRST, np.int32)
        self.dose = (rows.counts + 1).astype(np.uint8)
        self.phase = np.full(many, NOTHING, np.uint8)
        self.standard_from = np.full(many, NONE, np.int32)
        self.standard_until = np.full(many, NONE, np.int32)


def fronts_of(rows: TrackRows, products: Collection[int]) -> Fronts:
    """What is open with some products."""
    found = Fronts(rows)
    for group, number in _groups(rows):
        version_at = rows.people.course.version_of[number, group.law.on - group.law.first_day]
        found.held[group.at] = version_at != ABSENT
        if version_at != ABSENT and not group.state.complete:
            _fill(found, group, number, int(version_at), products)
    return found


def _groups(rows: TrackRows) -> Iterable[tuple[Group, int]]:
    people, course = rows.people, rows.people.course
    present = np.ones(len(rows.state), np.bool_) if rows.present is None else rows.present
    own = np.flatnonzero(present)
    packed = Packed()
    packed.add(rows.state[own], 0, len(rows.states.known) - 1)
    packed.add(rows.groups[own], 0, len(course.version_of) - 1)
    for kind in course.kinds:
        many = course.law.facts.count(kind, people.person[own])
        packed.add(many, 0, int(many.max(initial=0)))
    for key, at in alike(packed.key):
        state, number, *facts = packed.parts(key)
        how = course.law.how_read_on
        yield Group(people, own[at], rows.states.known[state], tuple(facts), how), number


def _fill(
    found: Fronts, group: Group, number: int, version_at: int, products: Collection[int]
) -> None:
    version = group.course.versions[version_at]
    if version.effective_until is None:
        ways = openings(version, group, places(version, group), products)
    else:
        ways = _under_all_law(group, group.course.coming(number), products)
    _fill_open(found, group, ways)
    closed = np.flatnonzero(~found.open[group.at])
    if len(closed):
        found.closed[group.at[closed]] = _closed(group, version, ways)[closed]


def _under_all_law(group: Group, coming: list[int], products: Collection[int]) -> list[Opening]:
    """Openings of every version to come, each cut to the days it holds, joined where they go on."""
    joined: list[Opening] = []
    for at in coming:
        version = group.course.versions[at]
        standing = places(version, group)
        for opening in openings(version, group, standing, products):
            _join(joined, _cut(opening, version), len(group))
    return joined


def _cut(opening: Opening, version: CourseVersion) -> Opening:
    begins, ends = day_number(version.effective_from), number_or(version.effective_until, LAST)
    first, last = np.maximum(opening.age_from, begins), np.minimum(opening.age_until, ends)
    return replace(opening, age_from=first, age_until=last)


def _join(joined: list[Opening], opening: Opening, rows: int) -> None:
    left = has_any([opening], rows)
    apart = left.copy()
    some = opening.age_from <= opening.age_until
    for one in joined:
        if one.place.regimen.code == opening.place.regimen.code and one.number == opening.number:
            meets = left & has_any([one], rows) & _goes_on(one, opening)
            longer = np.maximum(one.age_until, opening.age_until)
            one.age_until = np.where(meets & some, longer, one.age_until)
            apart &= ~(meets & some)
            left &= ~meets
    if apart.any():
        opening.has = apart
        joined.append(opening)


def _goes_on(one: Opening, other: Opening) -> Mask:
    follows = other.age_from.astype(np.int64) - one.age_until <= 1
    return np.asarray((one.age_from <= one.age_until) & follows)


def _is_open(opening: Opening, on: int) -> Mask:
    found = opening.last_on >= np.maximum(opening.earliest_on, on)
    if opening.has is not None:
        found &= opening.has
    return found if opening.waits is None else found & ~opening.waits


def _fill_open(found: Fronts, group: Group, ways: list[Opening]) -> None:
    for way in ways:
        now = _is_open(way, group.law.on)
        found.open[group.at] |= now
        found.last[group.at] = np.where(
            now, np.maximum(found.last[group.at], way.last_on), found.last[group.at]
        )
        first = found.phase[group.at] == NOTHING
        rows = np.flatnonzero(now & (first | (way.earliest_on < found.earliest[group.at])))
        if len(rows):
            at = group.at[rows]
            found.earliest[at] = way.earliest_on[rows]
            found.phase[at] = PHASE.index(way.rule.phase)
    _fill_standard(found, group, [way for way in ways if way.rule.states_standard])


def _fill_standard(found: Fronts, group: Group, stated: list[Opening]) -> None:
    """The usual time by the way of the fewest doses; of several, by the one that opens soonest."""
    fewest = np.full(len(group), NOTHING, np.uint8)
    soonest = np.full(len(group), LAST, np.int32)
    for way in stated:
        many, earliest = len(way.place.regimen.doses), way.earliest_on
        better = (many < fewest) | ((many == fewest) & (earliest < soonest))
        rows = np.flatnonzero(better & _is_open(way, group.law.on))
        if len(rows):
            at, part = group.at[rows], group.part(rows)
            fewest[rows], soonest[rows] = many, earliest[rows]
            found.standard_from[at] = _standard_from(way.rule, part)
            found.standard_until[at] = _standard_until(way.rule, part)


def _standard_from(rule: DoseRule, group: Group) -> Days | int:
    """FIRST where the notice sets none but the earliest day; NONE where it says nothing."""
    days: list[Days] = []
    if rule.standard_from:
        days.append(group.law.bound(rule.standard_from)[group.anchor])
    if rule.standard_at_least and group.state.doses:
        days.append(group.law.after(rule.standard_at_least, group.last, group.how))
    if rule.standard_after:
        days.append(_standard_after(rule.standard_after, group))
    if not days:
        return FIRST if rule.states_standard else NONE
    return np.asarray(np.maximum.reduce(days))


def _standard_after(after: AfterCourses, group: Group) -> Days:
    """The day from which the interval to other courses is kept; FIRST where their doses were not had."""
    many, last = group.days_elsewhere(after.courses, int(LAST))
    found = np.full(len(group), FIRST, np.int32)
    had = np.flatnonzero((many >= after.doses) & (many > 0))
    found[had] = group.law.after(after.at_least, last[had], group.how)
    return found


def _standard_until(rule: DoseRule, group: Group) -> Days | int:
    days: list[Days] = []
    if rule.standard_until:
        days.append(group.law.bound(rule.standard_until)[group.anchor])
    if rule.standard_at_most and group.state.doses:
        days.append(group.law.after(rule.standard_at_most, group.last, group.how))
    return np.asarray(np.minimum.reduce(days)) if days else NONE


def _closed(group: Group, version: CourseVersion, found: list[Opening]) -> npt.NDArray[np.uint8]:
    """The status where no way is open."""
    on, rows = group.law.on, len(group)
    waits, not_yet = np.zeros(rows, np.bool_), np.ones(rows, np.bool_)
    for opening in found:
        has = has_any([opening], rows)
        if opening.waits is not None:
            waits |= has & opening.waits & (opening.last_on >= on)
        later = opening.age_from > np.maximum(opening.age_until, on)
        not_yet &= later | ~has
    status = np.where(waits | not_yet, WAITING, MISSED).astype(np.uint8)
    going_on = may_continue(version, group)
    none = ~has_any(found, rows) if going_on is None else ~has_any(found, rows) | ~going_on
    status[none & ~waits] = NOT_ELIGIBLE
    return status
