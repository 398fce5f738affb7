"""The queue of the second person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from sesshu.foundation.second_person.models import OPEN, Proposal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits; ``locked`` when the viewer made it and may not decide on it."""

    proposal: Proposal
    locked: bool


def queue(
    viewer: int,
    at: datetime,
    kinds: Collection[str] = (),
    offset: int = 0,
    limit: int = 50,
    using: str = DEFAULT_DB_ALIAS,
) -> list[Waiting]:
    """What waits at ``at``, oldest first, of these kinds (all, if none is named)."""
    found = _waiting(at, kinds, using).order_by("proposed_at", "id")[offset : offset + limit]
    return [Waiting(proposal, proposal.proposed_by == viewer) for proposal in found]


def count_waiting(
    at: datetime,
    kinds: Collection[str] = (),
    using: str = DEFAULT_DB_ALIAS,
    *,
    made_by: int | None = None,
) -> int:
    """How many wait at ``at``, of everybody or of one proposer."""
    found = _waiting(at, kinds, using)
    return (found if made_by is None else found.filter(proposed_by=made_by)).count()


def waiting_about(
    resident: int, at: datetime, kinds: Collection[str] = (), using: str = DEFAULT_DB_ALIAS
) -> list[Proposal]:
    """What waits at ``at`` about one resident, oldest first."""
    found = _waiting(at, kinds, using).filter(subjects__contains=[resident])
    return list(found.order_by("proposed_at", "id"))


def proposal_of(proposal_id: int, using: str = DEFAULT_DB_ALIAS) -> Proposal | None:
    """One proposal in any state, None when there is none of this number."""
    return Proposal.objects.using(using).filter(pk=proposal_id).first()


def _waiting(at: datetime, kinds: Collection[str], using: str) -> QuerySet[Proposal]:
    found = Proposal.objects.using(using).filter(state=OPEN)
    found = found.filter(Q(expires_at=None) | Q(expires_at__gt=at))
    return found.filter(kind__in=kinds) if kinds else found
