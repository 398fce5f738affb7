"""An attempt to prove who one is: counted first, and written in the ledger when it fails (R4)."""

from dataclasses import dataclass
from datetime import datetime

from sesshu.foundation import ledger
from sesshu.foundation.accounts import lockout
from sesshu.foundation.accounts.lockout import LockedOut
from sesshu.foundation.accounts.models import Account
from sesshu.foundation.acting import Actor

NOBODY = "ログイン画面"


class Wrong(Exception):
    """What was typed proves nothing; what of it was wrong is not told. ``left`` more tries are open."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} attempts left")
        self.left = left


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says to be ``account`` (None: a name nobody has); ``action`` is what they try."""

    name: str
    account: Account | None
    address: str | None
    action: str = "account.sign_in"
    purpose: str = "ログイン"

    def counted(self, at: datetime) -> lockout.Attempt:
        """Count the attempt. Raises LockedOut after writing the refusal."""
        try:
            return lockout.reserve(self.name, at)
        except LockedOut:
            self._write_refusal("locked")
            raise

    def wrong(self, attempt: lockout.Attempt, reason: str) -> Wrong:
        """The error to raise for a failed attempt, after writing the refusal."""
        self._write_refusal(reason)
        return Wrong(attempt.left)

    def _write_refusal(self, reason: str) -> None:
        """What was typed as a name is not written: it may be a password in the wrong field."""
        details = {"account": self.account.pk} if self.account else {}
        nobody = Actor(None, NOBODY, self.address)
        ledger.refusal(nobody, self.action, self.purpose, reason, details=details)
