"""What is told once more is compared with the record before it counts: which dose may be the same (S1.9)."""

from collections.abc import Iterable
from datetime import timedelta

from sesshu.ward.records.codes import Outcome
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.recorded import RecordedDose

FEW_DAYS = timedelta(days=5)
"""So near no two doses of a vaccine are given on purpose: one of the days may be misread (V076)."""


def told_before(entry: DoseEntry, beside: Iterable[RecordedDose]) -> tuple[RecordedDose, ...]:
    """Doses on record that may be the one an entry tells of, the nearest day first.

    They are of its vaccine or series, and a few days apart.
    """
    if entry.outcome is not Outcome.GIVEN:
        return ()
    return tuple(
        sorted(
            (dose for dose in beside if may_be_same(entry, dose.entry)),
            key=lambda dose: abs(dose.entry.given_on - entry.given_on),
        )
    )


def may_be_same(entry: DoseEntry, other: DoseEntry) -> bool:
    """Whether two tellings of a dose given may be of one."""
    return (
        other.outcome is Outcome.GIVEN
        and abs(other.given_on - entry.given_on) <= FEW_DAYS
        and (other.what == entry.what or other.series == entry.series)
    )
