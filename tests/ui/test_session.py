"""A clerk is warned before the time runs out, and stays with one press."""

import pytest
from django.test import Client
from journeys.people import found_staff, sign_in_as
from playwright.sync_api import BrowserContext, Page, expect

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

HALF_AN_HOUR = 30 * 60
UNTIL_WARNED = 28 * 60 + 5


@pytest.fixture
def signed_in_page(page: Page, desk: BrowserContext, fresh_ward: Place, fresh_portal: str) -> Page:
    sign_in_as(found_staff().somebody(Duty.AUDIT), desk, fresh_portal)
    page.clock.install()
    page.goto(f"{fresh_portal}/131121/")
    return page


@pytest.mark.browser
def test_two_minutes_before_the_end_a_dialog_offers_to_stay(signed_in_page: Page) -> None:
    dialog = signed_in_page.get_by_role("dialog")
    signed_in_page.clock.fast_forward((UNTIL_WARNED - 10) * 1000)
    expect(dialog).to_be_hidden()
    signed_in_page.clock.fast_forward(10 * 1000)
    expect(dialog).to_be_visible()
    expect(signed_in_page.locator("#time-left-heading")).to_be_focused()
    dialog.get_by_role("button", name="続ける").click()
    expect(dialog).to_be_hidden()
    signed_in_page.clock.fast_forward((UNTIL_WARNED - 10) * 1000)
    expect(dialog).to_be_hidden()


@pytest.mark.browser
def test_when_the_time_is_over_the_page_does_not_stay_on_the_screen(signed_in_page: Page) -> None:
    with signed_in_page.expect_navigation():
        signed_in_page.clock.fast_forward((HALF_AN_HOUR + 5) * 1000)


@pytest.mark.usefixtures("fresh_ward")
def test_nobody_stays_who_is_not_signed_in() -> None:
    answer = Client().post("/131121/stay")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/131121/sign-in")


@pytest.mark.usefixtures("fresh_ward")
def test_staying_is_an_act_not_an_address() -> None:
    assert Client().get("/131121/stay").status_code == 405
