"""A clerk looks something up in 規則の手引き, follows a mark, and prints a page."""

import pytest
from documents.paper import text_of
from journeys.people import found_staff, sign_in_as
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(fresh_ward: Place, desk: BrowserContext, fresh_portal: str) -> None:
    sign_in_as(found_staff().somebody(Duty.ENTRY), desk, fresh_portal)


@pytest.fixture
def narrowed(clerk: None, page: Page, fresh_portal: str) -> Page:
    """The manual narrowed to 水痘, by way of the menu and the keyboard."""
    page.goto(f"{fresh_portal}/131121/")
    page.get_by_role("link", name="規則の手引き", exact=True).click()
    page.get_by_label("ことば").fill("水痘 第19条")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="水痘(VAR)")).to_be_visible()
    return page


def test_the_law_of_other_days_is_folded_until_somebody_asks(narrowed: Page) -> None:
    old = narrowed.get_by_role("heading", name="これまで:").first
    expect(old).to_be_hidden()
    folded = narrowed.locator("#VAR").locator("..").locator("summary")
    folded.first.focus()
    narrowed.keyboard.press("Enter")
    expect(old).to_be_visible()


def test_a_mark_leads_to_its_question_and_the_contents_are_one_step_away(narrowed: Page) -> None:
    mark = narrowed.locator("#VAR").locator("..").get_by_role("link", name="要確認").first
    number = mark.inner_text()
    mark.click()
    question = narrowed.locator(":target")
    expect(question).to_have_text(number)
    expect(question).to_be_in_viewport()
    narrowed.get_by_role("link", name="目次へ戻る").first.click()
    expect(narrowed.get_by_role("heading", name="目次")).to_be_in_viewport()


def test_paper_shows_the_folded_law_too_and_no_menu(narrowed: Page) -> None:
    said = text_of(narrowed.pdf(format="A4"))
    assert "これまで:" in said
    assert "目次へ戻る" not in said
    assert "ログアウト" not in said


def test_everything_is_found_and_shown_again_without_script(
    browser: Browser, fresh_ward: Place, fresh_portal: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        reader = found_staff().somebody(Duty.AUDIT)
        sign_in_as(reader, context, fresh_portal)
        page = context.new_page()
        page.goto(f"{fresh_portal}/131121/manual/?q=BCG")
        expect(page.locator("#BCG")).to_be_visible()
        expect(page.locator("#MR1")).to_have_count(0)
        page.get_by_role("link", name="すべて表示する").click()
        expect(page.locator("#MR1")).to_have_count(1)


def test_a_series_can_be_linked_to(clerk: None, page: Page, fresh_portal: str) -> None:
    page.goto(f"{fresh_portal}/131121/manual/#JE1")
    expect(page.locator(":target")).to_have_text("日本脳炎 第1期(JE1)")
    expect(page.locator(":target")).to_be_in_viewport()
