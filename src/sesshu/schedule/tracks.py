"""Doses counted per antigen: each group of antigens with the same doses walks its course once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sesshu.kernel.calendar import fiscal_year, fiscal_year_begins, fiscal_year_ends
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.placing import Placed, place, place_anyway
from sesshu.schedule.progress import Occasion, Progress
from sesshu.schedule.record import Record
from sesshu.schedule.types import Course, Product
from sesshu.schedule.verdicts import Reason

PREGNANCY = "pregnancy"
LENGTH_OF_PREGNANCY = timedelta(weeks=40)
AFTER_DUE = timedelta(weeks=2)


@dataclass(slots=True)
class Track:
    """Antigens of a course that had the same doses, and how far they came (on one occasion)."""

    course: Course
    antigens: tuple[str, ...]
    doses: list[Dose]
    progress: Progress
    placed: dict[str, Placed] = field(default_factory=dict)
    if_undecided_count: Progress | None = None


Tracks = dict[str, list[Track]]
Faults = Mapping[str, list[Reason]]


def tracks_of(record: Record, courses: Mapping[str, Course]) -> Tracks:
    """Tracks of some courses, nobody walked yet; doses oldest first."""
    by_course: dict[str, list[Dose]] = {}
    for dose in record.doses:
        for code in record.courses[dose.id]:
            by_course.setdefault(code, []).append(dose)
    tracks: Tracks = {}
    others: dict[str, list[Progress]] = {}
    for code, course in courses.items():
        tracks[code] = [
            track
            for occasion, doses in occasions(course, by_course.get(code, []), record)
            for track in _tracks(course, doses, occasion, record)
        ]
        others[code] = [track.progress for track in tracks[code]]
        for track in tracks[code]:
            track.progress.others = others
    return tracks


def occasions(
    course: Course, doses: list[Dose], record: Record
) -> list[tuple[Occasion | None, list[Dose]]]:
    """What a course is gone through anew for, with its doses; None where there is no such thing."""
    if course.each is None:
        return [(None, doses)]
    pregnancies = course.each == PREGNANCY
    found = list(_pregnancies(record.person) if pregnancies else _years(doses, record))
    own = [(each, [d for d in doses if each.holds(d.given_on)]) for each in found]
    rest = [dose for dose in doses if not any(each.holds(dose.given_on) for each in found)]
    return [*own, (None, rest)] if rest or not found else [*own]


def _years(doses: list[Dose], record: Record) -> Iterator[Occasion]:
    years = {fiscal_year(dose.given_on) for dose in doses}
    for year in sorted(years | {fiscal_year(record.on), fiscal_year(record.on) + 1}):
        yield Occasion(fiscal_year_begins(year), fiscal_year_ends(year), record.person.born_on)


def _pregnancies(person: Person) -> Iterator[Occasion]:
    for fact in person.facts:
        if fact.kind == PREGNANCY and fact.due_on is not None:
            begins, ends = fact.due_on - LENGTH_OF_PREGNANCY, fact.due_on + AFTER_DUE
            yield Occasion(begins, min(ends, fact.until_on or ends), fact.due_on)


def _tracks(
    course: Course, doses: list[Dose], occasion: Occasion | None, record: Record
) -> list[Track]:
    if not doses:
        return [Track(course, course.antigens, [], _progress(course, occasion, record.person))]
    groups: dict[tuple[str, ...], tuple[list[str], list[Dose]]] = {}
    for antigen in course.antigens:
        own = [dose for dose in doses if _carries(antigen, record.products[dose.id])]
        groups.setdefault(tuple(d.id for d in own), ([], own))[0].append(antigen)
    return [
        Track(course, tuple(antigens), own, _progress(course, occasion, record.person))
        for antigens, own in groups.values()
    ]


def _progress(course: Course, occasion: Occasion | None, person: Person) -> Progress:
    return Progress(course, person.born_on, person.sex, person.facts, occasion=occasion)


def _carries(antigen: str, product: Product | None) -> bool:
    return product is None or antigen in product.antigens


def walk(track: Track, faults: Faults, record: Record) -> None:
    """Place every dose of a track; where one stays undecided, keep the other future too."""
    undecided = False
    for dose in track.doses:
        placed = place(track.progress, dose, faults[dose.id], record)
        track.placed[dose.id] = placed
        undecided = undecided or placed.is_undecided
    if undecided:
        other = _progress(track.course, track.progress.occasion, record.person)
        other.others = track.progress.others
        for dose in track.doses:
            placed = place(other, dose, faults[dose.id], record)
            if placed.is_undecided and not other.complete:
                place_anyway(other, dose, record)
        track.if_undecided_count = other
