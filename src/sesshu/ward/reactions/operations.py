"""Keep a report of an adverse reaction by two people, and record to whom it was handed on (B11, R5)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import msgspec
from django.db import connection

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Content, Proposal, takes_effect
from sesshu.ward.reactions.codes import KIND, PURPOSE, CourseTaken, HandedTo, Severity, ToldBy
from sesshu.ward.reactions.models import ReactionReport
from sesshu.ward.reactions.situations import (
    HandedOnBefore,
    ImpossibleDays,
    NoDoseToLink,
    NoSuchReport,
    ReactionRefused,
    ReportUnchanged,
)
from sesshu.ward.records.codes import Outcome
from sesshu.ward.records.models import Dose

_INSERT = "INSERT INTO reaction_report (proposal_id) VALUES (%s)"
_HAND_ON = """
INSERT INTO reaction_forwarding (report_id, handed_to, handed_on) VALUES (%s, %s, %s)
"""
SITUATIONS: Mapping[str, type[ReactionRefused]] = {
    "reaction_is_of_a_dose": NoDoseToLink,
    "reaction_days_are_possible": ImpossibleDays,
    "reaction_report_supersedes_id_key": NoSuchReport,
    "reaction_report_stands": NoSuchReport,
    "reaction_is_handed_on_once": HandedOnBefore,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a report says; `supersedes` is the one whose place it takes."""

    dose_id: int
    symptom: str
    symptom_words: str | None = None
    onset_on: date
    severity: Severity
    course: CourseTaken
    told_by: ToldBy
    told_on: date
    received_on: date
    supersedes: int | None = None
    is_cancelled: bool = False


def propose(actor: Actor, reported: Reported, reason: str) -> Proposal:
    """Ask a second person for a report of a dose on record.

    Raises NoDoseToLink, NoSuchReport, ReportUnchanged.
    """
    with ledger.act(actor, "reaction.asked", PURPOSE) as event:
        event.detail(dose=reported.dose_id)
        dose = Dose.objects.filter(pk=reported.dose_id, outcome=Outcome.GIVEN.value).first()
        if dose is None:
            raise NoDoseToLink
        event.about(dose.resident_id)
        if reported.supersedes is not None and reported == standing(reported.supersedes):
            raise ReportUnchanged
        said: dict[str, Content] = msgspec.to_builtins(asdict(reported))
        return second_person.propose(actor, KIND, said, [dose.resident_id], reason, None, PURPOSE)


def approve(actor: Actor, proposal_id: int, shown_sha256: str) -> Proposal:
    """Confirm what was shown. Raises what `second_person.approve` raises, and ReactionRefused."""
    return second_person.approve(actor, proposal_id, shown_sha256, PURPOSE)


@takes_effect(KIND)
def keep(actor: Actor, proposal: Proposal) -> None:
    """Write the report of an approved text."""
    _write(_INSERT, [proposal.pk])


def hand_on(actor: Actor, report_id: int, handed_to: HandedTo, on: date) -> None:
    """Record that a report was handed on. Raises NoSuchReport, ImpossibleDays, HandedOnBefore."""
    with ledger.act(actor, "reaction.handed_on", PURPOSE) as event:
        event.detail(report=report_id)
        row = ReactionReport.objects.select_related("dose").filter(pk=report_id).first()
        if row is None:
            raise NoSuchReport
        event.about(row.dose.resident_id)
        _write(_HAND_ON, [report_id, handed_to.value, on])


def standing(report_id: int) -> Reported:
    """A report that stands, as it would be told once more. Raises NoSuchReport."""
    row = ReactionReport.objects.filter(
        pk=report_id, is_cancelled=False, successor__isnull=True
    ).first()
    if row is None:
        raise NoSuchReport
    return Reported(
        dose_id=row.dose_id,
        symptom=row.symptom,
        symptom_words=row.symptom_words,
        onset_on=row.onset_on,
        severity=Severity(row.severity),
        course=CourseTaken(row.course),
        told_by=ToldBy(row.told_by),
        told_on=row.told_on,
        received_on=row.received_on,
        supersedes=row.pk,
    )


def cancelled(reported: Reported) -> Reported:
    """The same taken back: it was no report of this dose."""
    return replace(reported, is_cancelled=True)


def reported_in(payload: Mapping[str, Any]) -> Reported:
    """What an approved text, or one that waits, says."""
    return msgspec.convert(dict(payload), Reported)


def _write(statement: str, values: Sequence[Any]) -> None:
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(statement, values)
