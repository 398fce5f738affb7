"""Doses on record as plain values, on both time axes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import QuerySet

from sesshu.kernel.outcomes import Counts, ErrorClass, Legal
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.entry import DoseEntry, Particulars
from sesshu.ward.records.models import Dose
from sesshu.ward.records.payload import entry_on_record
from sesshu.ward.records.whereabouts import particulars_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDose:
    """One dose as two people recorded it; `superseded_at` is when a newer row took its place."""

    id: int
    entry: DoseEntry
    fiscal_year: int
    dose_number: int | None
    legal: Legal | None
    counts: Counts | None
    error: ErrorClass | None
    release: str
    supersedes: int | None
    is_cancelled: bool
    reason: str | None
    particulars_of: int
    entered_by_name: str
    entered_at: datetime
    checked_by_name: str
    recorded_at: datetime

    @classmethod
    def of(cls, row: Dose, particulars: Particulars | None) -> Self:
        """The values of a row."""
        return cls(
            id=row.pk,
            entry=entry_on_record(row, particulars),
            fiscal_year=row.fiscal_year,
            dose_number=row.dose_number,
            legal=None if row.legal is None else Legal(row.legal),
            counts=None if row.counts is None else Counts(row.counts),
            error=None if row.error_class is None else ErrorClass(row.error_class),
            release=row.release,
            supersedes=row.supersedes_id,
            is_cancelled=row.is_cancelled,
            reason=row.reason,
            particulars_of=row.particulars_of_id,
            entered_by_name=row.entered_by_name,
            entered_at=row.entered_at,
            checked_by_name=row.checked_by_name,
            recorded_at=row.recorded_at,
        )


def rows_of(resident_id: int, known_at: datetime | None = None) -> tuple[RecordedDose, ...]:
    """Every row about a person that was known at an instant, under any 宛名 of theirs, oldest dose first."""
    numbers = numbers_of([resident_id], known_at)[resident_id]
    found = Dose.objects.filter(resident_id__in=numbers)
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    return _values(found.order_by("given_on", "id"))


def doses_of(resident_id: int, known_at: datetime | None = None) -> tuple[RecordedDose, ...]:
    """The doses that stand, or stood as known at an instant: neither replaced nor cancelled by then."""
    return standing_among(rows_of(resident_id, known_at))


def standing_among(rows: Iterable[RecordedDose]) -> tuple[RecordedDose, ...]:
    """Of all rows about a resident those that no other row names."""
    known = tuple(rows)
    replaced = {row.supersedes for row in known}
    return tuple(row for row in known if row.id not in replaced and not row.is_cancelled)


def standing_doses(resident_ids: Iterable[int]) -> dict[int, list[RecordedDose]]:
    """The doses that stand of several people at once, by resident, under any 宛名 of theirs."""
    numbers = numbers_of({*resident_ids})
    every = {number for own in numbers.values() for number in own}
    rows = Dose.objects.filter(currentdose__resident_id__in=every).order_by("given_on", "id")
    doses = _values(rows)
    return {
        resident_id: [dose for dose in doses if dose.entry.resident_id in own]
        for resident_id, own in numbers.items()
    }


def _values(rows: QuerySet[Dose]) -> tuple[RecordedDose, ...]:
    read = list(rows)
    places = particulars_of([row.particulars_of_id for row in read])
    return tuple(RecordedDose.of(row, places.get(row.particulars_of_id)) for row in read)
