"""A dose told of beside one on record that may be the same: a person settles which holds (S1.9)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from django.db import connection

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.codes import FoundBy, Held, ToldBy
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.models import DifferenceSettlement
from sesshu.ward.records.recorded import RecordedDose

PURPOSE = "届いた内容と記録との突合"
TOLD = ("series", "given_on", "vaccine_name", "lot", "volume_ml", "source")
"""What may be told otherwise; where a dose was given is compared on the page and not kept (D3)."""
OF_THE_VACCINE = (
    "product",
    "brand",
    "vaccine_name",
    "maker",
    "lot",
    "expires_on",
    "volume_ml",
    "route",
)
_INSERT = """
INSERT INTO difference_settlement
    (resident_id, dose_id, told_by, series, given_on, items, held, found_by)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
Pair = frozenset[tuple[str, date]]


def items_told(entry: DoseEntry, dose: DoseEntry) -> dict[str, list[Any]]:
    """What an entry says and what the record says, by field; what one side does not say is no difference."""
    found = {name: [getattr(entry, name), getattr(dose, name)] for name in TOLD}
    return {
        name: [_plain(value) for value in both]
        for name, both in found.items()
        if None not in both and both[0] != both[1]
    }


def settlements_of(
    resident_id: int, known_at: datetime | None = None
) -> tuple[DifferenceSettlement, ...]:
    """What was settled about a person by an instant, under any 宛名 of theirs, the newest first."""
    numbers = numbers_of([resident_id], known_at)[resident_id]
    found = DifferenceSettlement.objects.filter(resident_id__in=numbers)
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    return tuple(found.select_related("dose").order_by("-id"))


def settlement_of(
    entry: DoseEntry, dose: RecordedDose, settled: Iterable[DifferenceSettlement]
) -> DifferenceSettlement | None:
    """The newest settlement that finds an entry and a dose to be two; either may have been told first."""
    pair = _pair(entry, dose.entry)
    return next(
        (each for each in settled if each.held == Held.BOTH and _pair_of(each) == pair), None
    )


def unsettled(entry: DoseEntry, told: Collection[RecordedDose]) -> tuple[RecordedDose, ...]:
    """Of doses that an entry may tell of once more those that nobody found to be others.

    PostgreSQL asks the same when the dose is recorded. Two doses of one day are said to be two on the form.
    """
    if not told:
        return ()
    settled = settlements_of(entry.resident_id)
    return tuple(
        dose
        for dose in told
        if not (entry.second_of_day and dose.entry.given_on == entry.given_on)
        and settlement_of(entry, dose, settled) is None
    )


def settle(
    event: ledger.Event,
    entry: DoseEntry,
    doses: Iterable[RecordedDose],
    settling: tuple[Held, FoundBy],
    told_by: ToldBy = ToldBy.FORM,
) -> None:
    """Keep which side holds of an entry and each of some doses; within the act of `event`."""
    held, found_by = settling
    compared = list(doses)
    told: list[Any] = [told_by.value, entry.series, entry.given_on]
    with connection.cursor() as cursor:
        cursor.executemany(
            _INSERT,
            [
                [entry.resident_id, dose.id, *told, _json(entry, dose), held.value, found_by.value]
                for dose in compared
            ],
        )
    event.detail(settled=[dose.id for dose in compared])


def keep_record(actor: Actor, entry: DoseEntry, dose: RecordedDose, found_by: FoundBy) -> None:
    """Settle that the record holds: nothing is entered."""
    with ledger.act(actor, "dose.difference_settled", PURPOSE) as event:
        event.about(entry.resident_id)
        settle(event, entry, [dose], (Held.RECORD, found_by))


def in_its_place(dose: DoseEntry, entry: DoseEntry) -> DoseEntry:
    """A dose on record with day and vaccine as they were told; its origin, number and payment stay."""
    another = entry.product is not None and entry.product != dose.product
    told = {
        name: getattr(entry, name)
        for name in OF_THE_VACCINE
        if another or getattr(entry, name) is not None
    }
    place = dose.particulars or (entry.particulars if entry.as_given else None)
    reason = entry.particulars.stated_reason if entry.particulars and entry.as_given else None
    return replace(
        dose,
        series=entry.series,
        given_on=entry.given_on,
        as_given=entry.as_given,
        decision=entry.decision,
        particulars=place and replace(place, stated_reason=reason),
        **told,
    )


def _plain(value: Any) -> Any:
    """A volume without the zeros of its column, everything else as JSON has it."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else msgspec.to_builtins(value)


def _json(entry: DoseEntry, dose: RecordedDose) -> str:
    return msgspec.json.encode(items_told(entry, dose.entry)).decode()


def _pair(one: DoseEntry, other: DoseEntry) -> Pair:
    return frozenset({(one.series, one.given_on), (other.series, other.given_on)})


def _pair_of(settled: DifferenceSettlement) -> Pair:
    dose = settled.dose
    return frozenset({(settled.series, settled.given_on), (dose.series, dose.given_on)})
