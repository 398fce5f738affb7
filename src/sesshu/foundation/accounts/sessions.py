"""Sessions of staff, kept in the database so that they end when we say so (ADR 0021)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS

from sesshu.foundation.accounts.models import Account, Ending, Factor, Session, Stage

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
HALFWAY = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=1)
CHALLENGE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session and the token that only its browser ever holds."""

    token: str
    session: Session


def digest(token: str) -> bytes:
    """What the database keeps of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def start(
    account: Account, stage: Stage, at: datetime, address: str | None, factor: Factor | None = None
) -> Opened:
    """Open a session: ten hours when signed in fully, fifteen minutes on the way there."""
    token = secrets.token_urlsafe(32)
    session = Session.objects.create(
        token_sha256=digest(token),
        account=account,
        stage=stage,
        factor=factor,
        address=address,
        started_at=at,
        last_seen_at=at,
        expires_at=at + (LONGEST if stage is Stage.FULL else HALFWAY),
    )
    return Opened(token, session)


def find(token: str, at: datetime) -> Session | None:
    """The living session of a token, with its account; None when ended, expired, idle or revoked."""
    return (
        Session.objects.select_related("account")
        .filter(
            token_sha256=digest(token),
            ended_at=None,
            expires_at__gt=at,
            last_seen_at__gt=at - IDLE,
            account__revoked_at=None,
        )
        .first()
    )


def ends_at(session: Session) -> datetime:
    """When the session ends if nothing more is done in it."""
    return min(session.expires_at, session.last_seen_at + IDLE)


def touch(session: Session, at: datetime) -> None:
    """Something was done: the idle time starts anew. Written at most once a minute."""
    if at - session.last_seen_at < SEEN_EVERY:
        return
    session.last_seen_at = at
    session.save(update_fields=["last_seen_at"])


def end(session_id: int, at: datetime, ending: Ending) -> None:
    """End one session; one that has ended already keeps its own end."""
    living = Session.objects.filter(pk=session_id, ended_at=None)
    living.update(ended_at=at, ending=ending, challenge=None)


def end_all_of(account_id: int, at: datetime, ending: Ending, using: str = DEFAULT_DB_ALIAS) -> int:
    """End every living session of a person at once; how many there were."""
    living = Session.objects.using(using).filter(account_id=account_id, ended_at=None)
    return living.update(ended_at=at, ending=ending, challenge=None)


def end_others_of(account_id: int, present_id: int, at: datetime, ending: Ending) -> int:
    """End every living session of a person but the present one; how many there were."""
    living = Session.objects.filter(account_id=account_id, ended_at=None).exclude(pk=present_id)
    return living.update(ended_at=at, ending=ending, challenge=None)


def new_challenge(session: Session) -> bytes:
    """A fresh WebAuthn challenge of this session; the one before it is void."""
    session.challenge = secrets.token_bytes(CHALLENGE_BYTES)
    session.save(update_fields=["challenge"])
    return session.challenge


def take_challenge(session: Session) -> bytes | None:
    """The challenge asked last, usable once: whoever takes it second gets None."""
    challenge = session.challenge
    if challenge is None:
        return None
    taken = Session.objects.filter(pk=session.pk, challenge=challenge).update(challenge=None)
    return bytes(challenge) if taken else None
