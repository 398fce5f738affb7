"""The contact of protected residents: asked for with a reason, approved by another, shown once (D3).

Everything here works in the zone ``guarded``, the only one that may read those tables.
"""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connections

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger import Refused
from sesshu.foundation.second_person import Proposal, State, takes_effect
from sesshu.ward.residents.states import Resident, resident_of, with_contact

KIND = "ward.guarded_contact"
SHOWN_WITHIN = timedelta(days=1)
GUARDED = "guarded"
PURPOSE = "支援措置対象者の閲覧の申請と承認"

_USE = """
INSERT INTO guarded_showing (proposal_id, resident_id)
SELECT id, subjects[1] FROM proposal WHERE id = %s AND kind = %s
RETURNING resident_id, (shown_at AT TIME ZONE 'Asia/Tokyo')::date
"""


class ContactNotShown(Refused):
    """The contact is not shown; subclasses say why. The message is for the clerk."""

    reason = "contact_not_shown"
    message = "住所・電話は表示できません。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NothingHeldBack(ContactNotShown):
    """The resident is not protected: nothing has to be asked for."""

    reason = "nothing_held_back"
    message = "この方の住所・電話は、住民の画面に表示されています。申請はいりません。"


class NotYours(ContactNotShown):
    """Only the person who asked sees what was approved."""

    reason = "not_yours"
    message = "申請した職員だけが表示できます。必要なときは、自分で申請してください。"


class NotApproved(ContactNotShown):
    """Nobody approved it yet, or it was declined."""

    reason = "not_approved"
    message = "この申請は承認されていません。支援措置担当の承認を待ってください。"


class ApprovalOver(ContactNotShown):
    """An approval lasts for a day."""

    reason = "approval_over"
    message = "承認から1日が過ぎました。必要なときは、もう一度申請してください。"


class ShownBefore(ContactNotShown):
    """An approval serves for one showing."""

    reason = "shown_before"
    message = "この申請では、すでに一度表示しました。必要なときは、もう一度申請してください。"


@takes_effect(KIND)
def _approved(actor: Actor, proposal: Proposal) -> None:
    """Approval opens nothing by itself: the person who asked has to use it, within a day."""


def request_contact(actor: Actor, resident_id: int, reason: str) -> Proposal:
    """Ask a second person for one look at a protected contact. Raises NothingHeldBack, NoSuchResident."""
    state = resident_of(resident_id, date.max)
    if not state.is_guarded:
        raise NothingHeldBack
    payload = {"resident": resident_id}
    return second_person.propose(actor, KIND, payload, [resident_id], reason, purpose=PURPOSE)


def contact_once(actor: Actor, proposal_id: int) -> Resident:
    """The state of a protected resident today with its contact, for the person who asked, once.

    The ledger knows before the answer leaves. Raises NotYours, NotApproved, ApprovalOver, ShownBefore;
    PostgreSQL judges the same again.
    """
    with ledger.act(actor, "guarded.contact_shown", PURPOSE, GUARDED) as entry:
        entry.detail(proposal=proposal_id)
        proposal = second_person.proposal_of(proposal_id, GUARDED)
        if proposal is None or proposal.kind != KIND:
            raise NotApproved
        entry.about(*proposal.subjects)
        _require_use(proposal, actor)
        resident_id, on = _used(proposal)
    return with_contact(resident_of(resident_id, on, using=GUARDED), on, GUARDED)


def _require_use(proposal: Proposal, actor: Actor) -> None:
    if proposal.proposed_by != actor.account_id:
        raise NotYours
    if proposal.state != State.APPROVED or proposal.decided_at is None:
        raise NotApproved


def _used(proposal: Proposal) -> tuple[int, date]:
    """Resident and day of the showing. The database knows the time, so it says whether a day has passed."""
    with connections[GUARDED].cursor() as cursor:
        cursor.execute(_LEFT, [proposal.pk, SHOWN_WITHIN.total_seconds()])
        if not cursor.fetchone():
            raise ApprovalOver
        try:
            cursor.execute(_USE, [proposal.pk, KIND])
        except IntegrityError as twice:
            raise ShownBefore from twice
        row: tuple[Any, ...] = cursor.fetchone()
    return int(row[0]), row[1]


_LEFT = "SELECT 1 FROM proposal WHERE id = %s AND decided_at > clock_timestamp() - make_interval(secs => %s)"
