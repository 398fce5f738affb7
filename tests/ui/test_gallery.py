"""Every component in every state, in a real browser."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from journeys.browser import check_page
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = pytest.mark.browser

OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"
OUTLINE_WIDTH = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
FOCUSED = "document.activeElement.outerHTML.slice(0, 120)"
AT_BODY = "document.activeElement === document.body"


@pytest.fixture
def gallery(live_portal: str) -> Iterator[str]:
    with override_settings(ROOT_URLCONF="ui.urls_with_gallery"):
        yield f"{live_portal}/131121/gallery"


def test_the_gallery_passes_every_rule_on_wide_and_narrow_screens(page: Page, gallery: str) -> None:
    page.goto(gallery)
    check_page(page, "gallery")


@pytest.mark.usefixtures("ward")
def test_there_is_no_gallery_outside_a_demonstration() -> None:
    assert Client().get("/131121/gallery").status_code == 404


def test_the_first_stop_of_the_keyboard_leads_past_the_header(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}-that-is-not-there")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("本文へ移動")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("forced_colors", ["none", "active"])
def test_whatever_the_keyboard_reaches_shows_that_it_has_the_focus(
    page: Page, gallery: str, forced_colors: str
) -> None:
    page.emulate_media(forced_colors=forced_colors)  # type: ignore[arg-type]
    page.goto(gallery)
    stops = rounds = 0
    while rounds < 2:  # the first round begins at the error summary, the second at the top
        page.keyboard.press("Tab")
        if page.evaluate(AT_BODY):
            rounds += 1
            continue
        assert page.evaluate(OUTLINE) == "solid", page.evaluate(FOCUSED)
        assert page.evaluate(OUTLINE_WIDTH) >= 3, page.evaluate(FOCUSED)
        stops += 1
    assert stops > 100


def test_the_error_summary_takes_the_focus_and_leads_to_each_field(
    page: Page, gallery: str
) -> None:
    page.goto(gallery)
    expect(page.locator("#error-summary")).to_be_focused()
    for link in page.locator("#error-summary + ul a").all():
        target = link.get_attribute("href")
        assert target
        expect(page.locator(target)).to_have_attribute("aria-invalid", "true")


def test_a_date_is_read_back_in_both_calendars_before_it_is_sent(page: Page, gallery: str) -> None:
    page.goto(gallery)
    page.locator("#id_empty-dosed_on").fill("Ｒ１．５．１")
    page.keyboard.press("Tab")
    expect(page.locator("#id_empty-dosed_on_echo")).to_have_text("令和元年5月1日（2019年5月1日）")
    page.locator("#id_empty-dosed_on").fill("平成31年5月1日")
    page.keyboard.press("Tab")
    expect(page.locator("#id_empty-dosed_on_echo")).to_be_empty()


def test_a_second_press_while_the_first_is_under_way_sends_nothing(
    page: Page, gallery: str
) -> None:
    page.goto(gallery)
    sent: list[Request] = []
    page.route("**/*", lambda route: sent.append(route.request))
    button = page.get_by_role("button", name="登録する", exact=True)
    with page.expect_request(lambda request: request.method == "POST"):
        button.evaluate("button => { button.click(); button.click(); }")
    page.wait_for_timeout(200)  # for a second one
    assert [request.method for request in sent if request.method == "POST"] == ["POST"]


def test_without_script_everything_is_there(browser: Browser, gallery: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(gallery)
        expect(page.locator("#error-summary")).to_be_focused()
        expect(page.locator("#id_right-dosed_on_echo")).to_have_text(
            "平成31年4月30日（2019年4月30日）"
        )
        page.get_by_text("詳しい条件").click()
        expect(page.get_by_text("ふだんは使わない条件")).to_be_visible()


def test_paper_shows_the_content_and_none_of_the_controls(page: Page, gallery: str) -> None:
    page.goto(gallery)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("table")).to_be_visible()
    for hidden in ("header", "footer", ".ss-tabs", ".ss-filter", ".ss-pagination"):
        expect(page.locator(hidden)).to_be_hidden()


def test_nothing_moves_by_itself(page: Page, gallery: str) -> None:
    page.goto(gallery)
    assert page.evaluate("document.getAnimations().length") == 0
