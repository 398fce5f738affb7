"""Enrolment: with a one-time slip a person sets password and second factor, which nobody else knows."""

from collections.abc import Callable
from datetime import datetime

from sesshu.foundation import ledger
from sesshu.foundation.accounts import (
    factors,
    hashing,
    lockout,
    password_rules,
    sessions,
    sign_in,
    slips,
)
from sesshu.foundation.accounts.attempts import Claim
from sesshu.foundation.accounts.models import Account, Ending, Factor, Session, Stage
from sesshu.foundation.accounts.password_rules import Owner
from sesshu.foundation.accounts.relying_party import RelyingParty
from sesshu.foundation.accounts.sessions import Opened
from sesshu.foundation.acting import Actor

PURPOSE = "利用者の登録"


class PasswordRefused(Exception):
    """The password may not be used; ``faults`` say what to do, one sentence each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class CodeRefused(Exception):
    """The app's code does not fit the secret that was shown."""


class SlipGone(Exception):
    """The slip was used, printed anew or made void, or the password is still missing: start again."""


def counted_as(login_id: str) -> str:
    """Wrong slip codes are counted apart, so that they lock nobody out who has enrolled."""
    return f"slip:{login_id}"


def begin(login_id: str, code: str, at: datetime, address: str | None) -> Opened:
    """Open the way to set password and factor. Raises Wrong and LockedOut, as signing in does."""
    name = sign_in.normalize_login_id(login_id)
    claim = Claim(counted_as(name), sign_in.account_named(name), address, "account.enroll", PURPOSE)
    attempt = claim.counted(at)
    slip = slips.usable_slip(name, code, at)
    if slip is None:
        raise claim.wrong(attempt, "slip")
    lockout.give_back(attempt)
    return sessions.start(slip.account, Stage.ENROLMENT, at, address)


def set_password(session: Session, password: str, at: datetime, address: str | None) -> None:
    """Set the first password; alone it lets nobody in. Raises PasswordRefused."""
    account = session.account
    _refuse_weak(account, password)
    actor = Actor(account.pk, account.display_name, address)
    with ledger.act(actor, "account.password_set", purpose=PURPOSE) as entry:
        _keep_password(account, password, at)
        entry.detail(account=account.pk)


def change_password(session: Session, actor: Actor, password: str, at: datetime) -> None:
    """Replace the password of a signed-in person and end all their sessions. Raises PasswordRefused."""
    account = session.account
    _refuse_weak(account, password)
    with ledger.act(actor, "account.password_change", purpose=PURPOSE) as entry:
        _keep_password(account, password, at)
        sessions.end_all_of(account.pk, at, Ending.PASSWORD_CHANGED)
        entry.detail(account=account.pk)


def finish_with_totp(session: Session, typed: str, at: datetime, address: str | None) -> Opened:
    """Confirm the offered app by its first code and sign in. Raises CodeRefused and SlipGone."""

    def take_into_use() -> None:
        offer = factors.open_offer(session.account_id, at)
        if offer is None or not factors.confirm_totp(offer, typed, at):
            raise CodeRefused

    return _finish(session, Factor.TOTP, take_into_use, at, address)


def finish_with_key(
    session: Session,
    party: RelyingParty,
    response: str,
    label: str,
    at: datetime,
    address: str | None,
) -> Opened:
    """Register a key and sign in. Raises KeyRefused and SlipGone."""

    def take_into_use() -> None:
        factors.register_key(session, party, response, label, at)

    return _finish(session, Factor.SECURITY_KEY, take_into_use, at, address)


def _finish(
    session: Session,
    factor: Factor,
    take_into_use: Callable[[], None],
    at: datetime,
    address: str | None,
) -> Opened:
    """Slip, factor and session in one transaction: of two people with one slip, one gets in."""
    account = session.account
    actor = Actor(account.pk, account.display_name, address)
    with ledger.act(actor, "account.enroll", purpose=PURPOSE) as entry:
        Account.objects.select_for_update().get(pk=account.pk)  # one after the other
        if account.password_changed_at is None or not slips.spend(account.pk, at):
            raise SlipGone
        take_into_use()
        sessions.end_all_of(account.pk, at, Ending.NEXT_STAGE)
        entry.detail(account=account.pk, factor=str(factor))
        return sign_in.open_full(session, factor, at, address)


def _refuse_weak(account: Account, password: str) -> None:
    owner = Owner(account.staff_number, account.login_id, account.display_name)
    faults = password_rules.faults_of(password, owner)
    if faults:
        raise PasswordRefused(faults)


def _keep_password(account: Account, password: str, at: datetime) -> None:
    account.password = hashing.hashed(password)
    account.password_changed_at = at
    account.save(update_fields=["password", "password_changed_at"])
