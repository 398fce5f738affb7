"""The pages of signing in, as a browser without script sees them."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from sesshu.foundation.clock import now

from .conftest import PASSWORD, Person

SIGN_IN = "/131121/sign-in"
FACTOR = "/131121/sign-in/factor"
COOKIE = "sesshu_ward_session"


@pytest.fixture
def browser() -> Client:
    return Client()


def pass_first_step(
    browser: Client, person: Person, password: str = PASSWORD, **more: str
) -> HttpResponse:
    data = {"login_id": person.account.login_id, "password": password, **more}
    return browser.post(SIGN_IN, data)


def pass_second_step(browser: Client, person: Person, **more: str) -> HttpResponse:
    return browser.post(FACTOR, {"code": person.code(now() + timedelta(seconds=30)), **more})


def test_both_steps_lead_home(browser: Client, clerk: Person) -> None:
    first = pass_first_step(browser, clerk)
    assert (first.status_code, first["Location"]) == (302, FACTOR)
    second = pass_second_step(browser, clerk)
    assert (second.status_code, second["Location"]) == (302, "/131121/")
    assert browser.get("/131121/").status_code == 200
