"""Every address of the portal is opened in a browser by somebody who may, and passes every rule."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from conftest import SETAGAYA
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from journeys.browser import Listener, check_page
from journeys.people import cookie_of
from journeys.visited import World
from journeys.visits import ACTIONS, FILES, FORMS, NOT_PAGES, PAGES, WITH_A_RIGHT, Visit
from journeys.ways import closed_ways, right_to
from journeys.world import make_world
from playwright.sync_api import BrowserContext, Page, expect

from sesshu.foundation.accounts.queries import duties_of
from sesshu.foundation.duties import Permission, permissions_of
from sesshu.foundation.walls import Place, enter

pytestmark = pytest.mark.browser

EMPTIED_AND_SENT = """form => {
  for (const field of form.elements) {
    if (field.type === "hidden") continue;
    if ("checked" in field) field.checked = false;
    if (!["checkbox", "radio"].includes(field.type)) field.value = "";
  }
  form.requestSubmit();
}"""


@pytest.fixture(scope="module")
def world(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with enter(SETAGAYA):
        yield make_world(tmp_path_factory.mktemp("registry"))


@pytest.fixture
def desk(shared_desk: BrowserContext) -> BrowserContext:
    """Nobody's browser yet."""
    shared_desk.clear_cookies()
    return shared_desk


@pytest.fixture
def page(shared_tab: tuple[Page, Listener]) -> Iterator[Page]:
    """The tab; a complaint of the browser while the test runs fails the test."""
    tab, listener = shared_tab
    listener.complaints.clear()
    yield tab
    assert listener.complaints == []


def rights_in(world: World) -> dict[str, frozenset[Permission]]:
    """What each enrolled person of the world may do, one person for each set of duties."""
    held = duties_of(person.account.pk for person in world.people.values())
    of_duties = {
        held[person.account.pk]: who for who, person in world.people.items() if who != "newcomer"
    }
    return {who: permissions_of(duties) for duties, who in of_duties.items()}


def address(visit: Visit, world: World) -> str:
    about = {argument: world.found.get(name, name) for argument, name in visit.about.items()}
    arguments = {"municipality": SETAGAYA.municipality, **about}
    return reverse(visit.name, kwargs=arguments) + visit.query.format_map(world.found)


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


@pytest.mark.parametrize("visit", WITH_A_RIGHT, ids=lambda visit: visit.title)
def test_whoever_may_open_a_page_may_go_wherever_it_leads(
    world: World, ward: Place, visit: Visit
) -> None:
    path = address(visit, world)
    for who, rights in rights_in(world).items():
        if right_to(urlsplit(path).path) in rights:
            answer = world.client(who).get(path)
            assert answer.status_code in {200, 403, 404}  # not of every one behind an address
            assert (who, closed_ways(answer.text, rights)) == (who, [])


@pytest.mark.parametrize("visit", FORMS, ids=lambda visit: visit.title)
def test_an_empty_form_comes_back_with_what_is_missing(
    page: Page, desk: BrowserContext, world: World, live_portal: str, ward: Place, visit: Visit
) -> None:
    arrive(visit, world, desk, live_portal)
    page.goto(live_portal + address(visit, world))
    page.locator("main form[novalidate]").first.evaluate(EMPTIED_AND_SENT)
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.title().startswith("エラー：")
    for link in page.locator("#error-summary ~ ul a").all():
        assert page.locator(link.get_attribute("href") or "").count() == 1
    check_page(page, f"{visit.title}-refused")


@pytest.mark.parametrize("visit", ACTIONS, ids=lambda visit: visit.title)
def test_an_act_cannot_be_done_by_opening_an_address(
    desk: BrowserContext, world: World, live_portal: str, ward: Place, visit: Visit
) -> None:
    arrive(visit, world, desk, live_portal)
    answer = desk.request.get(live_portal + address(visit, world), max_redirects=0)
    assert answer.status == 405


def test_every_address_of_the_portal_is_covered() -> None:
    covered = {visit.name for visit in (*PAGES, *ACTIONS)}
    assert set(names(get_resolver().url_patterns)) - NOT_PAGES - FILES == covered


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield pattern.name
