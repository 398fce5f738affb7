"""Propose, approve, decline, withdraw: each one act in the ledger (R3, R5).

PostgreSQL is the judge of who may decide what and when; here its verdicts become words for the clerk.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person.canonical import Content, canonical_json
from sesshu.foundation.second_person.effects import effect_of
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.second_person.situations import (
    AlreadyDecided,
    Expired,
    NoReason,
    NoSuchProposal,
    NotDecided,
    OwnProposal,
    ShownDiffers,
    SomebodyElsesProposal,
)
from sesshu.foundation.second_person.state import State

PURPOSE = "二人目の確認"

INSERT = """
INSERT INTO proposal (kind, payload, subjects, reason, expires_at)
VALUES (%s, %s, %s, %s, %s) RETURNING id
"""
DECIDE = "UPDATE proposal SET state = %s, decided_sha256 = %s, decision_reason = %s WHERE id = %s"

SITUATIONS: Mapping[str, type[NotDecided]] = {
    "proposal_decided_once": AlreadyDecided,
    "proposal_not_expired": Expired,
    "proposal_approved_as_it_was_shown": ShownDiffers,
    "proposal_declined_with_a_reason": NoReason,
    "proposal_decided_by_a_second_person": OwnProposal,
}


def propose(
    actor: Actor,
    kind: str,
    payload: Mapping[str, Content],
    subjects: Iterable[int],
    reason: str,
    expires_at: datetime | None = None,
    purpose: str = PURPOSE,
    using: str = DEFAULT_DB_ALIAS,
) -> Proposal:
    """Ask a second person for what ``payload`` says; ``subjects`` are ids of residents.

    Raises NoEffect for a kind nobody registered, NotCanonical, IntegrityError for an actor without account.
    """
    effect_of(kind)
    with ledger.act(actor, "proposal.made", purpose, using) as entry:
        values = [kind, canonical_json(payload), [*subjects], reason, expires_at]
        with connections[using].cursor() as cursor:
            cursor.execute(INSERT, values)
            (number,) = cursor.fetchone()
        return _find(number, entry, using)


def approve(
    actor: Actor,
    proposal_id: int,
    shown_sha256: str,
    purpose: str = PURPOSE,
    using: str = DEFAULT_DB_ALIAS,
) -> Proposal:
    """Confirm exactly the text whose SHA-256 was shown; it takes effect in the same transaction.

    Raises OwnProposal, AlreadyDecided, Expired, ShownDiffers, NoSuchProposal, and whatever the effect raises.
    """
    with ledger.act(actor, "proposal.approved", purpose, using) as entry:
        proposal = _find(proposal_id, entry, using)
        if proposal.sha256 != shown_sha256:
            raise ShownDiffers
        _decide(proposal, State.APPROVED, using, sha256=bytes(proposal.payload_sha256))
        effect_of(proposal.kind)(actor, proposal)
    return proposal


def decline(
    actor: Actor,
    proposal_id: int,
    reason: str,
    purpose: str = PURPOSE,
    using: str = DEFAULT_DB_ALIAS,
) -> Proposal:
    """Hand it back with a reason. Raises OwnProposal, NoReason, AlreadyDecided, NoSuchProposal."""
    with ledger.act(actor, "proposal.declined", purpose, using) as entry:
        proposal = _find(proposal_id, entry, using)
        _decide(proposal, State.DECLINED, using, reason=reason)
    return proposal


def withdraw(
    actor: Actor, proposal_id: int, purpose: str = PURPOSE, using: str = DEFAULT_DB_ALIAS
) -> Proposal:
    """Take one's own proposal back. Raises SomebodyElsesProposal, AlreadyDecided, NoSuchProposal."""
    with ledger.act(actor, "proposal.withdrawn", purpose, using) as entry:
        proposal = _find(proposal_id, entry, using)
        try:
            _decide(proposal, State.WITHDRAWN, using)
        except OwnProposal as error:  # the same constraint: withdrawing asks for the first person
            raise SomebodyElsesProposal from error
    return proposal


def _find(proposal_id: int, entry: ledger.Event, using: str) -> Proposal:
    """The proposal, named in the entry before anything can be refused."""
    entry.detail(proposal=proposal_id)
    proposal = Proposal.objects.using(using).filter(pk=proposal_id).first()
    if proposal is None:
        raise NoSuchProposal
    entry.detail(proposal_kind=proposal.kind)
    entry.about(*proposal.subjects)
    return proposal


def _decide(
    proposal: Proposal,
    state: State,
    using: str,
    sha256: bytes | None = None,
    reason: str | None = None,
) -> None:
    values = [state.value, sha256, reason, proposal.pk]
    with situations_by_constraint(SITUATIONS), connections[using].cursor() as cursor:
        cursor.execute(DECIDE, values)
    proposal.refresh_from_db(using=using)
