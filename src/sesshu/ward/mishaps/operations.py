"""Decide about a dose that was given wrong: one asks, another approves (R5, 実施要領)."""

from dataclasses import dataclass

from django.db import connection

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.kernel.outcomes import ErrorClass
from sesshu.ward.records.codes import Decision
from sesshu.ward.records.models import Dose
from sesshu.ward.records.situations import NoSuchDose

KIND = "ward.mishap_decision"
PURPOSE = "間違い接種の決定"
_INSERT = "INSERT INTO mishap_decision (proposal_id) VALUES (%s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be decided about a dose; `error_class` None where it was no error after all."""

    dose_id: int
    error_class: ErrorClass | None
    counts: Decision
    measure: str
    is_urgent: bool


def propose(actor: Actor, asked: Asked) -> Proposal:
    """Ask a second person for a decision about a standing dose. Raises NoSuchDose."""
    with ledger.act(actor, "mishap.asked", PURPOSE) as entry:
        entry.detail(dose=asked.dose_id)
        dose = Dose.objects.filter(pk=asked.dose_id, currentdose__isnull=False).first()
        if dose is None:
            raise NoSuchDose
        said: dict[str, second_person.Content] = {
            "dose_id": dose.pk,
            "error_class": asked.error_class and asked.error_class.value,
            "counts": asked.counts.value,
            "measure": asked.measure,
            "is_urgent": asked.is_urgent,
        }
        return second_person.propose(
            actor, KIND, said, [dose.resident_id], asked.measure, None, PURPOSE
        )


def approve(actor: Actor, proposal_id: int, shown_sha256: str) -> Proposal:
    """Confirm a decision that was shown. Raises what `second_person.approve` raises."""
    return second_person.approve(actor, proposal_id, shown_sha256, PURPOSE)


@takes_effect(KIND)
def decide(actor: Actor, proposal: Proposal) -> None:
    """Write the decision of an approved text."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [proposal.pk])
