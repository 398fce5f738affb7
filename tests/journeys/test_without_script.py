"""A terminal that runs no script at all: signing in, going home, signing out."""

from collections.abc import Iterator

import pytest
from foundation.accounts.conftest import PASSWORD
from journeys.people import found_staff
from playwright.sync_api import Browser, Page, expect

from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def test_a_clerk_signs_in_and_out_without_script(
    plain: Page, fresh_ward: Place, fresh_portal: str
) -> None:
    auditor = found_staff().somebody(Duty.AUDIT)
    plain.goto(f"{fresh_portal}/131121/")
    plain.get_by_label("利用者ID").fill(auditor.account.login_id)
    plain.get_by_label("パスワード").fill(PASSWORD)
    plain.get_by_role("button", name="ログインする").click()
    plain.get_by_label("認証コード").fill(auditor.code(now()))
    plain.get_by_role("button", name="ログインする").click()
    expect(plain.locator("h1")).to_contain_text(auditor.account.display_name)
    plain.get_by_role("button", name="ログアウト", exact=True).click()
    expect(plain.locator("h1")).to_have_text("職員ログイン")


def test_a_wrong_password_is_said_in_title_summary_and_focus_without_script(
    plain: Page, fresh_ward: Place, fresh_portal: str
) -> None:
    auditor = found_staff().somebody(Duty.AUDIT)
    plain.goto(f"{fresh_portal}/131121/sign-in")
    plain.get_by_label("利用者ID").fill(auditor.account.login_id)
    plain.get_by_label("パスワード").fill("not this one at all")
    plain.get_by_role("button", name="ログインする").click()
    expect(plain.locator("#error-summary")).to_be_focused()
    assert plain.title().startswith("エラー：")
    expect(plain.get_by_label("利用者ID")).to_have_value(auditor.account.login_id)
    expect(plain.get_by_label("パスワード")).to_have_value("")
