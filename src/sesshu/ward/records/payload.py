"""What the second person approves: an entry as the text of a proposal, and back."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import msgspec

from sesshu.foundation.second_person import Content
from sesshu.ward.records.entry import DoseEntry, Particulars
from sesshu.ward.records.models import Dose

PARTICULARS = "particulars"


def payload_of(
    entry: DoseEntry,
    supersedes: int | None = None,
    particulars_sha256: str | None = None,
    particulars_of: int | None = None,
) -> dict[str, Content]:
    """The entry without its particulars, which are bound by their hash or by the proposal they stay with."""
    said: dict[str, Content] = msgspec.to_builtins(entry)
    del said[PARTICULARS]
    return {
        **said,
        "supersedes": supersedes,
        "particulars_sha256": particulars_sha256,
        "particulars_of": particulars_of,
    }


def cancellation_of(dose: Dose) -> dict[str, Content]:
    """The dose to be cancelled, with what the queue shows of it."""
    return {
        "supersedes": dose.pk,
        "resident_id": dose.resident_id,
        "series": dose.series,
        "given_on": dose.given_on.isoformat(),
    }


def entry_in(payload: Mapping[str, Any], particulars: Particulars | None) -> DoseEntry:
    """The entry that a payload of an entry or correction says."""
    return replace(msgspec.convert(payload, DoseEntry), particulars=particulars)


def entry_on_record(dose: Dose, particulars: Particulars | None) -> DoseEntry:
    """The entry that a recorded dose says."""
    said = {
        field.name: getattr(dose, field.name)
        for field in fields(DoseEntry)
        if field.name != PARTICULARS
    }
    entry = msgspec.convert(said, DoseEntry)
    return replace(entry, particulars=particulars)
