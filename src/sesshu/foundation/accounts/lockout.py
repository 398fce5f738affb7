"""Five wrong passwords or codes in a row lock a sign-in name for half an hour.

Counted before the password is looked at and given back when it was right: guesses sent at the same moment
cannot all slip through between looking and counting. Names that no account has are counted too, so the
answer never tells whether an account exists.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils.crypto import salted_hmac

FAILURES_MAX = 5
LOCKED_FOR = timedelta(minutes=30)
FORGOTTEN_AFTER = timedelta(hours=24)


class LockedOut(Exception):
    """No attempt is possible before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"locked until {until.isoformat()}")
        self.until = until


@dataclass(frozen=True, slots=True)
class Attempt:
    """One counted attempt; ``left`` more may follow if it turns out wrong."""

    login_digest: bytes
    failures: int

    @property
    def left(self) -> int:
        return max(0, FAILURES_MAX - self.failures)


def login_digest(login_id: str) -> bytes:
    """What a sign-in name is counted under; keyed, since people type passwords into the wrong field."""
    return salted_hmac("sesshu.accounts.lockout", login_id, algorithm="sha256").digest()


def reserve(login_id: str, at: datetime) -> Attempt:
    """Count an attempt as wrong until it proves right. Raises LockedOut. Commits at once."""
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("an attempt is counted before the work begins")
    digest = login_digest(login_id)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_OLD, [at - FORGOTTEN_AFTER])
        cursor.execute(
            _COUNT,
            {"digest": digest, "at": at, "most": FAILURES_MAX, "locked_until": at + LOCKED_FOR},
        )
        row = cursor.fetchone()
    if row is None:
        raise LockedOut(_locked_until(digest, at))
    return Attempt(digest, int(row[0]))


def give_back(attempt: Attempt) -> None:
    """The attempt was right but signing in goes on: uncount it, and it alone."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [attempt.login_digest])


def clear(login_id: str, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Forget the failures of a sign-in name; true when there were any."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "DELETE FROM sign_in_count WHERE login_digest = %s RETURNING failures",
            [login_digest(login_id)],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _locked_until(digest: bytes, at: datetime) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT locked_until FROM sign_in_count WHERE login_digest = %s", [digest])
        row = cursor.fetchone()
    # The lock may have been lifted in between; then the next attempt will simply pass.
    return row[0] if row and row[0] else at


# SKIP LOCKED: two sign-ins tidying up at once must not wait for each other in opposite order.
_FORGET_OLD = """
DELETE FROM sign_in_count WHERE login_digest IN (
  SELECT login_digest FROM sign_in_count WHERE last_at < %s FOR UPDATE SKIP LOCKED)
"""

# The row lock of the upsert makes parallel attempts take turns; a locked name returns no row.
_COUNT = """
INSERT INTO sign_in_count AS count (login_digest, failures, locked_until, last_at)
VALUES (%(digest)s, 1, NULL, %(at)s)
ON CONFLICT (login_digest) DO UPDATE SET
  failures = CASE WHEN count.locked_until IS NULL THEN count.failures + 1 ELSE 1 END,
  locked_until = CASE WHEN count.locked_until IS NULL AND count.failures + 1 >= %(most)s
                      THEN %(locked_until)s::timestamptz END,
  last_at = %(at)s
WHERE count.locked_until IS NULL OR count.locked_until <= %(at)s
RETURNING failures
"""

_GIVE_BACK = """
UPDATE sign_in_count SET failures = failures - 1, locked_until = NULL
WHERE login_digest = %s AND failures > 0
"""
