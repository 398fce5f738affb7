"""A report a head of section can sign: made, looked through in both editions, signed, printed, recomputed."""

from collections.abc import Iterator

import pytest
from documents.paper import text_of
from doses_of_tests import BORN, mr1, record
from journeys.browser import check_page
from journeys.people import found_staff, sign_in_as
from playwright.sync_api import Browser, BrowserContext, Page, expect
from residents_of_tests import add_resident
from ward.residents.registry import work_off

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

pytestmark = pytest.mark.browser


@pytest.fixture
def desks(
    fresh_ward: Place, desk: BrowserContext, browser: Browser, fresh_portal: str
) -> Iterator[tuple[Page, Page]]:
    """The desk of who makes reports and that of the head of section."""
    staff = found_staff()
    sign_in_as(staff.somebody(Duty.REPORTS), desk, fresh_portal)
    for _ in range(2):
        record(mr1(add_resident(BORN)))
    with browser.new_context(locale="ja-JP") as other:
        sign_in_as(staff.somebody(Duty.SECTION_HEAD), other, fresh_portal)
        yield desk.new_page(), other.new_page()


def test_a_head_of_section_signs_what_a_clerk_computed(
    desks: tuple[Page, Page], fresh_portal: str
) -> None:
    clerk, head = desks
    clerk.goto(f"{fresh_portal}/131121/")
    clerk.get_by_role("link", name="報告", exact=True).click()
    clerk.get_by_role("link", name="報告を作る").click()
    clerk.get_by_label("地域保健・健康増進事業報告(予防接種)").focus()
    clerk.keyboard.press("Space")
    clerk.get_by_role("combobox", name="年度").select_option("2026")
    clerk.get_by_role("button", name="計算を始める").click()
    expect(clerk.get_by_text("計算を受け付けました。")).to_be_visible()
    work_off()
    clerk.get_by_role("link", name="報告", exact=True).click()
    clerk.get_by_role("link", name="地域保健・健康増進事業報告(予防接種)").click()
    expect(clerk.get_by_text("少ない人数も示しています。")).to_be_visible()
    clerk.get_by_role("button", name="決裁に出す").click()
    expect(clerk.get_by_role("heading", name="決裁を待っています")).to_be_visible()

    head.goto(f"{fresh_portal}/131121/reports/")
    head.get_by_role("link", name="地域保健・健康増進事業報告(予防接種)").click()
    head.get_by_role("link", name="決裁する").click()
    row = head.get_by_role("row", name="麻しん風しん 第1期")
    expect(row.get_by_role("cell").nth(1)).to_have_text("2")
    head.get_by_label("承認する").check()
    head.get_by_role("button", name="この内容で確定する").click()
    expect(head.get_by_role("heading", name="決裁済みの報告です")).to_be_visible()
    check_page(head)

    head.get_by_role("link", name="公表用", exact=True).click()
    expect(
        head.get_by_role("row", name="麻しん風しん 第1期").get_by_role("cell").nth(1)
    ).to_have_text("―")
    assert "決裁済みの報告です" in text_of(head.pdf(format="A4"))
    clerk.reload()
    expect(clerk.get_by_role("heading", name="決裁済みの報告です")).to_be_visible()
