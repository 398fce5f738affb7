"""A bank account put right after the decision, until the list with it leaves the house (V108, R5, D13).

A proposal is readable forever, so the account is not in it: its text bears a salted hash, and the account
waits in a table that nobody of the office reads.
"""

import hashlib
import secrets
from dataclasses import asdict

from django.db import connection, connections

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.insertion import insert
from sesshu.foundation.second_person import Content, Proposal, State, takes_effect
from sesshu.ward.payments.account import Account
from sesshu.ward.refunds.accounts import account_of
from sesshu.ward.refunds.models import RefundApplication
from sesshu.ward.refunds.operations import refuse_other_side
from sesshu.ward.refunds.situations import AccountChangeAsked, AccountLeft, NoRefund, OtherSide
from sesshu.ward.residents.sides import GUARDED, ORDINARY, Side

KIND = "ward.refund_account"
KINDS = (KIND, GUARDED.kind(KIND))
PURPOSE = "償還払いの振込先の訂正"
SEPARATOR = "\x1f"
DRAFTED = {
    ORDINARY: "SELECT * FROM refund_account_drafted(%s)",
    GUARDED: "SELECT * FROM guarded_refund_account_drafted(%s)",
}
MAY_CHANGE = "SELECT refund_account_may_change(%s)"
CHANGE = "SELECT change_refund_account(%s)"
SITUATIONS: dict[str, type[NoRefund]] = {
    "refund_account_left": AccountLeft,
    "letter_is_decided_at_its_desk": OtherSide,
}


def may_change(application_id: int) -> bool:
    """Whether the account is still needed, and no list with it has left or is about to."""
    with connection.cursor() as cursor:
        cursor.execute(MAY_CHANGE, [application_id])
        return bool(cursor.fetchone()[0])


def propose(
    actor: Actor, application_id: int, account: Account, reason: str, side: Side = ORDINARY
) -> Proposal:
    """Ask a second person to put the account in the place of the one on record.

    Raises AccountLeft, AccountChangeAsked, GuardedRefund, OrdinaryRefund.
    """
    with ledger.act(actor, "refund.account_proposed", PURPOSE) as event:
        application = RefundApplication.objects.get(pk=application_id)
        event.about(application.resident_id)
        event.detail(refund=application_id)
        refuse_other_side(application.resident_id, side)
        if not may_change(application_id):
            raise AccountLeft
        if _asked(application):
            raise AccountChangeAsked
        salt = secrets.token_hex(16)
        said: dict[str, Content] = {
            "application_id": application_id,
            "account_sha256": sealed(application_id, account, salt),
        }
        subjects = [application.resident_id]
        kind = side.kind(KIND)
        proposal = second_person.propose(actor, kind, said, subjects, reason, purpose=PURPOSE)
        draft = {"proposal_id": proposal.pk, "application_id": application_id, "salt": salt}
        insert("refund_account_draft", draft | asdict(account))
        return proposal


@takes_effect(GUARDED.kind(KIND))
@takes_effect(KIND)
def _change(actor: Actor, proposal: Proposal) -> None:
    """The account takes the place of the one before. Raises AccountLeft, OtherSide."""
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(CHANGE, [proposal.pk])


def drafted(proposal_id: int, side: Side = ORDINARY) -> Account | None:
    """The account a proposal asks for, while it is open, to the desk of its person; None else."""
    with connections[side.zone].cursor() as cursor:
        cursor.execute(DRAFTED[side], [proposal_id])
        row = cursor.fetchone()
    return None if row is None else account_of(*row)


def sealed(application_id: int, account: Account, salt: str) -> str:
    """SHA-256 in hexadecimal digits; the database computes the same before it writes the account."""
    parts = (salt, str(application_id), *(str(part) for part in asdict(account).values()))
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def _asked(application: RefundApplication) -> bool:
    open_ones = Proposal.objects.filter(
        kind__in=KINDS, state=State.OPEN, subjects=[application.resident_id]
    )
    return any(each.payload["application_id"] == application.pk for each in open_ones)
