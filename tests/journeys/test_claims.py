"""A clerk of the accounts desk mends a claims file of the 国保連, a colleague settles it (V106, R5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from claims_of_tests import MAY, claim_for, given, taken
from journeys.browser import check_page
from journeys.people import found_staff, sign_in_as
from playwright.sync_api import Browser, BrowserContext, Page, expect
from settlements_of_tests import UNIT, contract
from ward.residents.registry import work_off

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.render import render_line

pytestmark = pytest.mark.browser
NO_SUCH_DAY = render_line(claim_for(2), layout_of(MAY)).replace("2026-04-10", "2026-04-32")


@pytest.fixture
def desks(
    fresh_ward: Place, desk: BrowserContext, browser: Browser, fresh_portal: str, tmp_path: Path
) -> Iterator[tuple[Page, Page]]:
    """The desk of the clerk and that of the colleague who checks, with a file of three claims."""
    staff = found_staff()
    sign_in_as(staff.somebody(Duty.FEES), desk, fresh_portal)
    contract()
    for number in (1, 2, 3):
        given(number)
    taken(tmp_path, claim_for(1), NO_SUCH_DAY, claim_for(3, yen=UNIT - 1), yen=3 * UNIT)
    with browser.new_context(locale="ja-JP") as other:
        sign_in_as(staff.somebody(Duty.CHECK), other, fresh_portal)
        yield desk.new_page(), other.new_page()


def test_a_file_is_mended_and_settled(desks: tuple[Page, Page], fresh_portal: str) -> None:
    clerk, colleague = desks
    clerk.goto(f"{fresh_portal}/131121/")
    clerk.get_by_role("link", name="国保連の請求").first.click()
    clerk.get_by_role("link", name="2026年5月").click()
    expect(clerk.get_by_text("請求額が単価から自己負担を引いた額と違います").first).to_be_visible()
    check_page(clerk)
    clerk.get_by_role("link", name="4行目").click()
    clerk.get_by_label("接種日").fill("2026-04-10")
    check_page(clerk)
    clerk.get_by_role("button", name="この内容に直す").click()
    clerk.get_by_role("button", name="もう一度照合する").click()
    work_off()
    clerk.goto(f"{fresh_portal}/131121/claims-files/")
    clerk.get_by_role("link", name="2026年5月").click()
    expect(clerk.get_by_role("row", name="支払額 22,000円")).to_be_visible()
    clerk.get_by_label("確認する職員への説明").fill("5月の請求")
    clerk.get_by_role("button", name="この内容で確定を申請する").click()
    expect(clerk.get_by_role("heading", name="確認を待っています")).to_be_visible()

    colleague.goto(f"{fresh_portal}/131121/fees/approvals/")
    colleague.get_by_role("link", name="国保連の請求の確定").click()
    expect(colleague.get_by_text("東京都国民健康保険団体連合会")).to_be_visible()
    check_page(colleague)
    colleague.get_by_label("承認する").check()
    colleague.get_by_role("button", name="この内容で確定する").click()
    expect(colleague.get_by_text("1件を確定しました")).to_be_visible()

    clerk.reload()
    expect(clerk.get_by_text("22,000円（")).to_be_visible()
    clerk.get_by_role("link", name="国保連への回答の持ち出しを申請する").click()
    expect(clerk.get_by_text("国保連への回答").first).to_be_visible()
    check_page(clerk)
