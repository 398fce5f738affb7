"""One dose, two people, in a browser: entered by one clerk, checked by another, stopped when it is wrong."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from doses_of_tests import BORN, enter, mr1, pcv, record
from journeys.browser import DESK, check_page, findings
from journeys.people import Staff, found_staff, sign_in_as
from playwright.sync_api import Browser, BrowserContext, Page, expect
from residents_of_tests import add_resident

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.records import queries

pytestmark = pytest.mark.browser


@pytest.fixture
def staff(fresh_ward: Place) -> Staff:
    return found_staff()


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(BORN, address="世田谷四丁目２１番２７号")


@pytest.fixture
def clerk(staff: Staff, page: Page, desk: BrowserContext, fresh_portal: str) -> Page:
    """Clerk A at her own screen."""
    sign_in_as(staff.somebody(Duty.ENTRY), desk, fresh_portal)
    return page


@pytest.fixture
def checker(staff: Staff, browser: Browser, fresh_portal: str) -> Iterator[Page]:
    """Clerk B at another terminal."""
    with browser.new_context(viewport=DESK, locale="ja-JP") as context:  # type: ignore[arg-type]
        sign_in_as(staff.somebody(Duty.CHECK), context, fresh_portal)
        yield context.new_page()


def resident(portal: str, child: int) -> str:
    return f"{portal}/131121/residents/{child}/?purpose=entry"


def fill(page: Page, given_on: str, vaccine: str, lot: str) -> None:
    """Type what the paper says, in its order."""
    page.get_by_label("接種日").fill(given_on)
    page.get_by_label(vaccine).check()
    page.get_by_label("ロット番号").fill(lot)
    page.get_by_label("有効期限").fill("R9.3.31")
    page.get_by_label("接種量（mL）").fill("0.5")
    page.get_by_label("皮下", exact=True).check()
    page.get_by_label("医療機関コード").fill("1311234569")
    page.get_by_label("接種医療機関").fill("三軒茶屋こども診療所")


def test_clerk_a_enters_and_clerk_b_checks(
    clerk: Page, checker: Page, child: int, fresh_portal: str
) -> None:
    clerk.goto(resident(fresh_portal, child))
    clerk.get_by_role("link", name="接種を記録する").click()
    expect(clerk.locator("h1")).to_have_text("接種名称の選択")
    check_page(clerk, "dose-choose-series")
    clerk.get_by_role("link", name="麻しん風しん 第1期").click()
    expect(clerk.get_by_label("接種日")).to_be_focused()
    fill(clerk, "R8.4.10", "ミールビック", "mr512")
    expect(clerk.locator("#id_given_on_echo")).to_have_text("令和8年4月10日（2026年4月10日）")
    clerk.get_by_role("button", name="判定する").click()
    expect(clerk.locator("#verdict")).to_contain_text("定期接種(A類) 1回目")
    expect(clerk.locator("#status")).to_contain_text("判定：定期接種(A類) 1回目")
    check_page(clerk, "dose-entry")
    clerk.get_by_role("button", name="確認へ進む").click()
    expect(clerk.locator("h1")).to_have_text("入力の内容を確かめる")
    check_page(clerk, "dose-confirm")
    clerk.get_by_role("button", name=re.compile("変更する.*ロット番号")).click()
    expect(clerk.get_by_label("ロット番号")).to_be_focused()
    clerk.get_by_label("ロット番号").fill("mr513")
    clerk.get_by_role("button", name="確認へ進む").click()
    clerk.get_by_role("button", name="この内容で登録する").click()
    expect(clerk.locator("h1")).to_have_text("確認に回しました")
    check_page(clerk, "dose-sent")
    assert queries.doses_of(child) == ()

    checker.goto(f"{fresh_portal}/131121/checks/")
    check_page(checker, "checks")
    checker.get_by_role("link", name="山田 花子").click()
    expect(checker.locator("h1")).to_be_focused()
    check_page(checker, "check")
    checker.get_by_label("承認する").check()
    checker.get_by_label("氏名・生年月日・住所が予診票と同じ").check()
    checker.get_by_role("button", name="この内容で確定して次へ").click()
    expect(checker.get_by_text("1件を承認しました。残り0件です。")).to_be_visible()
    [dose] = queries.doses_of(child)
    assert (dose.entry.lot, dose.dose_number) == ("MR513", 1)


def test_a_wrong_interval_dose_is_stopped_before_it_counts(
    clerk: Page, checker: Page, child: int, fresh_portal: str
) -> None:
    record(pcv(child, date(2025, 5, 10)))
    clerk.goto(f"{fresh_portal}/131121/residents/{child}/doses/new?purpose=entry&series=PCV")
    fill(clerk, "R7.5.31", "プレベナー20", "AB1235")
    clerk.get_by_role("button", name="確認へ進む").click()
    expect(clerk.locator("#error-summary")).to_be_focused()
    expect(clerk.locator("#verdict")).to_contain_text("接種の間隔が足りません")
    check_page(clerk, "dose-stopped")
    assert queries.record_sheet(child, date(2026, 11, 20)).waiting == ()

    clerk.get_by_label("実際にこのとおり接種していたので").check()
    clerk.get_by_label("そのまま記録する理由").fill("医療機関に電話で確かめた")
    clerk.get_by_role("button", name="確認へ進む").click()
    clerk.get_by_role("button", name="この内容で登録する").click()
    expect(clerk.locator("h1")).to_have_text("確認に回しました")
    assert [dose.dose_number for dose in queries.doses_of(child)] == [1]

    checker.goto(f"{fresh_portal}/131121/checks/")
    checker.get_by_role("link", name="山田 花子").click()
    expect(checker.locator("h1")).to_contain_text("新しい接種の確認")
    check_page(checker, "check-stopped")
    checker.get_by_label("差し戻す", exact=True).check()
    checker.get_by_role("button", name="確定して一覧へ").click()
    expect(checker.locator("#error-summary")).to_be_focused()
    checker.get_by_label("差し戻す理由").fill("接種日をもう一度確かめてください")
    checker.get_by_role("button", name="確定して一覧へ").click()
    expect(checker.get_by_text("1件を差し戻しました。残り0件です。")).to_be_visible()
    assert [dose.dose_number for dose in queries.doses_of(child)] == [1]

    clerk.goto(f"{fresh_portal}/131121/doses/sent-back/")
    check_page(clerk, "dose-sent-back")
    clerk.get_by_role("link", name="山田 花子").click()
    expect(clerk.locator("h1")).to_have_text("差し戻されました")
    check_page(clerk, "dose-came-back")
    clerk.get_by_role("link", name="直して入力し直す").click()
    expect(clerk.get_by_label("ロット番号")).to_have_value("AB1235")


def test_a_dose_is_corrected_and_the_old_one_stays_readable(
    clerk: Page, checker: Page, child: int, fresh_portal: str
) -> None:
    dose = record(mr1(child, lot="MR521"))
    enter(pcv(child, date(2025, 5, 10)))
    clerk.goto(f"{fresh_portal}/131121/residents/{child}/doses/{dose.id}/correct?purpose=review")
    clerk.get_by_label("訂正の理由").fill("予診票と照合し、ロット番号の誤りに気づいた")
    clerk.get_by_label("ロット番号").fill("MR512")
    check_page(clerk, "dose-correct")
    clerk.get_by_role("button", name="確認へ進む").click()
    expect(clerk.locator("h1")).to_have_text("訂正の内容を確かめる")
    check_page(clerk, "dose-correct-confirm")
    clerk.get_by_role("button", name="この内容で登録する").click()
    expect(clerk.locator("h1")).to_have_text("確認に回しました")

    checker.goto(f"{fresh_portal}/131121/checks/?act=correction")
    checker.get_by_role("link", name="山田 花子").click()
    expect(checker.get_by_text("MR521")).to_be_visible()
    check_page(checker, "check-correction")
    checker.get_by_label("承認する").check()
    checker.get_by_label("氏名・生年月日・住所が予診票と同じ").check()
    checker.get_by_role("button", name="確定して一覧へ").click()
    expect(checker.get_by_text("1件を承認しました。残り1件です。")).to_be_visible()
    clerk.goto(resident(fresh_portal, child))
    check_page(clerk, "resident-record")


def test_a_dose_is_cancelled(clerk: Page, child: int, fresh_portal: str) -> None:
    dose = record(mr1(child))
    clerk.goto(f"{fresh_portal}/131121/residents/{child}/doses/{dose.id}/cancel?purpose=review")
    check_page(clerk, "dose-cancel")
    clerk.get_by_label("取消しの理由").fill("別の方の予診票を入力していた")
    clerk.get_by_role("button", name="この接種の取消しを申請する").click()
    expect(clerk.locator("h1")).to_have_text("確認に回しました")


def test_a_dose_is_entered_without_script(
    staff: Staff, browser: Browser, child: int, fresh_portal: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        sign_in_as(staff.somebody(Duty.ENTRY), context, fresh_portal)
        plain = context.new_page()
        plain.goto(resident(fresh_portal, child))
        plain.get_by_role("link", name="接種を記録する").click()
        plain.get_by_role("link", name="麻しん風しん 第1期").click()
        fill(plain, "R8.4.10", "ミールビック", "mr512")
        plain.get_by_role("button", name="判定する").click()
        expect(plain.locator("#verdict")).to_contain_text("定期接種(A類) 1回目")
        plain.get_by_role("button", name="確認へ進む").click()
        plain.get_by_role("button", name="この内容で登録する").click()
        expect(plain.locator("h1")).to_have_text("確認に回しました")


def test_the_form_is_filled_with_the_keyboard_alone(
    clerk: Page, child: int, fresh_portal: str
) -> None:
    clerk.goto(f"{fresh_portal}/131121/residents/{child}/doses/new?purpose=entry&series=MR1")
    keys = clerk.keyboard
    keys.type("080410")
    keys.press("Tab")
    keys.type("0123456789")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    assert findings(clerk) == []
    expect(clerk.get_by_label("券番号")).to_have_value("0123456789")
    expect(clerk.get_by_label("ミールビック")).to_be_checked()
