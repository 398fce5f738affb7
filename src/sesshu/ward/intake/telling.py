"""What a row tells beside the record: doses that it may tell of once more, for a clerk to settle (S1.9)."""

from dataclasses import dataclass

from sesshu.foundation import ledger
from sesshu.schedule.types import Rulebook
from sesshu.ward.intake.entries import entry_of
from sesshu.ward.intake.models import IntakeRow
from sesshu.ward.intake.situations import NotSettled
from sesshu.ward.records.codes import FoundBy, Held, ToldBy
from sesshu.ward.records.differences import told_before
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.records.settling import items_told, settle, unsettled
from sesshu.wire.clinic_files.parse import read_line
from sesshu.wire.residents.rows import Line


@dataclass(frozen=True, slots=True)
class Telling:
    """The dose of a row, and those on record that may be the same and that nobody found to be others."""

    entry: DoseEntry | None = None
    told: tuple[RecordedDose, ...] = ()

    @property
    def differing(self) -> tuple[RecordedDose, ...]:
        """Of these the ones that the row tells of otherwise."""
        return tuple(
            dose for dose in self.told if self.entry and items_told(self.entry, dose.entry)
        )


def telling_of(row: IntakeRow, rulebook: Rulebook) -> Telling:
    """What a row tells; nothing where it cannot be read or is about nobody known."""
    form = read_line(Line(row.line_number, row.corrected or row.text or "")).form
    if form is None or row.resident_id is None:
        return Telling()
    entry = entry_of(form, row.resident_id, None, rulebook, None, stops=False, foreign=False)
    return Telling(entry, unsettled(entry, told_before(entry, doses_of(row.resident_id))))


def settle_row(event: ledger.Event, telling: Telling, held: Held, found_by: FoundBy | None) -> None:
    """Keep which side holds of a row and the record. Raises NotSettled where nobody says how they know."""
    doses = telling.told if held is Held.BOTH else telling.differing
    if telling.entry is None or not doses:
        return
    if found_by is None:
        raise NotSettled
    settle(event, telling.entry, doses, (held, found_by), ToldBy.FILE)
