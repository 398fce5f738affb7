"""What was typed is kept over the end of a session for whoever typed it, readable to nobody else (ADR 93).

The key lies in the browser alone, what it opens in the database alone, and the account is sealed in with it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from cryptography.fernet import Fernet, InvalidToken
from django.db.models import QuerySet

from sesshu.foundation.accounts.models import KeptForm, Session, Stage
from sesshu.foundation.accounts.sessions import LONGEST, digest

LASTS = timedelta(minutes=30)
LARGEST = 100_000  # characters of names and values together


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was typed: the page it stands on, where it is sent, its fields by name in their order."""

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Sealed:
    account: int
    typed: Typed


def ran_out(token: str, at: datetime) -> Session | None:
    """The full session of a token that lives, or ran out by itself lately; not one that somebody ended."""
    found = Session.objects.select_related("account").filter(
        token_sha256=digest(token),
        stage=Stage.FULL,
        ended_at=None,
        started_at__gt=at - LONGEST - LASTS,
        account__revoked_at=None,
    )
    return found.first()


def keep(account_id: int, typed: Typed, at: datetime) -> str | None:
    """Keep a form for half an hour; the receipt for its browser. None where it is too large to keep."""
    KeptForm.objects.filter(kept_until__lte=at).delete()
    if _length(typed.fields) > LARGEST:
        return None
    key = Fernet.generate_key()
    sealed = Fernet(key).encrypt(msgspec.json.encode(_Sealed(account_id, typed)))
    row = KeptForm.objects.create(
        id=uuid.uuid4(), account_id=account_id, sealed=sealed, kept_until=at + LASTS
    )
    return f"{row.pk}.{key.decode('ascii')}"


def kept(receipt: str, account_id: int, at: datetime) -> Typed | None:
    """What the receipt opens for this account; None for any other, and when the half hour is over."""
    row = _rows(receipt, account_id).filter(kept_until__gt=at).first()
    if row is None:
        return None
    try:
        opened = Fernet(receipt.partition(".")[2]).decrypt(bytes(row.sealed))
    except (InvalidToken, ValueError):
        return None
    told = msgspec.json.decode(opened, type=_Sealed)
    return told.typed if told.account == account_id else None


def forget(receipt: str, account_id: int) -> None:
    """It was sent again, or is not wanted: nothing of it stays."""
    _rows(receipt, account_id).delete()


def _rows(receipt: str, account_id: int) -> QuerySet[KeptForm]:
    try:
        number = uuid.UUID(receipt.partition(".")[0])
    except ValueError:
        return KeptForm.objects.none()
    return KeptForm.objects.filter(pk=number, account_id=account_id)


def _length(fields: Sequence[tuple[str, str]]) -> int:
    return sum(len(name) + len(value) for name, value in fields)
