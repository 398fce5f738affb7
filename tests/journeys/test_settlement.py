"""A clerk settles a month, returns a claim of too many doses, and a colleague fixes it (V100–V102)."""

from collections.abc import Iterator

import pytest
from clinic_files_of_tests import CLINIC
from journeys.browser import check_page
from journeys.people import found_staff, sign_in_as
from playwright.sync_api import Browser, BrowserContext, Page, expect
from settlements_of_tests import contract, dose

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.schedule import load

pytestmark = pytest.mark.browser


@pytest.fixture
def desks(
    fresh_ward: Place, desk: BrowserContext, browser: Browser, fresh_portal: str
) -> Iterator[tuple[Page, Page]]:
    """The desk of the clerk and that of the colleague who checks."""
    staff = found_staff()
    sign_in_as(staff.somebody(Duty.FEES), desk, fresh_portal)
    contract()
    dose()
    with browser.new_context(locale="ja-JP") as other:
        sign_in_as(staff.somebody(Duty.CHECK), other, fresh_portal)
        yield desk.new_page(), other.new_page()


def test_a_month_with_a_returned_claim_is_settled(
    desks: tuple[Page, Page], fresh_portal: str
) -> None:
    clerk, colleague = desks
    series = load.current().series["MR1"].name
    clerk.goto(f"{fresh_portal}/131121/fees/")
    clerk.get_by_label("接種の月").fill("2026-04")
    clerk.get_by_role("button", name="この月を見る").click()
    clerk.get_by_role("link", name="三軒茶屋こども診療所").click()
    clerk.get_by_role("link", name="請求書を入力する").click()
    clerk.get_by_label(f"{series}：件数").fill("2")
    clerk.get_by_label(f"{series}：金額（円）").fill("22000")
    clerk.get_by_role("button", name="請求書を入力する").click()
    expect(clerk.get_by_text("請求の件数が記録より多い")).to_be_visible()
    clerk.get_by_label(f"返戻の理由：{series}").fill("予診票が1枚足りません")
    clerk.get_by_label("確認する職員への説明").fill("4月分")
    check_page(clerk)
    clerk.get_by_role("button", name="この内容で確定を申請する").click()
    expect(clerk.get_by_role("heading", name="確認を待っています")).to_be_visible()

    colleague.goto(f"{fresh_portal}/131121/fees/approvals/")
    colleague.get_by_role("link", name="委託料の確定").click()
    expect(colleague.get_by_text("予診票が1枚足りません")).to_be_visible()
    colleague.get_by_label("承認する").check()
    colleague.get_by_role("button", name="この内容で確定する").click()
    expect(colleague.get_by_text("1件を確定しました")).to_be_visible()

    clerk.goto(f"{fresh_portal}/131121/fees/2026-04/{CLINIC}/")
    expect(clerk.get_by_text("支払額 0円")).to_be_visible()
