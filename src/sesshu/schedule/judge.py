"""The law about one person: three answers for every dose, and the next dose of every series."""

from datetime import date
from functools import lru_cache

import msgspec

from sesshu.kernel.outcomes import Counts, ErrorClass, Legal
from sesshu.schedule.faults import faults_of
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.placing import Placed
from sesshu.schedule.plan import courses_needed, fresh_units
from sesshu.schedule.record import DoseLaw, Record, record_of
from sesshu.schedule.standing import series_verdicts
from sesshu.schedule.together import live_vaccines_together
from sesshu.schedule.tracks import Tracks, tracks_of, walk
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import CountsAs, DoseVerdict, Reason, Verdict

ANSWERS_KEPT = 20_000
FORGIVEN_IN_SPECIAL = {ErrorClass.WRONG_INTERVAL, ErrorClass.WRONG_VOLUME}
"""For 臨時接種 the ordinance's chapters are a standard only (予防接種法施行規則第8条)."""


def judge(person: Person, on: date, rulebook: Rulebook) -> Verdict:
    """What every dose is under the law of its day, and where every series stands on `on`."""
    record = record_of(person, on, rulebook)
    doses = record.doses
    faults = {dose.id: faults_of(dose, doses[:place], record) for place, dose in enumerate(doses)}
    fresh = fresh_units(record)
    tracks = tracks_of(record, courses_needed(fresh, rulebook))
    for course_tracks in tracks.values():
        for track in course_tracks:
            if track.doses:
                walk(track, faults, record)
    series = series_verdicts(record, tracks, fresh)
    return Verdict(
        id=person.id,
        on=on,
        release=rulebook.release,
        doses=tuple([_dose_verdict(dose, faults[dose.id], tracks, record) for dose in doses]),
        series=series,
        together=live_vaccines_together(series, record),
    )


class Answer(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What is said of a dose, but for the dose."""

    legal: Legal
    counts: Counts
    counts_as: tuple[CountsAs, ...]
    error: ErrorClass | None
    provision: str
    reasons: tuple[Reason, ...]
    verify: tuple[str, ...]


def _dose_verdict(dose: Dose, faults: list[Reason], tracks: Tracks, record: Record) -> DoseVerdict:
    law = record.laws[dose.id]
    places = tuple(
        [
            track.placed[dose.id]
            for code in law.courses
            for track in tracks[code]
            if dose.id in track.placed
        ]
    )
    answer = _answer(law, places, faults) if faults else _without_fault(law, places)
    return DoseVerdict(
        id=dose.id,
        series=dose.series,
        given_on=dose.given_on,
        legal=answer.legal,
        counts=answer.counts,
        counts_as=answer.counts_as,
        error=answer.error,
        provision=answer.provision,
        reasons=answer.reasons,
        verify=answer.verify,
    )


@lru_cache(maxsize=ANSWERS_KEPT)
def _without_fault(law: DoseLaw, places: tuple[Placed, ...]) -> Answer:
    return _answer(law, places, [])


def _answer(law: DoseLaw, places: tuple[Placed, ...], faults: list[Reason]) -> Answer:
    needed = [place for place in places if not place.unnecessary] or list(places)
    reasons = _joined(faults, needed)
    errors = [reason.error for reason in reasons if reason.error is not None]
    return Answer(
        legal=_legal(law, needed, reasons, errors),
        counts=_counts(places, faults),
        counts_as=_counts_as(places),
        error=min(errors, default=None),
        provision=_provision(needed),
        reasons=reasons,
        verify=_verify(law, faults, needed),
    )


def _provision(placed: list[Placed]) -> str:
    """The articles that several courses rest on, each once."""
    articles = (article for place in placed for article in place.provision.split("; "))
    return "; ".join(dict.fromkeys(articles))


def _joined(faults: list[Reason], needed: list[Placed]) -> tuple[Reason, ...]:
    """Each sentence once, with all provisions it rests on."""
    said: dict[str, Reason] = {}
    for reason in [*faults, *(reason for place in needed for reason in place.reasons)]:
        same = said.setdefault(reason.text, reason)
        if reason.provision not in same.provision:
            both = f"{same.provision}; {reason.provision}"
            said[reason.text] = msgspec.structs.replace(same, provision=both)
    return tuple(said.values())


OUTSIDE_THE_LAW_OF_ITS_DAY = {"no_law_yet", "no_law_any_more"}


def _legal(
    law: DoseLaw, placed: list[Placed], reasons: tuple[Reason, ...], errors: list[ErrorClass]
) -> Legal:
    series = law.series
    special = series is not None and series.category == "special"
    if errors and not (special and FORGIVEN_IN_SPECIAL.issuperset(errors)):
        return Legal.VOLUNTARY
    if series is None or not all([place.covered for place in placed]):
        return Legal.NOT_COVERED
    outside = reasons and OUTSIDE_THE_LAW_OF_ITS_DAY.intersection([r.code for r in reasons])
    if outside or not all([place.routine for place in placed]):
        return Legal.VOLUNTARY
    if law.version is not None and law.version.outside_act:
        return Legal.OUTSIDE_ACT
    return _LEGAL[series.category]


_LEGAL = {"A": Legal.ROUTINE_A, "B": Legal.ROUTINE_B, "special": Legal.SPECIAL}


def _counts(placed: tuple[Placed, ...], faults: list[Reason]) -> Counts:
    answers = [place.counts for place in placed]
    if Counts.UNDECIDED in answers or (not placed and faults):
        return Counts.UNDECIDED
    return Counts.YES if Counts.YES in answers else Counts.NO


def _counts_as(places: tuple[Placed, ...]) -> tuple[CountsAs, ...]:
    return tuple(
        CountsAs(place.course, place.antigens, place.dose, place.phase)
        for place in places
        if place.dose is not None and place.phase is not None
    )


def _verify(law: DoseLaw, faults: list[Reason], placed: list[Placed]) -> tuple[str, ...]:
    marks = list(law.version.verify) if law.version is not None else []
    for fault in faults:
        marks += fault.verify
    for place in placed:
        marks += place.verify
    return tuple(dict.fromkeys(marks)) if marks else ()
