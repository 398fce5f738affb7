"""Put rows right, hand a file over, compare what was drawn, approve: each an act in the ledger (R5)."""

from datetime import datetime
from typing import Any

from django.db import connections

from sesshu.foundation import ledger, runs, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.runs import Started
from sesshu.foundation.second_person import NoSuchProposal, Proposal, takes_effect
from sesshu.ward.intake.codes import FILE_KIND, PURPOSE, RECHECK, RECORD, SUBMIT, RowState
from sesshu.ward.intake.models import IntakeRow, IntakeSample, IntakeSubmission
from sesshu.ward.intake.queries import file_of, waits_to_be_checked
from sesshu.ward.intake.situations import (
    IntakeRefused,
    NoReasonToPass,
    NothingReady,
    RowHandedOver,
    RowsDiffer,
    RowsNotChecked,
    RowStaysFaulty,
    SampleNotCompared,
    TotalsDiffer,
    UnknownNumber,
)
from sesshu.ward.intake.subjects import known_by_number
from sesshu.ward.intake.telling import settle_row, telling_of
from sesshu.ward.records.codes import FoundBy, Held
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.wire.clinic_files.parse import read_line
from sesshu.wire.residents.rows import Line

OPEN_STATES = (RowState.NEW, RowState.FAULTY, RowState.HELD, RowState.READY)
_RELEASE = "SELECT release_intake_rows(%s)"
SITUATIONS: dict[str, type[IntakeRefused]] = {
    "intake_rows_are_those_handed_over": RowsDiffer,
    "intake_sample_was_compared": SampleNotCompared,
    "intake_row_is_open": RowHandedOver,
}


def correct_row(actor: Actor, row_id: int, text: str, atena_number: str = "") -> None:
    """Keep a line as it should read, and whom it is about if a clerk says so; `recheck` asks all checks.

    Raises RowHandedOver, UnknownNumber, and RowStaysFaulty with what cannot be read.
    """
    with ledger.act(actor, "intake.row_corrected", PURPOSE) as entry:
        entry.detail(row=row_id)
        row = _open_row(row_id)
        read = read_line(Line(row.line_number, text))
        if read.faults:
            raise RowStaysFaulty(read.faults)
        chosen = _chosen(atena_number, entry)
        _update(row_id, corrected=text, chosen_id=chosen)


def let_pass(actor: Actor, row_id: int, reason: str, found_by: FoundBy | None = None) -> None:
    """Say why a row is right although a check stops it; the second person sees it.

    Where a dose on record may be the same, it is another one, as was found by `found_by`. Raises
    RowHandedOver, NoReasonToPass, NotSettled.
    """
    with ledger.act(actor, "intake.row_let_pass", PURPOSE) as entry:
        row = _settled(row_id, entry, Held.BOTH, found_by)
        _update(row.pk, stated_reason=_stated(reason))


def drop_row(actor: Actor, row_id: int, reason: str, found_by: FoundBy | None = None) -> None:
    """Leave a row out, with a reason; it stays on the list.

    Where a dose on record may be the same, the record holds, as was found by `found_by`. Raises
    RowHandedOver, NoReasonToPass, NotSettled.
    """
    with ledger.act(actor, "intake.row_dropped", PURPOSE) as entry:
        row = _settled(row_id, entry, Held.RECORD, found_by)
        _update(row.pk, dropped_reason=_stated(reason))


def recheck(actor: Actor, file_id: int, at: datetime) -> Started:
    """Start the run that checks every open row of a file again."""
    params = {"file": file_id, "at": at.isoformat(timespec="seconds")}
    return runs.start(actor, RECHECK, params=params)


def submit(actor: Actor, file_id: int, reason: str) -> Started:
    """Hand the ready rows of a file to a second person.

    Raises RowsNotChecked, NothingReady, and TotalsDiffer where the control totals differ and no reason is
    given.
    """
    with ledger.act(actor, "intake.submitted", PURPOSE) as entry:
        entry.detail(intake_file=file_id)
        if waits_to_be_checked(file_id):
            raise RowsNotChecked
        file = file_of(file_id)
        if not file.counts.get(RowState.READY, 0):
            raise NothingReady
        if file.differences and not reason.strip():
            raise TotalsDiffer
        before = IntakeSubmission.objects.filter(file_id=file_id).count()
        params = {"file": file_id, "before": before, "reason": reason.strip()}
        return runs.start(actor, SUBMIT, params=params)


def compare(actor: Actor, sample_id: int, *, matches: bool) -> None:
    """Say whether a drawn row reads as its paper does."""
    with ledger.act(actor, "intake.compared", PURPOSE) as entry:
        sample = IntakeSample.objects.select_related("row").get(pk=sample_id)
        entry.detail(row=sample.row_id)
        _about(sample.row, entry)
        with connections["default"].cursor() as cursor:
            query = "UPDATE intake_sample SET matches = %s WHERE id = %s"
            cursor.execute(query, [matches, sample_id])


def approve(actor: Actor, proposal_id: int, shown_sha256: str) -> Proposal:
    """Approve the rows of a file; the run that records them begins.

    Raises SampleNotCompared, RowsDiffer, and what `second_person.approve` raises.
    """
    with situations_by_constraint(SITUATIONS):
        return second_person.approve(actor, proposal_id, shown_sha256, PURPOSE)


def send_back(actor: Actor, proposal_id: int, reason: str) -> Proposal:
    """Hand a file back; its rows may be put right again. Raises what `second_person.decline` raises."""
    with ledger.act(actor, "intake.sent_back", PURPOSE):
        proposal = second_person.decline(actor, proposal_id, reason, PURPOSE)
        submission = IntakeSubmission.objects.get(proposal_id=proposal_id)
        with connections["default"].cursor() as cursor:
            cursor.execute(_RELEASE, [submission.pk])
        return proposal


@takes_effect(FILE_KIND)
def record_rows(actor: Actor, proposal: Proposal) -> None:
    """Start the run that records the rows that were approved, as whoever approved them."""
    submission = IntakeSubmission.objects.filter(proposal=proposal).first()
    if submission is None:
        raise NoSuchProposal
    runs.start(actor, RECORD, params={"submission": submission.pk})


def _open_row(row_id: int) -> IntakeRow:
    row = IntakeRow.objects.filter(pk=row_id, state__in=OPEN_STATES).first()
    if row is None or row.text is None:
        raise RowHandedOver
    return row


def _chosen(atena_number: str, entry: ledger.Event) -> int | None:
    if not atena_number:
        return None
    person = known_by_number(atena_number)
    if person is None or person.is_guarded:
        raise UnknownNumber
    entry.about(person.id)
    return person.id


def _settled(row_id: int, entry: ledger.Event, held: Held, found_by: FoundBy | None) -> IntakeRow:
    """An open row, of which it is settled what it tells beside the record."""
    entry.detail(row=row_id)
    row = _open_row(row_id)
    _about(row, entry)
    settle_row(entry, telling_of(row, rulebook_here()), held, found_by)
    return row


def _about(row: IntakeRow, entry: ledger.Event) -> None:
    if row.resident_id:
        entry.about(row.resident_id)


def _stated(reason: str) -> str:
    if not reason.strip():
        raise NoReasonToPass
    return reason.strip()


def _update(row_id: int, **values: Any) -> None:
    columns = ", ".join(f"{name} = %s" for name in values)
    query = f"UPDATE intake_row SET {columns} WHERE id = %s"  # noqa: S608  # our own names
    with situations_by_constraint(SITUATIONS), connections["default"].cursor() as cursor:
        cursor.execute(query, [*values.values(), row_id])
