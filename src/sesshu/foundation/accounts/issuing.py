"""Accounts and duties as rows: made, changed and ended inside the transaction of whoever may do so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS

from sesshu.foundation import ledger
from sesshu.foundation.accounts import factors, hashing, sessions, slips
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.models import Account, DutyGrant, Ending
from sesshu.foundation.duties import REALMS, Duty, realms_of

LOGIN_ID = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
STAFF_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")


class NotIssued(ledger.Refused):
    """The account cannot be issued or changed like this; the message tells the administrator why."""

    reason = "not_issued"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Whoever is to get an account."""

    staff_number: str
    login_id: str
    display_name: str
    department: Department


def refuse_mixed_realms(duties: Iterable[Duty]) -> None:
    """Normal, administrator and audit duties never meet in one account (R2). Raises NotIssued."""
    realms = realms_of(duties)
    if len(realms) > 1:
        labels = "・".join(sorted(realm.label for realm in realms))
        raise NotIssued(f"{labels}の担当を一人に合わせて付けることはできません。")


def refuse_unusable(person: NewPerson, using: str = DEFAULT_DB_ALIAS) -> None:
    """Refuse numbers and names that cannot be written, or that somebody in service has. Raises NotIssued."""
    if not STAFF_NUMBER.fullmatch(person.staff_number):
        raise NotIssued("職員番号は、半角の英数字とハイフンで20文字までで入力してください。")
    if not LOGIN_ID.fullmatch(person.login_id):
        raise NotIssued(
            "利用者IDは、半角の英小文字・数字・記号（. _ -）で3文字から32文字までで入力してください。"
        )
    in_use = Account.objects.using(using).filter(revoked_at=None)
    if in_use.filter(staff_number=person.staff_number).exists():
        raise NotIssued("この職員番号の利用者は、すでに登録されています。")
    if in_use.filter(login_id=person.login_id).exists():
        raise NotIssued("この利用者IDは、ほかの職員が使っています。別のIDを入力してください。")


def issue(
    person: NewPerson,
    duties: Iterable[Duty],
    at: datetime,
    proposal_id: int | None,
    using: str = DEFAULT_DB_ALIAS,
) -> int:
    """A new account that waits for enrolment, with its duties and an open slip. Its id."""
    account = Account.objects.using(using).create(
        staff_number=person.staff_number,
        login_id=person.login_id,
        display_name=person.display_name,
        department=person.department,
        password=hashing.unusable(),
        issued_at=at,
        issue_proposal_id=proposal_id,
    )
    grant(account.pk, duties, at, proposal_id, using)
    slips.open_slip(account.pk, at, proposal_id, using)
    return account.pk


def revoke(account_id: int, at: datetime, proposal_id: int) -> None:
    """The account opens nothing any more, from this transaction on: duties, sessions, factors, slip end."""
    Account.objects.filter(pk=account_id).update(revoked_at=at, revoke_proposal_id=proposal_id)
    withdraw(account_id, Duty, at, proposal_id)
    sessions.end_all_of(account_id, at, Ending.REVOKED)
    factors.retire_all(account_id, at)
    slips.void_slips(account_id, at)


def reenroll(
    account_id: int, at: datetime, proposal_id: int | None, using: str = DEFAULT_DB_ALIAS
) -> None:
    """A lost password or factor: nothing of the old opens anything, and a new slip does so once."""
    Account.objects.using(using).filter(pk=account_id).update(
        password=hashing.unusable(), password_changed_at=None
    )
    sessions.end_all_of(account_id, at, Ending.REENROLLED, using)
    factors.retire_all(account_id, at, using)
    slips.open_slip(account_id, at, proposal_id, using)


def change_duties(
    account_id: int,
    department: Department,
    duties: frozenset[Duty],
    at: datetime,
    proposal_id: int,
) -> None:
    """Set department and duties; what is not among them is withdrawn at once (R3)."""
    Account.objects.filter(pk=account_id).update(department=department)
    grants = DutyGrant.objects.filter(account_id=account_id, withdrawn_at=None)
    held = {Duty(duty) for duty in grants.values_list("duty", flat=True)}
    withdraw(account_id, held - duties, at, proposal_id)
    grant(account_id, duties - held, at, proposal_id)


def grant(
    account_id: int,
    duties: Iterable[Duty],
    at: datetime,
    proposal_id: int | None,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Put a person in charge of duties."""
    DutyGrant.objects.using(using).bulk_create(
        DutyGrant(
            account_id=account_id,
            duty=duty,
            realm=REALMS[duty],
            granted_at=at,
            grant_proposal_id=proposal_id,
        )
        for duty in duties
    )


def withdraw(account_id: int, duties: Iterable[Duty], at: datetime, proposal_id: int) -> None:
    """Take duties from a person."""
    grants = DutyGrant.objects.filter(
        account_id=account_id, withdrawn_at=None, duty__in=[str(duty) for duty in duties]
    )
    grants.update(withdrawn_at=at, withdraw_proposal_id=proposal_id)
