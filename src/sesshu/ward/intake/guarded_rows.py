"""Lines of clinic files about people whose address is guarded: entered as doses without a look at the clinic.

The guarded zone alone reads the line and what became of it. The dose is an entry like any other: a second
person checks it, and where it was given lies behind the wall (number-linkage §5.5 D3).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Proposal
from sesshu.schedule.types import Rulebook
from sesshu.ward.clinics.entry import ClinicEntry
from sesshu.ward.clinics.queries import contract_on, contracts_of
from sesshu.ward.intake.codes import PURPOSE, Level
from sesshu.ward.intake.entries import entry_of
from sesshu.ward.intake.queries import NoSuchFile
from sesshu.ward.intake.situations import (
    NoReasonToPass,
    RowSettledBefore,
    RowStaysFaulty,
    UnknownNumber,
)
from sesshu.ward.intake.subjects import (
    Known,
    known_by_number,
    residents_of,
    subjects_of_rows,
)
from sesshu.ward.records.assessment import Assessment, assess
from sesshu.ward.records.codes import FoundBy
from sesshu.ward.records.differences import told_before
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.operations import enter_dose, proposal_of_form
from sesshu.ward.records.recorded import RecordedDose, doses_of
from sesshu.ward.records.subject import subject_of
from sesshu.ward.vouchers.at_entry import is_ours
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.parse import ReadRow, read_line
from sesshu.wire.residents.rows import Line

GUARDED = "guarded"
_WAITING = """
SELECT {what}
FROM guarded_intake_row g JOIN intake_row r ON r.id = g.row_id JOIN intake_file f ON f.id = r.file_id
WHERE r.state = 'guarded' AND NOT EXISTS (
    SELECT FROM guarded_intake_settlement s LEFT JOIN proposal p ON p.id = s.proposal_id
    WHERE s.row_id = r.id AND (p.id IS NULL OR p.state IN ('open', 'approved'))
)
"""
_COUNT = _WAITING.format(what="count(*)")
_ROWS = _WAITING.format(
    what="""r.id, r.line_number, f.month, f.registered_at, g.text, g.findings, (
    SELECT p.decision_reason FROM guarded_intake_settlement s JOIN proposal p ON p.id = s.proposal_id
    WHERE s.row_id = r.id AND p.state = 'declined' ORDER BY s.id DESC LIMIT 1
)"""
)
_SETTLE = "INSERT INTO guarded_intake_settlement (row_id, proposal_id, reason) VALUES (%s, %s, %s)"
SITUATIONS: Mapping[str, type[RowSettledBefore]] = {"guarded_row_is_settled_once": RowSettledBefore}


@dataclass(frozen=True, slots=True)
class GuardedRow:
    """A line behind the wall that waits, with what its checks found when it was taken in."""

    id: int
    line_number: int
    month: date
    registered_at: datetime
    text: str
    findings: Sequence[dict[str, Any]]
    sent_back_because: str | None

    @property
    def read(self) -> ReadRow:
        """The form of the line, or what keeps it from being read."""
        return read_line(Line(self.line_number, self.text))

    @property
    def stops(self) -> Sequence[dict[str, Any]]:
        """Findings that let nothing pass without a word."""
        return [each for each in self.findings if each["level"] in (Level.ERROR, Level.HOLD)]


class Likely(NamedTuple):
    """Whom a line is about where that is certain, else everybody it may be about."""

    certain: Known | None = None
    candidates: tuple[Known, ...] = ()

    @property
    def everybody(self) -> tuple[Known, ...]:
        """Whoever it is or may be about."""
        return (self.certain,) if self.certain else self.candidates

    @property
    def likeliest(self) -> Known | None:
        """The one to show beside the line, if there is only one."""
        alone = self.candidates[0] if len(self.candidates) == 1 else None
        return self.certain or alone


def waiting_rows(limit: int) -> list[GuardedRow]:
    """The lines that wait, the oldest first; read in the guarded zone."""
    return _read(_ROWS + " ORDER BY r.id LIMIT %s", [limit])


def count_waiting() -> int:
    """How many lines wait."""
    with connections[GUARDED].cursor() as cursor:
        cursor.execute(_COUNT)
        return int(cursor.fetchone()[0])


def guarded_row(row_id: int) -> GuardedRow:
    """One line that waits. Raises NoSuchFile."""
    for row in _read(_ROWS + " AND r.id = %s", [row_id]):
        return row
    raise NoSuchFile(row_id)


def people_of(rows: Sequence[GuardedRow]) -> dict[int, Likely]:
    """Whom lines may be about, by the id of the line."""
    told = {row.id: read.told for row in rows if (read := row.read).told}
    found = subjects_of_rows([(each, None) for each in told.values() if each])
    known = residents_of({one for who in found for one in who.sheltered})
    return {
        row_id: Likely(who.resident, tuple(known[one] for one in who.sheltered))
        for row_id, who in zip(told, found, strict=True)
    }


def chosen(atena_number: str) -> Known:
    """Whom the desk says a line is about. Raises UnknownNumber."""
    person = known_by_number(atena_number)
    if person is None:
        raise UnknownNumber
    return person


def judged(row: GuardedRow, resident_id: int, on: date, rulebook: Rulebook) -> Assessment:
    """What the law says of the dose of a line beside the record of a resident. Raises RowStaysFaulty."""
    return _assessed(_entry(row, resident_id, "", rulebook), on, rulebook)


def told_again(
    row: GuardedRow, resident_id: int, rulebook: Rulebook
) -> tuple[DoseEntry, tuple[RecordedDose, ...]]:
    """The dose of a line and those on record that may be the same. Raises RowStaysFaulty."""
    entry = _entry(row, resident_id, "", rulebook)
    return entry, told_before(entry, doses_of(resident_id))


def enter_row(
    actor: Actor,
    row: GuardedRow,
    resident_id: int,
    reason: str,
    on: date,
    rulebook: Rulebook,
    form_key: UUID,
    another: FoundBy | None = None,
) -> Proposal:
    """Ask a second person to check the dose of a line; the same form sent twice is one proposal.

    `reason` says why it is entered although a check stops it, `another` by what it was found to be another
    dose than those of the record that it may tell of once more.

    Raises NoReasonToPass, RowSettledBefore, RowStaysFaulty, and what `enter_dose` raises.
    """
    if sent := proposal_of_form(actor, form_key):
        return sent
    with ledger.act(actor, "intake.guarded_row_entered", PURPOSE) as event:
        event.about(resident_id)
        event.detail(row=row.id)
        entry = _entry(row, resident_id, reason, rulebook)
        stops = _assessed(entry, on, rulebook).stops
        if (stops or row.stops) and not reason.strip():
            raise NoReasonToPass
        entry = replace(entry, as_given=stops)
        proposal = enter_dose(actor, entry, on, rulebook, form_key, another=another)
        _settle(row.id, proposal.pk, None)
        return proposal


def leave_out(actor: Actor, row_id: int, reason: str) -> None:
    """Settle a line without a dose. Raises NoReasonToPass, RowSettledBefore."""
    with ledger.act(actor, "intake.guarded_row_left_out", PURPOSE) as event:
        event.detail(row=row_id)
        if not reason.strip():
            raise NoReasonToPass
        _settle(row_id, None, reason.strip())


def _assessed(entry: DoseEntry, on: date, rulebook: Rulebook) -> Assessment:
    number = entry.resident_id
    return assess(entry, subject_of(number), doses_of(number), on, rulebook)


def _entry(row: GuardedRow, resident_id: int, reason: str, rulebook: Rulebook) -> DoseEntry:
    read = row.read
    if read.form is None:
        raise RowStaysFaulty(read.faults)
    number = read.form.voucher_number
    return entry_of(
        read.form,
        resident_id,
        _clinic(read.form),
        rulebook,
        reason.strip() or None,
        stops=False,
        foreign=bool(number) and not is_ours(str(number)),
    )


def _clinic(form: Form) -> ClinicEntry | None:
    code = form.provider_code
    return contract_on(contracts_of([code]).get(code, []), form.given_on)


def _settle(row_id: int, proposal_id: int | None, reason: str | None) -> None:
    with situations_by_constraint(SITUATIONS), connections["default"].cursor() as cursor:
        cursor.execute(_SETTLE, [row_id, proposal_id, reason])


def _read(query: str, values: Sequence[Any]) -> list[GuardedRow]:
    with connections[GUARDED].cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [
        GuardedRow(row_id, line, month, at, text, json.loads(findings), because)
        for row_id, line, month, at, text, findings, because in rows
    ]
