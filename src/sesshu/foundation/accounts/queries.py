"""What the pages of accounts show: plain values, no rows that write themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from sesshu.foundation.accounts import sessions
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.models import (
    Account,
    DutyGrant,
    EnrolmentSlip,
    Factor,
    Session,
    Stage,
)
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Duty

SIGN_INS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as administrators and auditors see it."""

    id: int
    staff_number: str
    login_id: str
    display_name: str
    department: Department
    duties: tuple[Duty, ...]
    issued_at: datetime
    revoked_at: datetime | None
    enrolled: bool

    @property
    def state(self) -> str:
        """停止 · 登録待ち · 利用中."""
        if self.revoked_at is not None:
            return "停止"
        return "利用中" if self.enrolled else "登録待ち"


@dataclass(frozen=True, slots=True)
class SignInLine:
    """One sign-in as its owner sees it."""

    session_id: int
    started_at: datetime
    address: str
    factor: Factor | None
    living: bool
    ended_at: datetime | None


def duties_of(
    account_ids: Iterable[int], using: str = DEFAULT_DB_ALIAS
) -> dict[int, tuple[Duty, ...]]:
    """The duties each account holds now, in the order of the matrix."""
    held: dict[int, set[Duty]] = defaultdict(set)
    grants = DutyGrant.objects.using(using).filter(
        account_id__in=list(account_ids), withdrawn_at=None
    )
    for account_id, duty in grants.values_list("account_id", "duty"):
        held[account_id].add(Duty(duty))
    return {each: tuple(duty for duty in Duty if duty in held[each]) for each in held}


def signed_in(session: Session) -> SignedIn:
    """Who a full session belongs to, with the duties of this moment."""
    account = session.account
    return SignedIn(
        id=account.pk,
        staff_number=account.staff_number,
        login_id=account.login_id,
        display_name=account.display_name,
        department=Department(account.department),
        duties=frozenset(duties_of([account.pk]).get(account.pk, ())),
        session_id=session.pk,
        ends_at=sessions.ends_at(session),
    )


def accounts(*, revoked: bool = False, using: str = DEFAULT_DB_ALIAS) -> list[AccountLine]:
    """Accounts in use, or those that were revoked, by staff number."""
    rows = _rows(using).filter(revoked_at__isnull=not revoked).order_by("staff_number", "pk")
    duties = duties_of((row.pk for row in rows), using)
    waiting = _waiting((row.pk for row in rows), using)
    return [_line(row, duties.get(row.pk, ()), row.pk not in waiting) for row in rows]


def account(account_id: int) -> AccountLine | None:
    """One account, in use or revoked."""
    row = _rows().filter(pk=account_id).first()
    if row is None:
        return None
    duties = duties_of([account_id]).get(account_id, ())
    return _line(row, duties, enrolled=account_id not in _waiting([account_id]))


def account_id_of(login_id: str, using: str = DEFAULT_DB_ALIAS) -> int | None:
    """The id of the account in service under a normalized sign-in name."""
    rows = _rows(using).filter(login_id=login_id, revoked_at=None)
    return rows.values_list("pk", flat=True).first()


def latest_sign_ins(account_id: int, at: datetime) -> list[SignInLine]:
    """The last sign-ins of a person, newest first."""
    rows = Session.objects.filter(account_id=account_id, stage=Stage.FULL)
    return [_sign_in(row, at) for row in rows.order_by("-started_at", "-pk")[:SIGN_INS_SHOWN]]


def sign_in_before(session: Session, at: datetime) -> SignInLine | None:
    """The sign-in before this one, to tell its owner when and where it was."""
    rows = Session.objects.filter(
        account_id=session.account_id, stage=Stage.FULL, pk__lt=session.pk
    )
    row = rows.order_by("-pk").first()
    return None if row is None else _sign_in(row, at)


def able_administrators(using: str = DEFAULT_DB_ALIAS, *, for_update: bool = False) -> set[int]:
    """Ids of those in service who administer accounts and have enrolled.

    ``for_update`` keeps them so until the transaction ends: two revocations at once must see each other.
    """
    grants = DutyGrant.objects.using(using).filter(duty=Duty.ACCOUNTS, withdrawn_at=None)
    rows = _rows(using).filter(
        pk__in=grants.values("account_id"), revoked_at=None, password_changed_at__isnull=False
    )
    if for_update:
        rows = rows.select_for_update().order_by("pk")
    able = set(rows.values_list("pk", flat=True))
    return able - _waiting(able, using)


def _rows(using: str = DEFAULT_DB_ALIAS) -> QuerySet[Account]:
    """Accounts without the hashes of their passwords, which pages have no use for."""
    return Account.objects.using(using).defer("password")


def _waiting(account_ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> set[int]:
    slips = EnrolmentSlip.objects.using(using).filter(
        account_id__in=list(account_ids), used_at=None, voided_at=None
    )
    return set(slips.values_list("account_id", flat=True))


def _line(row: Account, duties: tuple[Duty, ...], enrolled: bool) -> AccountLine:  # noqa: FBT001
    return AccountLine(
        id=row.pk,
        staff_number=row.staff_number,
        login_id=row.login_id,
        display_name=row.display_name,
        department=Department(row.department),
        duties=duties,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
        enrolled=enrolled,
    )


def _sign_in(row: Session, at: datetime) -> SignInLine:
    return SignInLine(
        session_id=row.pk,
        started_at=row.started_at,
        address=row.address or "",
        factor=Factor(row.factor) if row.factor else None,
        living=row.ended_at is None and sessions.ends_at(row) > at,
        ended_at=row.ended_at or min(sessions.ends_at(row), at),
    )
