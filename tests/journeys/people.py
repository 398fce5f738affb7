"""Clerks of the demonstration ward, already signed in, in browsers of their own."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from foundation.accounts.conftest import Office, Person, found_office
from playwright.sync_api import BrowserContext

from sesshu.foundation.accounts import sessions
from sesshu.foundation.accounts.models import Factor, Stage
from sesshu.foundation.accounts.web.cookies import cookie_name
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import current_place


@dataclass
class Staff:
    """People by what they are in charge of; the two administrators come with the ward."""

    office: Office
    joined: int = 1000

    def somebody(self, *duties: Duty) -> Person:
        """A new person with these duties."""
        self.joined += 1
        return self.office.join(self.joined, *duties)


def found_staff() -> Staff:
    """The ward's first two administrators, enrolled a little while ago."""
    return Staff(found_office(now() - timedelta(minutes=5)))


def sign_in_as(person: Person, browser: BrowserContext, portal: str) -> None:
    """Give the browser the session of somebody who passed both steps."""
    opened = sessions.start(person.account, Stage.FULL, now(), "192.0.2.7", Factor.TOTP)
    place = current_place()
    browser.add_cookies(
        [
            {
                "name": cookie_name(),
                "value": opened.token,
                "domain": urlsplit(portal).hostname or "",
                "path": f"/{place.municipality}/",
                "httpOnly": True,
                "sameSite": "Strict",
            }
        ]
    )
