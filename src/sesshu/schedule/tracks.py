"""Doses counted per antigen: each group of antigens with the same doses walks its course once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sesshu.kernel.outcomes import Counts, ErrorClass, Phase
from sesshu.schedule import wording
from sesshu.schedule.openings import Opening, Progress, openings, taken_anyway
from sesshu.schedule.persons import Dose
from sesshu.schedule.record import Record
from sesshu.schedule.types import Course, CourseVersion, Product, Rulebook
from sesshu.schedule.verdicts import Reason


class Placed(NamedTuple):
    """What one dose is in one course."""

    counts: Counts
    dose: int | None
    phase: Phase | None
    covered: bool
    routine: bool
    """Whether the course was law on the day, for this person or another."""
    unnecessary: bool
    reasons: tuple[Reason, ...]
    verify: tuple[str, ...]


@dataclass(slots=True)
class Track:
    """Antigens of a course that had the same doses, and how far they came."""

    course: Course
    antigens: tuple[str, ...]
    doses: list[Dose]
    progress: Progress
    placed: dict[str, Placed] = field(default_factory=dict)
    if_undecided_count: Progress | None = None


Faults = Mapping[str, list[Reason]]


def courses_of(dose: Dose, record: Record) -> tuple[str, ...]:
    """Courses a dose belongs to: those its series serves, else first-stage courses of its antigens."""
    series = record.rulebook.series.get(dose.series)
    if series is not None:
        return series.serves
    product = record.products[dose.id]
    if product is None:
        return ()
    return tuple(
        course.code
        for course in record.rulebook.courses.values()
        if course.stage == 1 and not set(course.antigens).isdisjoint(product.antigens)
    )


def tracks_of(record: Record) -> dict[str, list[Track]]:
    """Tracks by course, nobody walked yet; doses oldest first."""
    by_course: dict[str, list[Dose]] = {}
    for dose in record.doses:
        for code in courses_of(dose, record):
            by_course.setdefault(code, []).append(dose)
    return {
        code: _tracks(course, by_course.get(code, []), record)
        for code, course in record.rulebook.courses.items()
    }


def _tracks(course: Course, doses: list[Dose], record: Record) -> list[Track]:
    born_on, sex = record.person.born_on, record.person.sex
    if not doses:
        return [Track(course, course.antigens, [], Progress(course, born_on, sex))]
    groups: dict[tuple[str, ...], tuple[list[str], list[Dose]]] = {}
    for antigen in course.antigens:
        own = [dose for dose in doses if _carries(antigen, record.products[dose.id])]
        groups.setdefault(tuple(d.id for d in own), ([], own))[0].append(antigen)
    return [
        Track(course, tuple(antigens), own, Progress(course, born_on, sex))
        for antigens, own in groups.values()
    ]


def _carries(antigen: str, product: Product | None) -> bool:
    return product is None or antigen in product.antigens


def walk(track: Track, faults: Faults, rulebook: Rulebook) -> None:
    """Place every dose of a track; where one stays undecided, keep the other future too."""
    for dose in track.doses:
        track.placed[dose.id] = _place(track, track.progress, dose, faults, rulebook)
    if any(placed.counts is Counts.UNDECIDED for placed in track.placed.values()):
        other = Progress(track.course, track.progress.born_on, track.progress.sex)
        for dose in track.doses:
            placed = _place(track, other, dose, faults, rulebook)
            if placed.counts is Counts.UNDECIDED and not other.complete:
                _count_anyway(other, dose, rulebook)
        track.if_undecided_count = other


def _place(
    track: Track, progress: Progress, dose: Dose, faults: Faults, rulebook: Rulebook
) -> Placed:
    version = progress.version_on(dose.given_on)
    if version is None:
        return _place_without_law(track, progress, dose, faults, rulebook)
    missing = rulebook.missing_day_on(dose.given_on)
    found = openings(version, progress, missing)
    taken = [opening for opening in found if opening.holds(dose.given_on)]
    reasons = () if taken else _why_not(found, version, progress, dose.given_on)
    verify = version.verify + _verify(taken or found[:1])
    keeps_law = bool(taken) and not faults[dose.id]
    counts, why = _counts(track, progress, dose, keeps_law=keeps_law)
    number, phase = _take(progress, dose, counts, taken or found)
    unnecessary = progress.complete and not found
    return Placed(counts, number, phase, True, True, unnecessary, reasons + why, verify)


def _place_without_law(
    track: Track, progress: Progress, dose: Dose, faults: Faults, rulebook: Rulebook
) -> Placed:
    series = rulebook.series.get(dose.series)
    known = series is not None and series.known_from <= dose.given_on
    version = progress.nearest_version(dose.given_on)
    found = openings(version, progress, rulebook.missing_day_on(dose.given_on)) if version else []
    taken = [opening for opening in found if opening.holds(dose.given_on)]
    fits = bool(taken) and not known and not faults[dose.id]
    counts, why = _counts(track, progress, dose, keeps_law=fits)
    number, phase = _take(progress, dose, counts, taken or found)
    reasons, routine = _outside_law(track, dose, known=known)
    unnecessary = progress.complete and version is not None and not found
    return Placed(counts, number, phase, known, routine, unnecessary, reasons + why, ())


def _outside_law(track: Track, dose: Dose, *, known: bool) -> tuple[tuple[Reason, ...], bool]:
    if not known:
        return (wording.not_covered(dose.given_on),), False
    others = [v for v in track.course.versions if v.holds_on(dose.given_on)]
    if not others:
        return (wording.no_law_yet(track.course.versions[0].provision),), False
    progress = track.progress
    if all(v.cohort.sex not in (None, progress.sex) for v in others):
        return (wording.wrong_sex(others[0].provision),), True
    return (wording.outside_cohort(others[0].provision),), True


def _counts(
    track: Track, progress: Progress, dose: Dose, *, keeps_law: bool
) -> tuple[Counts, tuple[Reason, ...]]:
    if dose.decision is not None:
        counts = dose.decision == "counts" and not progress.complete
        return (Counts.YES if counts else Counts.NO), (wording.decided(counts=counts),)
    if progress.complete:
        return Counts.NO, ()
    if keeps_law:
        return Counts.YES, ()
    for earlier in track.course.earlier_doses:
        if dose.given_on <= earlier.given_until and dose.product in earlier.products:
            return Counts.YES, (wording.earlier_dose_counts(earlier.provision),)
    return Counts.UNDECIDED, (wording.undecided(),)


def _take(
    progress: Progress, dose: Dose, counts: Counts, found: list[Opening]
) -> tuple[int | None, Phase | None]:
    if counts is not Counts.YES or not found:
        return None, None
    holding = [opening for opening in found if opening.holds(dose.given_on)]
    taken = holding or taken_anyway(found, dose.given_on)
    progress.count(dose.given_on, taken)
    return len(progress.days), taken[0].rule.phase


def _count_anyway(progress: Progress, dose: Dose, rulebook: Rulebook) -> None:
    version = progress.nearest_version(dose.given_on)
    if version is not None:
        found = openings(version, progress, rulebook.missing_day_on(dose.given_on))
        _take(progress, dose, Counts.YES, found)


def _why_not(
    found: list[Opening], version: CourseVersion, progress: Progress, day: date
) -> tuple[Reason, ...]:
    provision = version.provision
    if not found:
        return (wording.unnecessary(provision),)
    ahead = [o for o in found if day <= o.age_until]
    if not ahead:
        return (wording.too_old(max(o.age_until for o in found), provision),)
    nearest = min(ahead, key=lambda opening: opening.earliest_on)
    reasons = []
    if day < nearest.age_from:
        reasons.append(wording.too_young(nearest.age_from, provision))
    if day < nearest.kept_from:
        reasons.append(wording.too_soon(nearest, provision))
    return tuple(reasons)


def _verify(taken: list[Opening]) -> tuple[str, ...]:
    marks: tuple[str, ...] = ()
    for opening in taken:
        marks += opening.rule.verify
        if opening.rests_on_reading:
            marks += ("missing-day",)
    return marks


def errors_of(reasons: tuple[Reason, ...]) -> list[ErrorClass]:
    """Error classes named by reasons, in the order of the ministry's form."""
    return sorted({reason.error for reason in reasons if reason.error is not None})
