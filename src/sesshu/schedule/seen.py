"""The part of an answer that every engine gives, in one shape, so that engines and cases can be compared."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sesshu.kernel.outcomes import Counts, Legal, Phase, Status
from sesshu.schedule.verdicts import DoseVerdict, SeriesVerdict, Timing, Verdict


class Counted(NamedTuple):
    """Which dose of a course, for which antigens."""

    course: str
    antigens: tuple[str, ...]
    dose: int
    phase: Phase


class DoseSeen(NamedTuple):
    """The answers about a dose; `reason` is the first that carries the error (or, without one, the first)."""

    legal: Legal
    counts: Counts
    counts_as: frozenset[Counted]
    error: int | None
    reason: str | None
    reasons: frozenset[str]


class SeriesSeen(NamedTuple):
    """The answer about a series; the days are those of the next dose."""

    status: Status
    timing: Timing | None
    doses_counted: int
    next_dose: int | None = None
    next_phase: Phase | None = None
    earliest_on: date | None = None
    last_on: date | None = None
    standard_from: date | None = None
    standard_until: date | None = None


class Seen(NamedTuple):
    """Everything about one person: doses by id, series by code."""

    doses: Mapping[str, DoseSeen]
    series: Mapping[str, SeriesSeen]


def seen(verdict: Verdict) -> Seen:
    """What an engine must answer where judge gives this verdict."""
    return Seen(
        {dose.id: _dose(dose) for dose in verdict.doses},
        {series.series: _series(series) for series in verdict.series},
    )


def _dose(verdict: DoseVerdict) -> DoseSeen:
    counted = (Counted(c.course, c.antigens, c.dose, c.phase) for c in verdict.counts_as)
    return DoseSeen(
        verdict.legal,
        verdict.counts,
        frozenset(counted),
        None if verdict.error is None else verdict.error.value,
        next((reason.code for reason in verdict.reasons if reason.error == verdict.error), None),
        frozenset(reason.code for reason in verdict.reasons),
    )


def _series(verdict: SeriesVerdict) -> SeriesSeen:
    following = verdict.next
    if following is None:
        return SeriesSeen(verdict.status, verdict.timing, verdict.doses_counted)
    return SeriesSeen(
        verdict.status,
        verdict.timing,
        verdict.doses_counted,
        following.dose,
        following.phase,
        following.earliest_on,
        following.last_on,
        following.standard_from,
        following.standard_until,
    )
