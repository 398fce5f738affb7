"""Doses counted per antigen: each group of antigens with the same doses walks its course once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from sesshu.kernel.calendar import fiscal_year, fiscal_year_begins, fiscal_year_ends
from sesshu.kernel.outcomes import Counts
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.placing import Placed, place, place_anyway
from sesshu.schedule.progress import Occasion, Progress, progress_of
from sesshu.schedule.record import Record
from sesshu.schedule.types import Course, Product
from sesshu.schedule.verdicts import Reason

PREGNANCY = "pregnancy"
LENGTH_OF_PREGNANCY = timedelta(weeks=40)
AFTER_DUE = timedelta(weeks=2)


class Track(msgspec.Struct, gc=False, eq=False):
    """Antigens of a course that had the same doses, and how far they came (on one occasion)."""

    course: Course
    antigens: tuple[str, ...]
    doses: Sequence[Dose]
    progress: Progress
    placed: dict[str, Placed] = {}
    if_undecided_count: Progress | None = None


Tracks = dict[str, list[Track]]
Faults = Mapping[str, list[Reason]]


def tracks_of(record: Record, courses: Mapping[str, Course]) -> Tracks:
    """Tracks of some courses, nobody walked yet; doses oldest first."""
    by_course: dict[str, list[Dose]] = {}
    for dose in record.doses:
        for code in record.laws[dose.id].courses:
            by_course.setdefault(code, []).append(dose)
    tracks: Tracks = {}
    others: dict[str, list[list[date]]] = {}
    for code, course in courses.items():
        found = _course_tracks(course, by_course.get(code, ()), record)
        tracks[code], counting = found, list[list[date]]()
        others[code] = counting
        for track in found:
            counting.append(track.progress.days)
            track.progress.others = others
    return tracks


def _course_tracks(course: Course, doses: Sequence[Dose], record: Record) -> list[Track]:
    if course.each is None:
        return _tracks(course, doses, None, record)
    return [
        track
        for occasion, own in _occasions(course, doses, record)
        for track in _tracks(course, own, occasion, record)
    ]


def _occasions(
    course: Course, doses: Sequence[Dose], record: Record
) -> list[tuple[Occasion | None, Sequence[Dose]]]:
    """What a course is gone through anew for, with its doses; None for what belongs to nothing."""
    pregnancies = course.each == PREGNANCY
    found = list(_pregnancies(record.person) if pregnancies else _years(doses, record))
    own = [(each, [d for d in doses if each.holds(d.given_on)]) for each in found]
    rest = [dose for dose in doses if not any(each.holds(dose.given_on) for each in found)]
    return [*own, (None, rest)] if rest or not found else [*own]


def _years(doses: Sequence[Dose], record: Record) -> Iterator[Occasion]:
    years = {fiscal_year(dose.given_on) for dose in doses}
    for year in sorted(years | {fiscal_year(record.on), fiscal_year(record.on) + 1}):
        yield Occasion(fiscal_year_begins(year), fiscal_year_ends(year), record.person.born_on)


def _pregnancies(person: Person) -> Iterator[Occasion]:
    for fact in person.facts:
        if fact.kind == PREGNANCY and fact.due_on is not None:
            begins, ends = fact.due_on - LENGTH_OF_PREGNANCY, fact.due_on + AFTER_DUE
            yield Occasion(begins, min(ends, fact.until_on or ends), fact.due_on)


def _tracks(
    course: Course, doses: Sequence[Dose], occasion: Occasion | None, record: Record
) -> list[Track]:
    if record.is_whole:
        return [_track(course, course.antigens, doses, occasion, record.person)]
    groups = _by_antigens(course, doses, record)
    return [
        _track(course, antigens, own, occasion, record.person) for antigens, own in groups.items()
    ]


def _track(
    course: Course,
    antigens: tuple[str, ...],
    doses: Sequence[Dose],
    occasion: Occasion | None,
    person: Person,
) -> Track:
    progress = progress_of(course, person.born_on, person.sex, person.facts, occasion)
    return Track(course, antigens, doses, progress)


def _by_antigens(
    course: Course, doses: Sequence[Dose], record: Record
) -> dict[tuple[str, ...], Sequence[Dose]]:
    """The antigens of a course that were in the same doses, with these doses."""
    groups: dict[tuple[str, ...], tuple[list[str], list[Dose]]] = {}
    for antigen in course.antigens:
        own = [dose for dose in doses if _carries(record.laws[dose.id].product, antigen)]
        groups.setdefault(tuple(d.id for d in own), ([], own))[0].append(antigen)
    return {tuple(antigens): own for antigens, own in groups.values()}


def _carries(product: Product | None, antigen: str) -> bool:
    return product is None or antigen in product.antigens


def walk(track: Track, faults: Faults, record: Record) -> None:
    """Place every dose of a track; where one stays undecided, keep the other future too."""
    progress, undecided = track.progress, False
    for dose in track.doses:
        placed = place(progress, track.antigens, dose, faults[dose.id], record)
        track.placed[dose.id] = placed
        undecided = undecided or placed.counts is Counts.UNDECIDED
    if undecided:
        track.if_undecided_count = _other_future(track, faults, record)


def _other_future(track: Track, faults: Faults, record: Record) -> Progress:
    person, own = record.person, track.progress
    other = progress_of(track.course, person.born_on, person.sex, person.facts, own.occasion)
    other.others = own.others
    for dose in track.doses:
        placed = place(other, track.antigens, dose, faults[dose.id], record)
        if placed.counts is Counts.UNDECIDED and not other.stage.complete:
            place_anyway(other, dose, record)
    return other
