"""An entry beside a dose on record that may be the same one: what differs, for a person to settle (S1.9)."""

from collections.abc import Collection
from dataclasses import dataclass

from sesshu.schedule.types import Rulebook
from sesshu.ui.dates import in_era
from sesshu.ward.records.codes import FoundBy
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.models import DifferenceSettlement
from sesshu.ward.records.recorded import RecordedDose
from sesshu.ward.records.settling import settlement_of, settlements_of
from sesshu.ward.records.web.words import HELD_BACK, NOTHING, Compared, compared, series_name

TOLD = frozenset(
    {
        "series",
        "given_on",
        "brand",
        "lot",
        "volume_ml",
        "provider_name",
        "source",
    }
)
SILENT = {NOTHING, HELD_BACK}


@dataclass(frozen=True, slots=True)
class Difference:
    """A dose on record and the items in which an entry tells of it otherwise; none where both agree."""

    dose_id: int
    resident_id: int
    name: str
    items: tuple[Compared, ...]
    settled: DifferenceSettlement | None = None
    """That both were found to be right, by whom and when."""

    @property
    def found_by(self) -> str:
        """By what that was found."""
        return FoundBy(self.settled.found_by).label if self.settled else ""


def differences(
    entry: DoseEntry, told: Collection[RecordedDose], rulebook: Rulebook
) -> tuple[Difference, ...]:
    """The doses that may be told of once more. What one side does not say is no difference."""
    settled = settlements_of(entry.resident_id) if told else ()
    return tuple(
        Difference(
            dose.id,
            dose.entry.resident_id,
            f"{in_era(dose.entry.given_on)}　{series_name(dose.entry.series, rulebook)}",
            tuple(
                item
                for item in compared(entry, dose.entry, rulebook)
                if item.field in TOLD and item.changed and not SILENT & {item.text, item.before}
            ),
            settlement_of(entry, dose, settled),
        )
        for dose in told
    )
