"""A resident's record on one sheet: doses on a time line, what waits, and what the law allows next (S1.1)."""

from dataclasses import dataclass
from datetime import date, datetime

from sesshu.foundation.second_person import Proposal, State
from sesshu.schedule.judge import judge
from sesshu.schedule.persons import Fact
from sesshu.schedule.verdicts import DoseVerdict, SeriesVerdict
from sesshu.ward.circumstances.queries import known_of
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.assessment import person_of
from sesshu.ward.records.codes import KINDS, Act, act_of
from sesshu.ward.records.models import DifferenceSettlement
from sesshu.ward.records.recorded import RecordedDose, rows_of, standing_among
from sesshu.ward.records.settling import settlements_of
from sesshu.ward.records.subject import Subject, subject_of
from sesshu.ward.rulebooks.releases import rulebook_here


@dataclass(frozen=True, slots=True)
class Ended:
    """How a row stopped standing: corrected or cancelled, by whom, when and why."""

    act: Act
    by: str
    checked_by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the time line; `verdict` is today's answer about a dose that stands."""

    dose: RecordedDose
    ended: Ended | None
    verdict: DoseVerdict | None


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """What somebody entered and nobody has checked yet: it does not count."""

    proposal_id: int
    act: Act
    series: str
    given_on: date
    entered_by_name: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """The sheet as of a day, under one release of the rulebook."""

    subject: Subject
    on: date
    release: str
    rows: tuple[SheetRow, ...]
    waiting: tuple[WaitingRow, ...]
    series: tuple[SeriesVerdict, ...]
    settlements: tuple[DifferenceSettlement, ...] = ()
    """What was told of these doses once more, and which side held."""


def record_sheet(
    resident_id: int,
    on: date,
    known_at: datetime | None = None,
    facts: tuple[Fact, ...] = (),
) -> RecordSheet:
    """The record of a resident as of a day, with the rows known at an instant (by default, all).

    `facts` are those its reader may know. Raises NoSuchResident.
    """
    subject = subject_of(resident_id)
    known = rows_of(resident_id, known_at)
    told = known_of(resident_id, known_at)
    person = person_of(subject, standing_among(known), facts, told)
    verdict = judge(person, on, rulebook_here())
    about = {dose.id: dose for dose in verdict.doses}
    endings = {row.supersedes: _ended(row) for row in known if row.supersedes is not None}
    return RecordSheet(
        subject=subject,
        on=on,
        release=verdict.release,
        rows=tuple(
            SheetRow(row, endings.get(row.id), about.get(str(row.id)))
            for row in known
            if not row.is_cancelled
        ),
        waiting=waiting_about(resident_id),
        series=verdict.series,
        settlements=settlements_of(resident_id, known_at),
    )


def waiting_about(resident_id: int) -> tuple[WaitingRow, ...]:
    """What waits for a second person about one person, under any 宛名 of theirs, oldest first."""
    numbers = numbers_of([resident_id])[resident_id]
    found = Proposal.objects.filter(state=State.OPEN, kind__in=KINDS, subjects__overlap=numbers)
    return tuple(_waiting(proposal) for proposal in found.order_by("id"))


def _waiting(proposal: Proposal) -> WaitingRow:
    said = proposal.payload
    return WaitingRow(
        proposal_id=proposal.pk,
        act=act_of(proposal.kind),
        series=said["series"],
        given_on=date.fromisoformat(said["given_on"]),
        entered_by_name=proposal.proposed_by_name,
        entered_at=proposal.proposed_at,
    )


def _ended(row: RecordedDose) -> Ended:
    act = Act.CANCELLATION if row.is_cancelled else Act.CORRECTION
    return Ended(act, row.entered_by_name, row.checked_by_name, row.recorded_at, row.reason or "")
