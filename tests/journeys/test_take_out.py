"""A list leaves the house in a real browser: asked for, approved, fetched, handed out, erased, confirmed."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import pyzipper
from foundation.accounts.conftest import Person
from journeys.browser import check_page
from journeys.people import Staff, found_staff, sign_in_as
from ledger_of_tests import entries
from media_of_tests import Office
from playwright.sync_api import Browser, BrowserContext, Page, expect
from residents_of_tests import add_resident, shelter
from ward.rulebooks.drafts import compare, draft, file_with

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

pytestmark = pytest.mark.browser
HIDDEN = "東京都世田谷区砧八丁目9番9号"


@pytest.fixture
def portal(fresh_portal: str, fresh_ward: Place, tmp_path: Path) -> str:
    """The portal over a ward with a comparison that names three children, one of them protected."""
    add_resident(date(2022, 6, 1))
    add_resident(date(2025, 3, 1))
    shelter(add_resident(date(2022, 6, 1), address=HIDDEN))
    compare(file_with(tmp_path, draft()))
    return fresh_portal


@pytest.fixture
def staff(portal: str) -> Staff:
    return found_staff()


@pytest.fixture
def asker(portal: str, staff: Staff, desk: BrowserContext) -> Person:
    """Somebody in charge of runs, at their desk."""
    person = staff.somebody(Duty.RUNS)
    sign_in_as(person, desk, portal)
    return person


@pytest.fixture
def security(portal: str, staff: Staff, asker: Person, browser: Browser) -> Iterator[Page]:
    """The screen of the 情報セキュリティ管理者, who registered a medium and a recipient."""
    person = staff.somebody(Duty.SECURITY)
    Office(asker.actor, person.actor, list_kind="rulebook.affected")
    with browser.new_context(locale="ja-JP") as context:
        sign_in_as(person, context, portal)
        yield context.new_page()


def ask(page: Page, portal: str) -> str:
    """Ask for the list of the only comparison; the address of the take-out."""
    page.goto(f"{portal}/131121/rulebook-comparisons/")
    page.get_by_role("link", name="next-year.json").click()
    page.get_by_role("link", name="Excelで持ち出す").click()
    expect(page.get_by_text("3人")).to_be_visible()
    page.get_by_label("提出先").focus()  # from here by keyboard alone
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    for typed in ("新しい規則の説明", "委託契約第5条", (today() + timedelta(days=7)).isoformat()):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.get_by_role("button", name="この内容で申請する").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("承認待ち", exact=True)).to_be_visible()
    return page.url


def approve(page: Page, portal: str) -> None:
    page.goto(f"{portal}/131121/")
    page.get_by_role("link", name="持ち出しの承認").click()
    page.get_by_role("link", name="規則の版の比較で変わる住民").click()
    page.get_by_label("承認する").check()
    page.get_by_role("button", name="この内容で確定する").click()
    expect(page.get_by_text("承認しました。")).to_be_visible()


def fetch(page: Page, address: str, folder: Path) -> Path:
    page.goto(address)
    page.get_by_role("button", name="ファイルを作る").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="ダウンロードする").click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def passphrase_on(page: Page, address: str) -> str:
    page.goto(address)
    page.get_by_role("button", name="パスワードを一度だけ表示する").click()
    check_page(page, "take-out-passphrase")
    shown = page.locator("main strong").inner_text()
    page.get_by_role("link", name="表示を終える").click()
    expect(page.get_by_role("button", name="パスワードを一度だけ表示する")).to_have_count(0)
    assert shown not in page.content()
    return shown


def test_a_list_is_followed_from_the_request_to_the_confirmed_erasure(
    page: Page, portal: str, security: Page, tmp_path: Path
) -> None:
    address = ask(page, portal)
    approve(security, portal)
    file = fetch(page, address, tmp_path)
    passphrase = passphrase_on(security, address)
    with pyzipper.AESZipFile(file) as archive:
        archive.setpassword(passphrase.encode())
        (name,) = archive.namelist()
        sheet = tmp_path / name
        sheet.write_bytes(archive.read(name))
    with pyzipper.ZipFile(sheet) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert "新しく受けられる" in words
    assert HIDDEN not in words
    page.goto(address)
    expect(page.get_by_role("button", name="ダウンロードする")).to_have_count(0)
    page.get_by_role("link", name="受渡しを記録する").click()
    page.get_by_label("受取 一郎").check()
    page.get_by_role("button", name="記録する").click()
    page.get_by_role("button", name="返却を記録する").click()
    page.get_by_role("link", name="消去を記録する").click()
    page.get_by_label("消去の方法").select_option("destroyed")
    page.get_by_label("消去の証明").fill("消去作業証明書 第12号")
    page.get_by_role("button", name="記録する").click()
    expect(page.get_by_role("button", name="消去を確認した")).to_have_count(0)
    security.goto(address)
    security.get_by_role("button", name="消去を確認した").click()
    expect(security.get_by_text("完了", exact=True)).to_be_visible()
    check_page(security, "take-out-confirmed")
    done = [entry.action for entry in entries() if entry.action.startswith("take_out.")]
    assert done == [
        "take_out.asked",
        "take_out.made",
        "take_out.downloaded",
        "take_out.passphrase_shown",
        "take_out.handed_out",
        "take_out.returned",
        "take_out.erased",
        "take_out.confirmed",
    ]
