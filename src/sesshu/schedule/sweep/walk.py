"""Every dose of a course placed, the first of everybody, then the second, and so on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sesshu.schedule.sweep.courses import CourseLaw
from sesshu.schedule.sweep.days import NONE, Days, Mask, Rows
from sesshu.schedule.sweep.elsewhere import Elsewhere, Walked
from sesshu.schedule.sweep.groups import Group, Packed, People, alike
from sesshu.schedule.sweep.law import ABSENT
from sesshu.schedule.sweep.placing import DoseFaults, Placements, Placing
from sesshu.schedule.sweep.population import Small
from sesshu.schedule.sweep.states import States
from sesshu.schedule.sweep.tracks import Tracks, tracks_of
from sesshu.schedule.sweep.ways import Step


@dataclass(eq=False)
class Walk:
    """A course after all doses: its tracks, where each ended, and what each dose is."""

    course: CourseLaw
    tracks: Tracks
    states: States
    state: Rows
    """The state of each track."""
    counted: list[Days]
    """The days that count, of each track as many as its state says."""
    placements: Placements
    groups: Small
    """The cohort group of each track (courses.py)."""
    facts: dict[int, npt.NDArray[np.int32]]
    """Of each kind that opens the course, how many facts the person of each track has."""


def walk(course: CourseLaw, faults: DoseFaults, elsewhere: Elsewhere) -> Walk:
    """Place every dose of a course."""
    tracks, law = tracks_of(course), course.law
    states = States(len(course.regimens))
    placing = Placing(course, faults, states, len(tracks.dose))
    groups = course.groups(law.birth[tracks.person], law.columns.female[tracks.person])
    facts = {kind: law.facts.count(kind, tracks.person) for kind in course.kinds}
    state = np.zeros(len(tracks), np.intp)
    walked = Walk(course, tracks, states, state, [], placing.placements, groups, facts)
    people = people_of(walked, elsewhere)
    active, number = np.flatnonzero(tracks.lengths), 0
    while len(active):
        _step(walked, placing, people, active, number)
        number += 1
        active = active[tracks.lengths[active] > number]
    return walked


def people_of(walked: Walk, elsewhere: Elsewhere) -> People:
    """The people of the tracks."""
    course, tracks = walked.course, walked.tracks
    birth = course.law.birth[tracks.person]
    return People(
        course, tracks.person, birth, tracks.anchor, walked.counted, elsewhere, tracks.occasion
    )


def _step(walked: Walk, placing: Placing, people: People, active: Rows, number: int) -> None:
    at = walked.tracks.begins[active] + number
    for group, step in _groups(walked, people, active, at):
        for counted in placing.place(group, step):
            _keep(walked, counted.at, counted.day, group.state.doses)
            walked.state[counted.at] = counted.state


def _keep(walked: Walk, at: Rows, day: Days, number: int) -> None:
    if number == len(walked.counted):
        walked.counted.append(np.full(len(walked.tracks), NONE, np.int32))
    walked.counted[number][at] = day


def _groups(walked: Walk, people: People, active: Rows, at: Rows) -> Iterator[tuple[Group, Step]]:
    """Those alike, each with the dose of the step."""
    course, law = walked.course, walked.course.law
    dose = walked.tracks.dose[at]
    day = law.columns.day[dose]
    packed = _packed(walked, active, dose, day - law.first_day)
    for key, rows in alike(packed.key):
        state, version_at, is_law, product, how, *facts = packed.parts(key)
        one = Group(
            people, active[rows], walked.states.known[state], tuple(facts), law.how_read[how]
        )
        held = None if version_at == ABSENT else course.versions[version_at]
        yield one, Step(at[rows], dose[rows], day[rows], product, held, bool(is_law))


def _packed(walked: Walk, active: Rows, dose: Rows, since: Days) -> Packed:
    """All that makes people differ but days."""
    course, law = walked.course, walked.course.law
    version, lawful = _versions(walked, active, since)
    packed = Packed()
    packed.add(walked.state[active], 0, len(walked.states.known) - 1)
    packed.add(version, ABSENT, len(course.versions) - 1)
    packed.add(lawful, 0, 1)
    packed.add(law.product[dose], ABSENT, len(law.products) - 1)
    packed.add(law.reading_of_day[since], 0, len(law.how_read) - 1)
    for many in walked.facts.values():
        packed.add(many[active], 0, int(many.max()))
    return packed


def _versions(walked: Walk, active: Rows, since: Days) -> tuple[Small, Mask]:
    """The law of each day, or else the next to come; and whether it is the law of the day."""
    course, occasion = walked.course, walked.tracks.occasion
    group = walked.groups[active]
    version = course.version_of[group, since]
    lawful = version != ABSENT
    if course.course.each and occasion is not None:
        lawful &= occasion[0][active] != NONE
    other = np.flatnonzero(~lawful)
    version[other] = course.nearest_of[group[other], since[other]]
    return version, lawful


def as_walked(walked: Walk, people: int) -> Walked:
    """What other courses may look at."""
    count = np.array([state.doses for state in walked.states.known], np.int32)[walked.state]
    numbers = range(int(walked.tracks.number.max(initial=0)) + 1)
    track_of = [walked.tracks.of_people(people, number) for number in numbers]
    return Walked(track_of, count, walked.counted)
