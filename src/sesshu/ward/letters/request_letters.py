"""予防接種実施依頼書: applied for by one, approved by another, issued before the dose (B5)."""

from datetime import date

import msgspec
from django.db import connection

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Content, Proposal, takes_effect
from sesshu.foundation.walls import current_place
from sesshu.schedule.judge import judge
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import SeriesVerdict
from sesshu.ward.letters.application import Application
from sesshu.ward.letters.practice import practice_of
from sesshu.ward.letters.rules import Doubt, doubts_of, standing_in
from sesshu.ward.letters.situations import (
    DoubtsLeft,
    GuardedStay,
    NoLetter,
    OrdinaryStay,
    ShelteredSince,
    TooLateToIssue,
)
from sesshu.ward.letters.stays import new_salt, sealed, store
from sesshu.ward.records.assessment import person_of
from sesshu.ward.records.queries import doses_of
from sesshu.ward.records.subject import subject_of
from sesshu.ward.residents.sides import GUARDED, ORDINARY, Side

KIND = "ward.request_letter"
PURPOSE = "予防接種依頼書の発行"
REASON = "依頼書の申請"
ISSUE = "INSERT INTO request_letter (proposal_id) VALUES (%s)"
SITUATIONS: dict[str, type[NoLetter]] = {
    "request_letter_comes_before_the_dose": TooLateToIssue,
    "letter_is_decided_at_its_desk": ShelteredSince,
}


def standing_at(
    resident_id: int, planned_from: date, planned_until: date, rulebook: Rulebook
) -> tuple[SeriesVerdict, ...]:
    """Where a resident will stand in the planned days with the doses on record today."""
    person = person_of(subject_of(resident_id), doses_of(resident_id))
    first, last = (judge(person, day, rulebook).series for day in (planned_from, planned_until))
    return standing_in(first, last)


def doubts_about(application: Application, on: date, rulebook: Rulebook) -> tuple[Doubt, ...]:
    """What speaks against a letter as of a day. Raises NoSuchResident."""
    standing = standing_at(
        application.resident_id, application.planned_from, application.planned_until, rulebook
    )
    return doubts_of(application, standing, practice_of(current_place().municipality), on)


def apply(
    actor: Actor, application: Application, on: date, rulebook: Rulebook, side: Side = ORDINARY
) -> Proposal:
    """Ask a second person of a side for a letter.

    Raises DoubtsLeft, GuardedStay, OrdinaryStay, NoSuchResident.
    """
    with ledger.act(actor, "request_letter.applied", PURPOSE) as event:
        event.about(application.resident_id)
        subject = subject_of(application.resident_id)
        if subject.is_guarded != side.is_guarded:
            raise OrdinaryStay if side.is_guarded else GuardedStay
        if any(doubt.stops for doubt in doubts_about(application, on, rulebook)):
            raise DoubtsLeft
        salt = new_salt()
        said = payload_of(application, sealed(application.stay, salt))
        kind = side.kind(KIND)
        proposal = second_person.propose(actor, kind, said, [subject.id], REASON, purpose=PURPOSE)
        store(application.stay, salt, proposal, subject.id, side)
        event.detail(proposal=proposal.pk)
        return proposal


@takes_effect(GUARDED.kind(KIND))
@takes_effect(KIND)
def _issue(actor: Actor, proposal: Proposal) -> None:
    """The letter gets its number and day. Raises TooLateToIssue, ShelteredSince."""
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(ISSUE, [proposal.pk])


def payload_of(application: Application, stay_sha256: str) -> dict[str, Content]:
    """The application as the text that is approved; of the stay only its hash."""
    said: dict[str, Content] = msgspec.to_builtins(application)
    del said["stay"]
    said["vaccinations"] = [f"{each.series}/{each.dose}" for each in application.vaccinations]
    return {**said, "stay_sha256": stay_sha256}
