"""Issuing, changing and revoking accounts: one person proposes, another approves (R3).

The database refuses any of it without a proposal that two others made and approved in that transaction
(migration 0003); this module says it in words first.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sesshu.foundation.accounts import issuing, queries
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson, NotIssued
from sesshu.foundation.accounts.models import Account
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Duty, Labelled
from sesshu.foundation.second_person.canonical import Content
from sesshu.foundation.second_person.effects import takes_effect
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.second_person.operations import propose

PURPOSE = "利用者の管理"
OPEN_FOR = timedelta(days=14)
ADMINISTRATORS_MIN = 2


class Kind(Labelled):
    """What two people decide about accounts."""

    ISSUE = "account.issue", "利用者の登録"
    DUTIES = "account.duties", "所属・担当の変更"
    REENROLL = "account.reenroll", "登録票の再発行"
    REVOKE = "account.revoke", "利用者の停止"


class OwnAccount(NotIssued):
    """Nobody has a hand in what they themselves may do."""

    reason = "own_account"

    def __init__(self) -> None:
        super().__init__(
            "自分の登録・担当・停止は、申請も承認もできません。ほかの職員に頼んでください。"
        )


def propose_issue(
    actor: Actor, person: NewPerson, duties: Iterable[Duty], reason: str, at: datetime
) -> Proposal:
    """Ask for an account with duties. Raises NotIssued."""
    wanted = frozenset(duties)
    _refuse_duties(wanted)
    issuing.refuse_unusable(person)
    payload: dict[str, Content] = {
        "staff_number": person.staff_number,
        "login_id": person.login_id,
        "display_name": person.display_name,
        "department": str(person.department),
        "duties": _codes(wanted),
    }
    return _propose(actor, Kind.ISSUE, payload, reason, at)


def propose_duties(
    actor: Actor,
    account_id: int,
    department: Department,
    duties: Iterable[Duty],
    reason: str,
    at: datetime,
) -> Proposal:
    """Ask for another department or other duties. Raises NotIssued."""
    wanted = frozenset(duties)
    _refuse_duties(wanted)
    _in_service(account_id, actor)
    payload: dict[str, Content] = {
        "account": account_id,
        "department": str(department),
        "duties": _codes(wanted),
    }
    return _propose(actor, Kind.DUTIES, payload, reason, at)


def propose_revoke(actor: Actor, account_id: int, reason: str, at: datetime) -> Proposal:
    """Ask for the end of an account: transfer, leave, loss of trust. Raises NotIssued."""
    _in_service(account_id, actor)
    return _propose(actor, Kind.REVOKE, {"account": account_id}, reason, at)


def propose_reenroll(actor: Actor, account_id: int, reason: str, at: datetime) -> Proposal:
    """Ask for a new slip for somebody who lost password or second factor. Raises NotIssued."""
    _in_service(account_id, actor)
    return _propose(actor, Kind.REENROLL, {"account": account_id}, reason, at)


@takes_effect(Kind.ISSUE)
def issue(actor: Actor, proposal: Proposal) -> None:
    """The account exists from now on and waits for its owner to enrol."""
    payload = proposal.payload
    person = NewPerson(
        payload["staff_number"],
        payload["login_id"],
        payload["display_name"],
        Department(payload["department"]),
    )
    issuing.refuse_unusable(person)
    issuing.issue(person, _duties(payload), _decided_at(proposal), proposal.pk)


@takes_effect(Kind.DUTIES)
def change_duties(actor: Actor, proposal: Proposal) -> None:
    """Department and duties are as approved from this moment; rights that fell away are gone (R3)."""
    payload = proposal.payload
    account = _in_service(payload["account"], actor)
    duties = _duties(payload)
    if Duty.ACCOUNTS not in duties:
        _keep_enough_administrators(account.pk)
    department = Department(payload["department"])
    issuing.change_duties(account.pk, department, duties, _decided_at(proposal), proposal.pk)


@takes_effect(Kind.REVOKE)
def revoke(actor: Actor, proposal: Proposal) -> None:
    """The account opens nothing any more; whoever is signed in with it is out at the next click."""
    account = _in_service(proposal.payload["account"], actor)
    _keep_enough_administrators(account.pk)
    issuing.revoke(account.pk, _decided_at(proposal), proposal.pk)


@takes_effect(Kind.REENROLL)
def reenroll(actor: Actor, proposal: Proposal) -> None:
    """Password and factors are void; a slip can be printed."""
    account = _in_service(proposal.payload["account"], actor)
    issuing.reenroll(account.pk, _decided_at(proposal), proposal.pk)


def _propose(
    actor: Actor, kind: Kind, payload: Mapping[str, Content], reason: str, at: datetime
) -> Proposal:
    return propose(actor, kind, payload, [], reason, expires_at=at + OPEN_FOR, purpose=PURPOSE)


def _refuse_duties(duties: frozenset[Duty]) -> None:
    if not duties:
        raise NotIssued("担当を一つ以上選んでください。")
    issuing.refuse_mixed_realms(duties)


def _in_service(account_id: int, actor: Actor) -> Account:
    """The account, which is not the actor's own. Raises NotIssued, OwnAccount."""
    if account_id == actor.account_id:
        raise OwnAccount
    account = Account.objects.filter(pk=account_id, revoked_at=None).first()
    if account is None:
        raise NotIssued("この利用者は、すでに停止されています。一覧で確かめてください。")
    return account


def _keep_enough_administrators(account_id: int) -> None:
    """Two must remain who can propose and approve, or nobody ever could again."""
    able = queries.able_administrators(for_update=True)
    if account_id in able and len(able) <= ADMINISTRATORS_MIN:
        raise NotIssued(
            "利用者管理担当が2人より少なくなるため、実行できません。先に別の職員を利用者管理担当にしてください。"
        )


def _codes(duties: frozenset[Duty]) -> list[str]:
    return [str(duty) for duty in Duty if duty in duties]


def _duties(payload: Mapping[str, list[str]]) -> frozenset[Duty]:
    return frozenset(Duty(code) for code in payload["duties"])


def _decided_at(proposal: Proposal) -> datetime:
    if proposal.decided_at is None:
        raise ValueError(f"proposal {proposal.pk} takes effect before it is decided")
    return proposal.decided_at
