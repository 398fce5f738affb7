"""Signing in, in two steps: password, then a second factor (R1). Every refusal is in the ledger (R4)."""

import unicodedata
from collections.abc import Callable
from datetime import datetime

from sesshu.foundation import ledger
from sesshu.foundation.accounts import factors, hashing, lockout, sessions
from sesshu.foundation.accounts.attempts import Claim
from sesshu.foundation.accounts.models import Account, Ending, Factor, Session, Stage
from sesshu.foundation.accounts.relying_party import RelyingParty
from sesshu.foundation.accounts.sessions import Opened
from sesshu.foundation.acting import Actor

PURPOSE = "ログイン"


def normalize_login_id(typed: str) -> str:
    """A sign-in name in any width and case."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def account_named(login_id: str) -> Account | None:
    """The account in use under a sign-in name."""
    return Account.objects.filter(login_id=normalize_login_id(login_id), revoked_at=None).first()


def check_password(login_id: str, password: str, at: datetime, address: str | None) -> Opened:
    """First step. The same answer after the same time whether or not the account exists.

    Raises Wrong and LockedOut, both after a refusal was written.
    """
    name = normalize_login_id(login_id)
    account = account_named(name)
    claim = Claim(name, account, address)
    attempt = claim.counted(at)
    stored = account.password if account else None
    if not hashing.matches(password, stored) or account is None:
        raise claim.wrong(attempt, "password")
    lockout.give_back(attempt)
    return sessions.start(account, Stage.PASSWORD, at, address)


def check_totp(session: Session, typed: str, at: datetime, address: str | None) -> Opened:
    """Second step by the code of an app. Raises Wrong and LockedOut."""

    def proven() -> bool:
        return factors.totp_matches(session.account_id, typed, at)

    return _second_step(session, Factor.TOTP, proven, at, address)


def check_key(
    session: Session, party: RelyingParty, response: str, at: datetime, address: str | None
) -> Opened:
    """Second step by a security key. Raises Wrong and LockedOut."""

    def proven() -> bool:
        return factors.key_matches(session, party, response, at)

    return _second_step(session, Factor.SECURITY_KEY, proven, at, address)


def confirm_password(account: Account, password: str, at: datetime, address: str | None) -> None:
    """Ask the signed-in person's password again before a change of what they sign in with.

    Counts like any other attempt: an open screen is no way to guess. Raises Wrong and LockedOut.
    """
    claim = Claim(account.login_id, account, address, action="account.password_confirm")
    attempt = claim.counted(at)
    if not hashing.matches(password, account.password):
        raise claim.wrong(attempt, "password")
    lockout.clear(account.login_id)


def open_full(session: Session, factor: Factor, at: datetime, address: str | None) -> Opened:
    """Both factors are proven: a new session with a new token takes the place of the half one."""
    account = session.account
    actor = Actor(account.pk, account.display_name, address)
    with ledger.act(actor, "account.sign_in", purpose=PURPOSE) as entry:
        sessions.end(session.pk, at, Ending.NEXT_STAGE)
        opened = sessions.start(account, Stage.FULL, at, address, factor)
        entry.detail(account=account.pk, session=opened.session.pk, factor=str(factor))
    return opened


def sign_out(session: Session, actor: Actor, at: datetime) -> None:
    """End the session its owner leaves."""
    with ledger.act(actor, "account.sign_out", purpose=PURPOSE) as entry:
        sessions.end(session.pk, at, Ending.SIGNED_OUT)
        entry.detail(account=session.account_id, session=session.pk)


def _second_step(
    session: Session,
    factor: Factor,
    proven: Callable[[], bool],
    at: datetime,
    address: str | None,
) -> Opened:
    account = session.account
    claim = Claim(account.login_id, account, address)
    attempt = claim.counted(at)
    if not proven():
        raise claim.wrong(attempt, str(factor))
    opened = open_full(session, factor, at, address)
    lockout.clear(account.login_id)
    return opened
