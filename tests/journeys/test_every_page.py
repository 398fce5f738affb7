"""Every address of the portal is opened in a browser by somebody who may, and passes every rule."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest
from conftest import SETAGAYA
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from journeys.browser import check_page
from journeys.people import cookie_of
from journeys.world import World, make_world
from playwright.sync_api import BrowserContext, Page

from sesshu.foundation.accounts.models import Stage
from sesshu.foundation.walls import Place, enter

pytestmark = pytest.mark.browser

CHILD = {"resident_id": "child"}
PROTECTED = {"resident_id": "protected"}
COUNTER = "?purpose=counter"


class Visit(NamedTuple):
    """An address, who opens it, what about, with which query, and how far they have signed in."""

    name: str
    who: str = ""
    about: Mapping[str, str] = MappingProxyType(
        {}
    )  # argument of the address → what of the world it names
    query: str = ""
    stage: Stage = Stage.FULL
    shot: str = ""

    @property
    def title(self) -> str:
        """What the test and the picture are called."""
        return self.shot or self.name


PAGES = [
    Visit("sign-in"),
    Visit("sign-in-factor", "entry", stage=Stage.PASSWORD),
    Visit("enroll"),
    Visit("enroll-password", "newcomer", stage=Stage.ENROLMENT),
    Visit("enroll-factor", "newcomer", stage=Stage.ENROLMENT),
    Visit("enroll-app", "newcomer", stage=Stage.ENROLMENT),
    Visit("home", "administrator", shot="home-administrator"),
    Visit("home", "entry", shot="home-entry"),
    Visit("home", "check", shot="home-check"),
    Visit("home", "auditor", shot="home-auditor"),
    Visit("my-account", "entry"),
    Visit("my-password", "entry"),
    Visit("my-app", "entry"),
    Visit("my-app-code", "entry"),
    Visit("my-key", "entry"),
    Visit("my-factor-remove", "entry", {"factor_id": "factor", "kind": "totp"}),
    Visit("accounts", "administrator"),
    Visit("account-issue", "administrator"),
    Visit("rights", "auditor"),
    Visit("account-proposals", "administrator"),
    Visit("account-proposal", "administrator", {"proposal_id": "proposal"}),
    Visit("account", "administrator", {"account_id": "newcomer"}),
    Visit("account-change", "administrator", {"account_id": "colleague"}),
    Visit("account-revoke", "administrator", {"account_id": "colleague"}),
    Visit("account-reenroll", "administrator", {"account_id": "colleague"}),
    Visit("residents", "entry"),
    Visit("residents-found", "entry", {"number": "search"}),
    Visit("resident", "entry", CHILD, shot="resident-purpose"),
    Visit("resident", "entry", CHILD, COUNTER),
    Visit("resident", "entry", PROTECTED, COUNTER, shot="resident-protected"),
    Visit("resident-household", "entry", CHILD, COUNTER),
    Visit("resident-history", "entry", CHILD, COUNTER),
]
ACTIONS = [
    Visit("sign-in-key", "entry", stage=Stage.PASSWORD),
    Visit("sign-out", "entry"),
    Visit("stay", "entry"),
    Visit("enroll-key", "newcomer", stage=Stage.ENROLMENT),
    Visit("my-sessions-end", "entry"),
    Visit("rights-review", "administrator"),
    Visit("account-approve", "administrator", {"proposal_id": "proposal"}),
    Visit("account-decline", "administrator", {"proposal_id": "proposal"}),
    Visit("account-withdraw", "administrator", {"proposal_id": "proposal"}),
    Visit("account-slip", "administrator", {"account_id": "newcomer"}),
]
NOT_PAGES = {"stylesheet", "date-echo", "gallery"}  # tests/ui looks at these


@pytest.fixture(scope="module")
def world(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with enter(SETAGAYA):
        yield make_world(tmp_path_factory.mktemp("registry"))


def address(visit: Visit, world: World) -> str:
    about = {argument: world.found.get(name, name) for argument, name in visit.about.items()}
    arguments = {"municipality": SETAGAYA.municipality, **about}
    return reverse(visit.name, kwargs=arguments) + visit.query


def arrive(visit: Visit, world: World, browser: BrowserContext, portal: str) -> None:
    if visit.who:
        browser.add_cookies([cookie_of(world.token(visit.who, visit.stage), portal)])


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.title)
def test_a_page_passes_every_rule(
    page: Page, desk: BrowserContext, world: World, live_portal: str, ward: Place, visit: Visit
) -> None:
    arrive(visit, world, desk, live_portal)
    answer = page.goto(live_portal + address(visit, world))
    assert answer is not None
    assert (answer.status, page.url) == (200, live_portal + address(visit, world))
    check_page(page, visit.title)


@pytest.mark.parametrize("visit", ACTIONS, ids=lambda visit: visit.title)
def test_an_act_cannot_be_done_by_opening_an_address(
    desk: BrowserContext, world: World, live_portal: str, ward: Place, visit: Visit
) -> None:
    arrive(visit, world, desk, live_portal)
    answer = desk.request.get(live_portal + address(visit, world), max_redirects=0)
    assert answer.status == 405


def test_every_address_of_the_portal_is_covered() -> None:
    covered = {visit.name for visit in (*PAGES, *ACTIONS)}
    assert set(names(get_resolver().url_patterns)) - NOT_PAGES == covered


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield pattern.name
