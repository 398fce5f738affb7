"""Requests to see a protected contact, in the lines of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sesshu.foundation.second_person import Proposal, State
from sesshu.ward.residents.guarded import KIND, SHOWN_WITHIN
from sesshu.ward.residents.models import GuardedShowing
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.residents.web.chips import Chip

LISTED = 50
WAITING = Chip("承認待ち", "yellow")
APPROVED = Chip("承認", "green")
SEEN = Chip("閲覧済み", "gray")
OVER = Chip("期限切れ", "gray")
DECLINED = Chip("差戻し", "red")
WITHDRAWN = Chip("取下げ", "gray")
NEXT_STEPS = {
    WAITING: "支援措置担当の承認を待っています。",
    SEEN: "もう一度必要なときは、新しく申請してください。",
    OVER: "承認から1日が過ぎました。必要なときは、もう一度申請してください。",
    DECLINED: "理由を直して、もう一度申請してください。",
    WITHDRAWN: "必要なときは、もう一度申請してください。",
}


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """One request with the name of whom it is about; ``locked`` when the viewer made it."""

    proposal: Proposal
    resident_id: int
    name: str
    chip: Chip
    locked: bool

    @property
    def can_be_seen(self) -> bool:
        """Whether its author may open it now, once."""
        return self.chip == APPROVED

    @property
    def next_step(self) -> str:
        """What its author can do where nothing can be opened."""
        return NEXT_STEPS.get(self.chip, "")


def made_by(account_id: int, at: datetime, on: date) -> list[ContactRequest]:
    """What somebody asked for, the newest first."""
    found = Proposal.objects.filter(kind=KIND, proposed_by=account_id)
    return listed(found.order_by("-proposed_at", "-id")[:LISTED], account_id, at, on)


def listed(
    proposals: Iterable[Proposal], viewer: int, at: datetime, on: date
) -> list[ContactRequest]:
    """The lines of some requests, in their order."""
    known = list(proposals)
    shown = GuardedShowing.objects.filter(proposal_id__in=[each.pk for each in known])
    seen = set(shown.values_list("proposal_id", flat=True))
    return [
        ContactRequest(
            proposal=each,
            resident_id=each.subjects[0],
            name=resident_of(each.subjects[0], on).name,
            chip=SEEN if each.pk in seen else _chip(each, at),
            locked=each.proposed_by == viewer,
        )
        for each in known
    ]


def _chip(proposal: Proposal, at: datetime) -> Chip:
    match State(proposal.state):
        case State.OPEN:
            return WAITING
        case State.DECLINED:
            return DECLINED
        case State.WITHDRAWN:
            return WITHDRAWN
    decided_at = proposal.decided_at or at
    return OVER if at - decided_at >= SHOWN_WITHIN else APPROVED
