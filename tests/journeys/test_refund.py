"""A father is paid back: taken in by one clerk with the scans, decided by another, in two browsers (V108)."""

from collections.abc import Iterator

import pytest
from journeys.browser import DESK, check_page
from journeys.people import Staff, found_staff, sign_in_as
from letters_of_tests import BORN, ON
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from refunds_of_tests import PNG, under_a_letter
from residents_of_tests import add_resident

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.refunds.models import RefundDecision

pytestmark = pytest.mark.browser
SCAN: FilePayload = {"name": "scan.png", "mimeType": "image/png", "buffer": PNG}


@pytest.fixture
def staff(fresh_ward: Place) -> Staff:
    return found_staff()


@pytest.fixture
def checker(staff: Staff, browser: Browser, fresh_portal: str) -> Iterator[Page]:
    """The second person at another terminal."""
    with browser.new_context(viewport=DESK, locale="ja-JP") as context:  # type: ignore[arg-type]
        sign_in_as(staff.somebody(Duty.CHECK), context, fresh_portal)
        yield context.new_page()


def fill(page: Page) -> None:
    """Type what the application says, and attach its papers."""
    page.get_by_label("保護者").check()
    page.get_by_label("申請者の氏名").fill("山田 太郎")
    page.get_by_label("支払日").fill(ON.isoformat())
    page.get_by_label("請求額（円）").fill("8000")
    page.get_by_label("領収書・明細書").set_input_files(SCAN)
    page.get_by_label("接種の記録の写し").set_input_files(SCAN)
    page.get_by_label("金融機関コード").fill("0001")
    page.get_by_label("支店コード").fill("123")
    page.get_by_label("普通").check()
    page.get_by_label("口座番号").fill("0012345")
    page.get_by_label("口座名義カナ").fill("やまだ たろう")


def test_a_father_is_paid_back(
    staff: Staff, page: Page, desk: BrowserContext, checker: Page, fresh_portal: str
) -> None:
    child = add_resident(BORN)
    under_a_letter(child)
    sign_in_as(staff.somebody(Duty.ENTRY), desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/residents/{child}/refunds/new?purpose=claim")
    page.get_by_role("link", name="B型肝炎").click()
    fill(page)
    page.get_by_role("button", name="この内容で受け付ける").click()
    page.get_by_role("link", name="決定の案を決裁に回す").click()
    page.get_by_label("全額を支給（8,000円）").check()
    page.get_by_role("button", name="この案を決裁に回す").click()
    expect(page.get_by_text("決裁に回しました")).to_be_visible()
    checker.goto(f"{fresh_portal}/131121/refund-checks/")
    checker.get_by_role("link", name="山田 花子").click()
    expect(checker.get_by_text("普通　0012345")).to_be_visible()
    checker.get_by_label("承認する").check()
    check_page(checker, "refund-to-decide")
    checker.get_by_role("button", name="この内容で確定する").click()
    expect(checker.get_by_text("決定しました")).to_be_visible()
    assert RefundDecision.objects.get().amount_yen == 8_000
