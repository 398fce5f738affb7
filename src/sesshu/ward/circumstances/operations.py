"""Record what is known of a person: one asks, another approves, PostgreSQL writes the approved text (R5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Content, Proposal, takes_effect
from sesshu.ward.circumstances.codes import KIND, PURPOSE, ShownBy
from sesshu.ward.circumstances.models import CircumstanceTimeline
from sesshu.ward.circumstances.situations import (
    CircumstanceRefused,
    ImpossibleDays,
    KnownAlready,
    NoSuchCircumstance,
    NothingChanged,
)
from sesshu.ward.matching.persons import numbers_of

_INSERT = "INSERT INTO circumstance (proposal_id) VALUES (%s)"
SITUATIONS: Mapping[str, type[CircumstanceRefused]] = {
    "circumstance_known_once": KnownAlready,
    "circumstance_supersedes_id_key": NoSuchCircumstance,
    "circumstance_stands": NoSuchCircumstance,
    "circumstance_days_are_possible": ImpossibleDays,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is to be recorded: days inclusive, `supersedes` the row whose place it takes."""

    resident_id: int
    kind: str
    antigen: str | None = None
    from_on: date
    until_on: date | None = None
    shown_by: ShownBy
    supersedes: int | None = None
    is_cancelled: bool = False


def propose(actor: Actor, told: Told, reason: str) -> Proposal:
    """Ask a second person for a row. Raises NoSuchCircumstance, NothingChanged."""
    with ledger.act(actor, "circumstance.asked", PURPOSE) as event:
        event.about(told.resident_id)
        if told.supersedes is not None and told == standing(told.supersedes, told.resident_id):
            raise NothingChanged
        return second_person.propose(
            actor, KIND, payload_of(told), [told.resident_id], reason, None, PURPOSE
        )


def approve(actor: Actor, proposal_id: int, shown_sha256: str) -> Proposal:
    """Confirm what was shown. Raises what `second_person.approve` raises, and the situations of this duty."""
    return second_person.approve(actor, proposal_id, shown_sha256, PURPOSE)


@takes_effect(KIND)
def write(actor: Actor, proposal: Proposal) -> None:
    """Write the row of an approved text."""
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(_INSERT, [proposal.pk])


def standing(circumstance_id: int, resident_id: int) -> Told:
    """A row that stands about a person, as what would be told of it once more. Raises NoSuchCircumstance."""
    numbers = numbers_of([resident_id])[resident_id]
    row = CircumstanceTimeline.objects.filter(
        pk=circumstance_id, resident_id__in=numbers, replaced_at=None
    ).first()
    if row is None:
        raise NoSuchCircumstance
    return Told(
        resident_id=row.resident_id,
        kind=row.kind,
        antigen=row.antigen,
        from_on=row.from_on,
        until_on=row.until_on,
        shown_by=ShownBy(row.shown_by),
        supersedes=row.id,
    )


def cancelled(told: Told) -> Told:
    """The same taken back: it was never so."""
    return replace(told, is_cancelled=True)


def payload_of(told: Told) -> dict[str, Content]:
    """The text that is approved."""
    return {
        "resident_id": told.resident_id,
        "kind": told.kind,
        "antigen": told.antigen,
        "from_on": told.from_on.isoformat(),
        "until_on": told.until_on.isoformat() if told.until_on else None,
        "shown_by": told.shown_by.value,
        "supersedes": told.supersedes,
        "is_cancelled": told.is_cancelled,
    }


def told_in(payload: Mapping[str, Any]) -> Told:
    """What an approved text, or one that waits, says."""
    until_on = payload["until_on"]
    days = {
        "from_on": date.fromisoformat(payload["from_on"]),
        "until_on": date.fromisoformat(until_on) if until_on else None,
        "shown_by": ShownBy(payload["shown_by"]),
    }
    return Told(**(dict(payload) | days))
