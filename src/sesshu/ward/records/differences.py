"""What is told once more is compared with the record before it counts: which dose may be the same (S1.9)."""

from collections.abc import Iterable
from datetime import timedelta

from sesshu.ward.records.codes import Outcome
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.recorded import RecordedDose

FEW_DAYS = timedelta(days=5)
"""So near no two doses of a vaccine are given on purpose: one of the days may be misread (V076)."""


def told_before(entry: DoseEntry, beside: Iterable[RecordedDose]) -> tuple[RecordedDose, ...]:
    """Doses on record that may be the one an entry tells of: of its vaccine or series, a few days apart."""
    if entry.outcome is not Outcome.GIVEN:
        return ()
    return tuple(
        dose
        for dose in beside
        if dose.entry.outcome is Outcome.GIVEN
        and abs(dose.entry.given_on - entry.given_on) <= FEW_DAYS
        and (dose.entry.what == entry.what or dose.entry.series == entry.series)
    )
