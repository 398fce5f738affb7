"""The law about one person: three answers for every dose, and the next dose of every series."""

from datetime import date

import msgspec

from sesshu.kernel.outcomes import Counts, ErrorClass, Legal
from sesshu.schedule.faults import faults_of
from sesshu.schedule.forecast import Case, begun_choices, series_verdict
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.record import Record, record_of, series_version
from sesshu.schedule.tracks import Placed, Track, errors_of, tracks_of, walk
from sesshu.schedule.types import Rulebook, Series
from sesshu.schedule.verdicts import CountsAs, DoseVerdict, Reason, SeriesVerdict, Verdict


def judge(person: Person, on: date, rulebook: Rulebook) -> Verdict:
    """What every dose is under the law of its day, and where every series stands on `on`."""
    record = record_of(person, on, rulebook)
    faults = {dose.id: faults_of(dose, record) for dose in record.doses}
    tracks = tracks_of(record)
    for course_tracks in tracks.values():
        for track in course_tracks:
            walk(track, faults, rulebook)
    return Verdict(
        id=person.id,
        on=on,
        release=rulebook.release,
        doses=tuple(
            _dose_verdict(dose, faults[dose.id], tracks, rulebook) for dose in record.doses
        ),
        series=_series_verdicts(record, tracks),
    )


def _series_verdicts(record: Record, tracks: dict[str, list[Track]]) -> tuple[SeriesVerdict, ...]:
    begun = begun_choices(tracks, record.rulebook)
    return tuple(
        series_verdict(_case(series, record, tracks), begun)
        for series in record.rulebook.series.values()
    )


def _case(series: Series, record: Record, tracks: dict[str, list[Track]]) -> Case:
    own = [track for course in series.serves for track in tracks[course]]
    return Case(series, series_version(series, record.on), own, record)


def _dose_verdict(
    dose: Dose, faults: list[Reason], tracks: dict[str, list[Track]], rulebook: Rulebook
) -> DoseVerdict:
    placed = [
        (track, track.placed[dose.id])
        for course_tracks in tracks.values()
        for track in course_tracks
        if dose.id in track.placed
    ]
    needed = [place for _, place in placed if not place.unnecessary] or [p for _, p in placed]
    reasons = _joined([*faults, *(r for place in needed for r in place.reasons)])
    errors = errors_of(reasons)
    return DoseVerdict(
        id=dose.id,
        series=dose.series,
        given_on=dose.given_on,
        legal=_legal(dose, needed, errors, rulebook),
        counts=_counts([place for _, place in placed], faults),
        counts_as=_counts_as(placed),
        error=errors[0] if errors else None,
        reasons=reasons,
        verify=_verify(faults, needed),
    )


def _joined(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Each sentence once, with all provisions it rests on."""
    said: dict[str, Reason] = {}
    for reason in reasons:
        same = said.setdefault(reason.text, reason)
        if reason.provision not in same.provision:
            both = f"{same.provision}; {reason.provision}"
            said[reason.text] = msgspec.structs.replace(same, provision=both)
    return tuple(said.values())


def _legal(dose: Dose, placed: list[Placed], errors: list[ErrorClass], rulebook: Rulebook) -> Legal:
    if errors:
        return Legal.VOLUNTARY
    series = rulebook.series.get(dose.series)
    if series is None or any(not place.covered for place in placed):
        return Legal.NOT_COVERED
    if any(not place.routine for place in placed):
        return Legal.VOLUNTARY
    return Legal.ROUTINE_A if series.category == "A" else Legal.ROUTINE_B


def _counts(placed: list[Placed], faults: list[Reason]) -> Counts:
    answers = {place.counts for place in placed}
    if Counts.UNDECIDED in answers or (not placed and faults):
        return Counts.UNDECIDED
    return Counts.YES if Counts.YES in answers else Counts.NO


def _counts_as(placed: list[tuple[Track, Placed]]) -> tuple[CountsAs, ...]:
    return tuple(
        CountsAs(track.course.code, track.antigens, place.dose, place.phase)
        for track, place in placed
        if place.dose is not None and place.phase is not None
    )


_MARKS_OF_REASONS = {
    "too_soon_after_other": "live-live",
    "other_kind_begun": "rotavirus-switch",
}


def _verify(faults: list[Reason], placed: list[Placed]) -> tuple[str, ...]:
    marks = [_MARKS_OF_REASONS[f.code] for f in faults if f.code in _MARKS_OF_REASONS]
    return tuple(dict.fromkeys([*marks, *(mark for place in placed for mark in place.verify)]))
