"""Residents in a real browser: found by keyboard alone, and what is protected stays so."""

from pathlib import Path

import pytest
from foundation.accounts.conftest import Person
from journeys.browser import check_page
from journeys.people import Staff, found_staff, sign_in_as
from ledger_of_tests import entries
from playwright.sync_api import BrowserContext, Page, expect
from ward.residents.registry import file_of, take_in
from ward.residents.web.conftest import CHILD, PEOPLE, id_of

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

pytestmark = pytest.mark.browser


@pytest.fixture
def portal(fresh_portal: str, fresh_ward: Place, tmp_path: Path) -> str:
    """The portal over a small ward."""
    take_in(file_of(tmp_path / "full.csv", *PEOPLE))
    return fresh_portal


@pytest.fixture
def staff(portal: str) -> Staff:
    """The ward's people."""
    return found_staff()


@pytest.fixture
def clerk(portal: str, staff: Staff, desk: BrowserContext) -> Person:
    """Somebody who enters doses, at their desk."""
    person = staff.somebody(Duty.ENTRY)
    sign_in_as(person, desk, portal)
    return person


def press(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def tab_to_link(page: Page, words: str, most: int = 20) -> None:
    """Press Tab until the focus is on a link with these words."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if words in (page.evaluate("document.activeElement.closest('a')?.textContent") or ""):
            return
    raise AssertionError(f"{words} is not reached by {most} times Tab")


@pytest.mark.usefixtures("clerk")
def test_a_clerk_finds_a_child_by_two_kana_and_opens_it_with_the_keyboard_alone(
    page: Page, portal: str
) -> None:
    page.goto(f"{portal}/131121/residents/")
    expect(page.get_by_label("カナ氏名")).to_be_focused()
    page.keyboard.type("たか")
    press(page, *["Tab"] * 6)
    expect(page.get_by_label("利用目的")).to_be_focused()
    press(page, "ArrowDown", "Tab", "Enter")
    expect(page.get_by_role("heading", name="検索結果")).to_be_focused()
    tab_to_link(page, "髙橋　葵")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("髙橋　葵")
    assert f"/residents/{id_of(CHILD)}/?purpose=counter" in page.url


@pytest.mark.usefixtures("clerk")
def test_going_back_and_loading_anew_keep_the_list_and_search_only_once(
    page: Page, portal: str
) -> None:
    page.goto(f"{portal}/131121/residents/")
    page.get_by_label("カナ氏名").fill("たか")
    page.get_by_label("利用目的").select_option("counter")
    page.get_by_role("button", name="検索する").click()
    page.get_by_role("link", name="髙橋　葵").click()
    page.go_back()
    expect(page.get_by_role("heading", name="検索結果")).to_contain_text("4件")
    page.reload()
    expect(page.get_by_role("heading", name="検索結果")).to_contain_text("4件")
    expect(page.get_by_label("カナ氏名")).to_have_value("タカ")
    check_page(page)
    assert len([entry for entry in entries() if entry.action == "resident.search"]) == 1
