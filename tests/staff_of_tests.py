"""People of the ward for tests of pages: employed at once, signed in without typing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from django.test import Client

from sesshu.foundation.accounts import issuing, sessions
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Account, Factor, Stage
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import current_place

TERMINAL = "127.0.0.1"
_numbers = count(5001)


@dataclass(frozen=True)
class Staff:
    """Somebody with duties and an open sign-in."""

    account_id: int
    name: str
    token: str

    @property
    def actor(self) -> Actor:
        return Actor(self.account_id, self.name, TERMINAL)

    @property
    def cookie(self) -> str:
        return f"sesshu_{current_place().system}_session"

    def client(self) -> Client:
        """A browser of Django's in which they are signed in."""
        client = Client()
        client.cookies[self.cookie] = self.token
        return client

    def browser_cookie(self, portal: str) -> dict[str, str]:
        """The same for a context of Chromium: ``context.add_cookies([…])``."""
        return {"name": self.cookie, "value": self.token, "url": f"{portal}/131121/"}


def employ(name: str, *duties: Duty) -> Staff:
    """An account with these duties as at the founding of a ward (zone jobs, no proposal), signed in fully."""
    number = next(_numbers)
    person = NewPerson(f"{number:08}", f"t{number}", name, Department.COMMUNITY_HEALTH)
    now = datetime.now(UTC)  # noqa: TID251  # sessions end by the real clock
    account_id = issuing.issue(person, duties, now, None, "jobs")
    account = Account.objects.get(pk=account_id)
    opened = sessions.start(account, Stage.FULL, now, TERMINAL, Factor.TOTP)
    return Staff(account_id, name, opened.token)
