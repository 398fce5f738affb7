"""A browser without script on the portal, for the tests of pages."""

from datetime import timedelta

from django.http import HttpResponse
from django.test import Client

from sesshu.foundation.clock import now

from .conftest import PASSWORD, Person

PORTAL = "/131121"
SIGN_IN = f"{PORTAL}/sign-in"
FACTOR = f"{PORTAL}/sign-in/factor"
MINE = f"{PORTAL}/my-account"
COOKIE = "sesshu_ward_session"


def first_step(
    browser: Client, person: Person, password: str = PASSWORD, **more: str
) -> HttpResponse:
    data = {"login_id": person.account.login_id, "password": password, **more}
    return browser.post(SIGN_IN, data)


def second_step(browser: Client, person: Person, steps: int = 0, **more: str) -> HttpResponse:
    """With the present code, or one up to one step off when codes were used a moment ago."""
    code = person.code(now() + timedelta(seconds=30 * steps))
    return browser.post(FACTOR, {"code": code, **more})


def signed_in(person: Person) -> Client:
    """A browser in which this person has passed both steps."""
    browser = Client(REMOTE_ADDR="192.0.2.77")
    first_step(browser, person)
    assert second_step(browser, person).status_code == 302
    return browser


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()
