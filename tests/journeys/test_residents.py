"""Residents in a real browser: found by keyboard alone, and what is protected stays so."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from foundation.accounts.conftest import Person
from journeys.browser import check_page
from journeys.people import Staff, found_staff, sign_in_as
from ledger_of_tests import entries
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from ward.residents.registry import file_of, take_in
from ward.residents.web.conftest import CHILD, HIDDEN, HIDDEN_PHONE, PEOPLE, PROTECTED, id_of

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

pytestmark = pytest.mark.browser
ANSWERED = re.compile("検索結果|見つかりませんでした")


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
    press(page, *["Tab"] * 7)
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


@pytest.fixture
def guardian(portal: str, staff: Staff, browser: Browser) -> Iterator[Page]:
    """The screen of somebody of the protection desk, on a terminal of their own."""
    with browser.new_context(locale="ja-JP") as context:
        sign_in_as(staff.somebody(Duty.GUARDED), context, portal)
        yield context.new_page()


@pytest.fixture
def auditor(portal: str, staff: Staff, browser: Browser) -> Iterator[Page]:
    """The screen of an auditor."""
    with browser.new_context(locale="ja-JP") as context:
        sign_in_as(staff.somebody(Duty.AUDIT), context, portal)
        yield context.new_page()


def betrays(page: Page) -> bool:
    """Whether the page as it stands, hidden parts too, tells where the protected child is."""
    source = page.content()
    return HIDDEN in source or "砧" in source or HIDDEN_PHONE in source.replace("-", "")


def search_by(page: Page, portal: str, label: str, value: str) -> None:
    page.goto(f"{portal}/131121/residents/")
    page.get_by_label(label).fill(value)
    page.get_by_label("利用目的").select_option("counter")
    page.get_by_role("button", name="検索する").click()
    expect(page.get_by_role("heading", name=ANSWERED).first).to_be_visible()


def hunt(page: Page, portal: str) -> list[str]:
    """Open every page about the protected child; the addresses of those that betray it."""
    person = f"{portal}/131121/residents/{id_of(PROTECTED)}"
    caught = []
    for label, value in (("カナ氏名", "タカヤマ"), ("住所", "砧8-9-9"), ("電話番号", HIDDEN_PHONE)):
        search_by(page, portal, label, value)
        page.get_by_label(label).fill("")  # what the clerk typed is theirs
        caught += [page.url] if value == "タカヤマ" and betrays(page) else []
        assert (
            value == "タカヤマ"
            or page.get_by_role("heading", name="見つかりませんでした").is_visible()
        )
    for part in ("", "household/", "history/", "contact/", "doses/new"):
        page.goto(f"{person}/{part}?purpose=counter")
        caught += [page.url] if betrays(page) else []
    return caught


def ask_for_contact(page: Page, portal: str) -> None:
    page.goto(f"{portal}/131121/residents/{id_of(PROTECTED)}/?purpose=counter")
    page.get_by_role("link", name="住所・電話の閲覧を申請する").click()
    page.get_by_label("閲覧が必要な理由").fill("予診票の返送先を本人に確かめるため")
    page.get_by_role("button", name="この理由で申請する").click()
    expect(page.get_by_text("承認待ち")).to_be_visible()


def approve_contact(page: Page, portal: str) -> None:
    page.goto(f"{portal}/131121/guarded/requests/")
    page.get_by_role("link", name="高山　守").click()
    assert not betrays(page)
    page.get_by_label("承認する").check()
    page.get_by_role("button", name="この内容で確定する").click()
    expect(page.get_by_text("1件を承認しました。")).to_be_visible()
    assert not betrays(page)


@pytest.mark.usefixtures("clerk")
def test_where_a_protected_child_lives_is_seen_by_nobody_without_the_second_person_then_once(
    page: Page, portal: str, guardian: Page
) -> None:
    assert hunt(page, portal) == []
    ask_for_contact(page, portal)
    assert not betrays(page)
    approve_contact(guardian, portal)
    page.goto(f"{portal}/131121/guarded/own/")
    page.get_by_role("button", name="一度だけ表示する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("住所・電話の閲覧")
    assert betrays(page)
    check_page(page, "guarded-contact")
    page.emulate_media(media="print")
    expect(page.get_by_text(HIDDEN)).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="表示を終える").click()
    expect(page.get_by_text("閲覧済み")).to_be_visible()
    with suppress(Error):  # Chromium keeps no answer to a POST and says so
        page.go_back()
    page.wait_for_function("document.readyState === 'complete'")
    assert not betrays(page)
    assert hunt(page, portal) == []


@pytest.mark.usefixtures("clerk")
def test_sending_the_same_request_again_shows_nothing_and_is_recorded(
    page: Page, portal: str, guardian: Page
) -> None:
    ask_for_contact(page, portal)
    approve_contact(guardian, portal)
    page.goto(f"{portal}/131121/guarded/own/")
    page.get_by_role("button", name="一度だけ表示する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("住所・電話の閲覧")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("住所・電話は表示できません")
    assert not betrays(page)
    check_page(page, "guarded-contact-refused")
    (refused,) = (entry for entry in entries() if entry.kind == "refusal")
    assert (refused.action, refused.reason) == ("guarded.contact_shown", "shown_before")


def test_an_auditor_finds_who_looked_at_a_child_and_what_for(
    page: Page, portal: str, clerk: Person, auditor: Page
) -> None:
    page.goto(f"{portal}/131121/residents/{id_of(CHILD)}/?purpose=phone")
    auditor.goto(f"{portal}/131121/ledger/")
    auditor.get_by_label("閲覧の目的").select_option("regular")
    auditor.get_by_label("期間の初日").fill(today().isoformat())
    auditor.get_by_label("期間の末日").fill(today().isoformat())
    auditor.get_by_label("対象者").fill(f"#{id_of(CHILD)}")
    auditor.get_by_role("button", name="絞り込む").click()
    found = auditor.get_by_role("row").filter(has_text="住民の記録の閲覧")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(clerk.account.display_name)
    expect(found).to_contain_text("電話対応")
