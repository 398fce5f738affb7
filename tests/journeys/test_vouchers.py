"""Vouchers in a browser: a mother who lost her papers, and a letter that must not be sent."""

import re
from datetime import timedelta

import pytest
from doses_of_tests import BORN
from journeys.browser import check_page
from journeys.people import Staff, found_staff, sign_in_as
from journeys.test_one_dose import fill
from ledger_of_tests import CLERK, entries
from playwright.sync_api import BrowserContext, Page, expect
from residents_of_tests import add_resident, add_version, shelter
from vouchers_of_tests import mr_until, numbered

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.vouchers import issuing
from sesshu.ward.vouchers.at_entry import grouped
from sesshu.ward.vouchers.codes import Channel
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import Voucher, VoucherInForce

pytestmark = pytest.mark.browser

NEARLY_ONE = today() - timedelta(days=350)
HOME = {"postal_code": "1540017", "address": "東京都世田谷区世田谷四丁目21番27号"}


@pytest.fixture
def staff(fresh_ward: Place) -> Staff:
    return found_staff()


def test_a_mother_lost_her_papers_and_the_new_number_enters_the_dose(
    staff: Staff, page: Page, desk: BrowserContext, fresh_portal: str
) -> None:
    child = add_resident(BORN, name="髙橋 葵", name_kana="タカハシ アオイ", **HOME)
    asked = Request(resident_id=child, series="MR1", channel=Channel.POST, desk="infection")
    [lost] = issuing.issue(CLERK, asked, today(), current())
    sign_in_as(staff.somebody(Duty.ENTRY), desk, fresh_portal)

    page.goto(f"{fresh_portal}/131121/residents/{child}/?purpose=counter")
    page.get_by_role("link", name="券", exact=True).click()
    page.get_by_role("link", name=re.compile("再発行する")).click()
    expect(page.get_by_label("窓口")).to_be_checked()
    page.get_by_label("紛失").check()
    page.get_by_role("button", name="前の券を無効にして再発行する").click()
    new = Voucher.objects.latest("id")
    expect(page.get_by_text(f"新しい券番号は {grouped(new.number)} です。")).to_be_visible()
    check_page(page, "voucher-reissued")

    page.goto(f"{fresh_portal}/131121/residents/{child}/doses/new?purpose=entry&series=MR1")
    fill(page, "R8.4.10", "ミールビック", "mr512")
    page.get_by_label(re.compile("^券番号")).fill(lost.number)
    page.get_by_role("button", name="確認へ進む").click()
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator(".ss-field__error")).to_contain_text(
        f"新しい券番号は {grouped(new.number)} です。"
    )
    check_page(page, "voucher-void-at-entry")
    page.get_by_label(re.compile("^券番号")).fill(grouped(new.number))
    page.get_by_role("button", name="確認へ進む").click()
    page.get_by_role("button", name="この内容で登録する").click()
    expect(page.locator("h1")).to_have_text("確認に回しました")


def test_a_letter_that_must_not_be_sent_is_pulled_before_the_post(
    staff: Staff, page: Page, desk: BrowserContext, fresh_portal: str
) -> None:
    stays, dies, hides = (
        add_resident(NEARLY_ONE, name=name, **HOME) for name in ("残る 子", "亡い 子", "隠れ 子")
    )
    issue_run = numbered(mr_until(today() + timedelta(days=40)), today())
    sign_in_as(staff.somebody(Duty.RUNS), desk, fresh_portal)
    run = f"{fresh_portal}/131121/issue-runs/{issue_run}/"
    page.goto(run)
    with page.expect_download() as opened:
        page.get_by_role("button", name=re.compile("PDFを開く")).click()
    assert opened.value.path().read_bytes().startswith(b"%PDF")

    now = {"valid_from": today(), "recorded_at": f"{today()}T00:00Z"}
    add_version(dies, NEARLY_ONE, **(now | HOME), died_on=today(), status="4")
    shelter(hides)
    page.goto(run)
    expect(page.get_by_role("heading", name="送ってはいけない封筒があります")).to_be_visible()
    expect(page.get_by_role("button", name="発送したことを記録する")).to_have_count(0)
    page.get_by_role("link", name="止める封筒を見る").click()
    expect(page.get_by_role("row", name=re.compile("亡い 子"))).to_contain_text("発送前の死亡")
    expect(page.get_by_role("row", name=re.compile("残る 子"))).to_have_count(0)
    check_page(page, "issue-letters-to-stop")
    page.get_by_role("button", name="2件を抜いた（券番号を無効にする）").click()
    expect(page.get_by_text("2件の券番号を無効にしました。")).to_be_visible()
    page.get_by_role("link", name=f"一斉発行 {issue_run}").click()
    page.get_by_role("button", name="発送したことを記録する").click()
    expect(page.get_by_text("発送を記録しました。")).to_be_visible()
    assert [held.resident_id for held in VoucherInForce.objects.all()] == [stays]
    [pulled] = [entry for entry in entries() if entry.action == "issue.pulled"]
    assert sorted(pulled.subjects) == [dies, hides]
