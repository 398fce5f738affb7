"""Every address of the portal is opened in a browser by somebody who may, and passes every rule."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from conftest import SETAGAYA
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from journeys.browser import check_page
from journeys.people import bring_to
from journeys.world import World, make_world
from playwright.sync_api import BrowserContext, Page

from sesshu.foundation.accounts.models import Stage
from sesshu.foundation.walls import Place, enter

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Visit:
    """An address, who opens it, and how far they have come in signing in."""

    name: str
    who: str = ""
    stage: Stage = Stage.FULL
    arguments: dict[str, str] = field(default_factory=dict)  # argument of the address → number
    words: dict[str, str] = field(default_factory=dict)  # arguments that are written out


PAGES = [
    Visit("sign-in"),
    Visit("sign-in-factor", "entry", Stage.PASSWORD),
    Visit("enroll"),
    Visit("enroll-password", "newcomer", Stage.ENROLMENT),
    Visit("enroll-factor", "newcomer", Stage.ENROLMENT),
    Visit("enroll-app", "newcomer", Stage.ENROLMENT),
    Visit("home", "administrator"),
    Visit("my-account", "entry"),
    Visit("my-password", "entry"),
    Visit("my-app", "entry"),
    Visit("my-app-code", "entry"),
    Visit("my-key", "entry"),
    Visit(
        "my-factor-remove",
        "entry",
        arguments={"factor_id": "factor_id"},
        words={"kind": "totp"},
    ),
    Visit("accounts", "administrator"),
    Visit("account-issue", "administrator"),
    Visit("rights", "auditor"),
    Visit("account-proposals", "administrator"),
    Visit("account-proposal", "administrator", arguments={"proposal_id": "proposal_id"}),
    Visit("account", "administrator", arguments={"account_id": "account_id"}),
    Visit("account-change", "administrator", arguments={"account_id": "enrolled_id"}),
    Visit("account-revoke", "administrator", arguments={"account_id": "enrolled_id"}),
    Visit("account-reenroll", "administrator", arguments={"account_id": "enrolled_id"}),
]
ACTIONS = [
    Visit("sign-in-key", "entry", Stage.PASSWORD),
    Visit("sign-out", "entry"),
    Visit("stay", "entry"),
    Visit("enroll-key", "newcomer", Stage.ENROLMENT),
    Visit("my-sessions-end", "entry"),
    Visit("rights-review", "administrator"),
    Visit("account-approve", "administrator", arguments={"proposal_id": "proposal_id"}),
    Visit("account-decline", "administrator", arguments={"proposal_id": "proposal_id"}),
    Visit("account-withdraw", "administrator", arguments={"proposal_id": "proposal_id"}),
    Visit("account-slip", "administrator", arguments={"account_id": "account_id"}),
]
NOT_PAGES = {"stylesheet", "date-echo", "gallery"}  # tests/ui looks at these


@pytest.fixture(scope="module")
def world(database: str) -> Iterator[World]:
    with enter(SETAGAYA):
        yield make_world()


def address(visit: Visit, world: World) -> str:
    numbers = {key: world.numbers[name] for key, name in visit.arguments.items()}
    arguments = {"municipality": SETAGAYA.municipality, **numbers, **visit.words}
    return reverse(visit.name, kwargs=arguments)


def arrive(visit: Visit, world: World, browser: BrowserContext, portal: str) -> None:
    if visit.who:
        bring_to(visit.stage, world.people[visit.who].account, browser, portal)


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.name)
def test_a_page_passes_every_rule(
    page: Page, desk: BrowserContext, world: World, live_portal: str, ward: Place, visit: Visit
) -> None:
    arrive(visit, world, desk, live_portal)
    answer = page.goto(live_portal + address(visit, world))
    assert answer is not None
    assert (answer.status, page.url) == (200, live_portal + address(visit, world))
    check_page(page, visit.name)


@pytest.mark.parametrize("visit", ACTIONS, ids=lambda visit: visit.name)
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
