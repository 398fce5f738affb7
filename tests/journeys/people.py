"""Clerks of the demonstration ward, already signed in, in browsers of their own."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from foundation.accounts.conftest import Office, Person, found_office
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import BrowserContext

from sesshu.foundation.accounts import sessions
from sesshu.foundation.accounts.models import Account, Factor, Stage
from sesshu.foundation.accounts.web.cookies import cookie_name
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import current_place

TERMINAL = "192.0.2.7"


@dataclass
class Staff:
    """People by what they are in charge of; the two administrators come with the ward."""

    office: Office
    joined: int = 1000

    def somebody(self, *duties: Duty, enrolled: bool = True) -> Person:
        """A new person with these duties."""
        self.joined += 1
        return self.office.join(self.joined, *duties, enrolled=enrolled)


def found_staff() -> Staff:
    """The ward's first two administrators, enrolled a little while ago."""
    return Staff(found_office(now() - timedelta(minutes=5)))


def sign_in_as(person: Person, browser: BrowserContext, portal: str) -> None:
    """Give the browser the session of somebody who passed both steps."""
    browser.add_cookies([cookie_of(token_of(person.account), portal)])


def token_of(account: Account, stage: Stage = Stage.FULL) -> str:
    """A new session of somebody who has come so far on the way in."""
    factor = Factor.TOTP if stage is Stage.FULL else None
    return sessions.start(account, stage, now(), TERMINAL, factor).token


def cookie_of(token: str, portal: str) -> SetCookieParam:
    """The cookie a browser keeps for a session of this municipality."""
    return {
        "name": cookie_name(),
        "value": token,
        "domain": urlsplit(portal).hostname or "",
        "path": f"/{current_place().municipality}/",
        "httpOnly": True,
        "sameSite": "Strict",
    }
