"""From the slip to the first page in a real browser: by an app, by a key, by two administrators."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from foundation.accounts.conftest import PASSWORD, Person
from journeys.browser import check_page, take
from journeys.people import Staff, found_staff, sign_in_as
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sesshu.foundation.accounts import sessions, slips, totp
from sesshu.foundation.accounts.slips import Slip
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

pytestmark = pytest.mark.browser

CODE = "dd.ss-code strong"


@pytest.fixture
def staff(fresh_ward: Place, fresh_portal: str) -> Staff:
    return found_staff()


def slip_for_newcomer(staff: Staff) -> Slip:
    newcomer = staff.somebody(Duty.CHECK, enrolled=False)
    return slips.print_slip(staff.office.second.actor, newcomer.account.pk, now())


def begin_enrolment(page: Page, portal: str, slip: Slip) -> None:
    """From the sign-in page with the slip in hand to the choice of a second factor."""
    page.goto(f"{portal}/131121/sign-in")
    page.get_by_text("ログインできないとき").click()
    page.get_by_role("link", name="利用者の登録").click()
    page.get_by_label("利用者ID").fill(slip.login_id)
    page.get_by_label("登録コード").fill(slip.code)
    page.get_by_role("button", name="次へ進む").click()
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    page.get_by_role("button", name="設定して次へ進む").click()
    expect(page.locator("h1")).to_have_text("認証方法の登録")


def type_password(page: Page, portal: str, login_id: str) -> None:
    page.goto(f"{portal}/131121/sign-in")
    page.get_by_label("利用者ID").fill(login_id)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="ログアウト", exact=True).click()
    expect(page.locator("h1")).to_have_text("職員ログイン")


@contextmanager
def virtual_key(page: Page, *, verified: bool = True) -> Iterator[tuple[Any, str]]:
    """A security key in the browser's slot; its owner is verified or refuses to be."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": False,
                "hasUserVerification": True,
                "isUserVerified": verified,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield session, added["authenticatorId"]
    session.detach()


def test_a_newcomer_enrolls_with_an_app_and_signs_in_with_it(
    page: Page, staff: Staff, fresh_portal: str
) -> None:
    slip = slip_for_newcomer(staff)
    begin_enrolment(page, fresh_portal, slip)
    page.get_by_role("button", name="認証アプリを登録する").click()
    secret = page.locator("dd span.ss-code").inner_text().replace(" ", "")
    page.get_by_label("認証コード").fill(totp.code_at(secret, now()))
    page.get_by_role("button", name="登録する").click()
    expect(page.locator("h1")).to_have_text("自分の利用者情報")
    sign_out(page)
    type_password(page, fresh_portal, slip.login_id)
    page.get_by_label("認証コード").fill(next_code(secret))
    page.get_by_role("button", name="ログインする").click()
    expect(page.locator("h1")).to_contain_text(slip.display_name)


def next_code(secret: str) -> str:
    """The code one step ahead: the present one was spent on enrolling."""
    return totp.code_at(secret, now() + totp.STEP)


def test_a_newcomer_enrolls_with_a_security_key_and_signs_in_with_it(
    page: Page, staff: Staff, fresh_portal: str
) -> None:
    slip = slip_for_newcomer(staff)
    begin_enrolment(page, fresh_portal, slip)
    with virtual_key(page):
        page.get_by_label("キーの名前").fill("青いキー")
        page.get_by_role("button", name="セキュリティキーを登録する").click()
        expect(page.locator("h1")).to_have_text("自分の利用者情報")
        expect(page.get_by_role("rowheader", name="青いキー")).to_be_visible()
        sign_out(page)
        type_password(page, fresh_portal, slip.login_id)
        check_page(page, "sign-in-key")
        page.get_by_role("button", name="セキュリティキーを使う").click()
        expect(page.locator("h1")).to_contain_text(slip.display_name)


def test_a_key_whose_owner_is_not_verified_opens_nothing(
    page: Page, staff: Staff, fresh_portal: str
) -> None:
    slip = slip_for_newcomer(staff)
    begin_enrolment(page, fresh_portal, slip)
    with virtual_key(page) as (session, number):
        page.get_by_label("キーの名前").fill("青いキー")
        page.get_by_role("button", name="セキュリティキーを登録する").click()
        expect(page.locator("h1")).to_have_text("自分の利用者情報")
        sign_out(page)
        type_password(page, fresh_portal, slip.login_id)
        refuse_verification(session, number)
        page.get_by_role("button", name="セキュリティキーを使う").click()
        expect(page.get_by_role("alert").filter(has_text="確認できませんでした")).to_be_visible()
        expect(page.locator("h1")).to_have_text("セキュリティキーの確認")


def refuse_verification(session: Any, number: str) -> None:
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})


def test_a_copied_key_is_noticed(page: Page, staff: Staff, fresh_portal: str) -> None:
    """The counter of the copy stands where it stood when the copy was made."""
    slip = slip_for_newcomer(staff)
    begin_enrolment(page, fresh_portal, slip)
    with virtual_key(page) as (session, number):
        page.get_by_label("キーの名前").fill("青いキー")
        page.get_by_role("button", name="セキュリティキーを登録する").click()
        expect(page.locator("h1")).to_have_text("自分の利用者情報")
        held = session.send("WebAuthn.getCredentials", {"authenticatorId": number})
        (copy,) = held["credentials"]
        sign_out(page)
        type_password(page, fresh_portal, slip.login_id)
        page.get_by_role("button", name="セキュリティキーを使う").click()
        expect(page.locator("h1")).to_contain_text(slip.display_name)
        sign_out(page)
        session.send("WebAuthn.clearCredentials", {"authenticatorId": number})
        session.send("WebAuthn.addCredential", {"authenticatorId": number, "credential": copy})
        type_password(page, fresh_portal, slip.login_id)
        page.get_by_role("button", name="セキュリティキーを使う").click()
        expect(page.get_by_text("セキュリティキーが違います").first).to_be_visible()


def test_somebody_with_both_factors_may_use_either(
    page: Page, desk: BrowserContext, staff: Staff, fresh_portal: str
) -> None:
    clerk = staff.somebody(Duty.AUDIT)
    sign_in_as(clerk, desk, fresh_portal)
    with virtual_key(page):
        page.goto(f"{fresh_portal}/131121/my-account/key")
        page.get_by_label("キーの名前").fill("青いキー")
        page.locator("#id_current").fill(PASSWORD)
        page.get_by_role("button", name="セキュリティキーを登録する").click()
        expect(page.get_by_text("セキュリティキーを登録しました。")).to_be_visible()
        check_page(page, "my-account-two-factors")
        sign_out(page)
        type_password(page, fresh_portal, clerk.account.login_id)
        check_page(page, "sign-in-either")
        page.get_by_role("button", name="セキュリティキーを使う").click()
        expect(page.locator("h1")).to_contain_text(clerk.account.display_name)
        sign_out(page)
    type_password(page, fresh_portal, clerk.account.login_id)
    page.get_by_label("認証コード").fill(clerk.code(now()))
    page.get_by_role("button", name="ログインする").click()
    expect(page.locator("h1")).to_contain_text(clerk.account.display_name)


def test_what_was_typed_when_the_time_ran_out_is_back_after_the_next_sign_in(
    page: Page, desk: BrowserContext, staff: Staff, fresh_portal: str
) -> None:
    first = staff.office.first
    with pytest.MonkeyPatch.context() as short:
        short.setattr(sessions, "LONGEST", timedelta(seconds=8))
        sign_in_as(first, desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/accounts/new")
    page.get_by_label("氏名").fill("鈴木　葵")
    page.get_by_label("理由").fill("四月の異動")
    page.get_by_label("確認担当", exact=True).check()
    expect(page.locator("h1")).to_have_text("職員ログイン")  # nobody was there

    page.get_by_label("利用者ID").fill(first.account.login_id)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()
    page.get_by_label("認証コード").fill(first.code(now()))
    page.get_by_role("button", name="ログインする").click()
    expect(page.get_by_role("heading", name="送った内容は、まだ登録していません")).to_be_visible()
    expect(page.get_by_label("氏名")).to_have_value("鈴木　葵")
    expect(page.get_by_label("理由")).to_have_value("四月の異動")
    expect(page.get_by_label("確認担当", exact=True)).to_be_checked()
    expect(page.get_by_label("入力担当", exact=True)).not_to_be_checked()
    check_page(page, "kept-form")


def test_a_password_can_be_shown_while_it_is_typed(
    page: Page, fresh_ward: Place, fresh_portal: str
) -> None:
    page.goto(f"{fresh_portal}/131121/sign-in")
    field = page.locator("#id_password")
    field.fill(PASSWORD)
    expect(field).to_have_attribute("type", "password")
    page.get_by_role("button", name="パスワードを表示する").click()
    expect(field).to_have_attribute("type", "text")
    check_page(page, "sign-in-shown")
    page.get_by_role("button", name="ログインする").click()
    expect(page.locator("#error-summary")).to_be_focused()


@contextmanager
def at_desk(browser: Browser, person: Person, portal: str) -> Iterator[Page]:
    """Somebody signed in, in a browser of their own."""
    with browser.new_context(locale="ja-JP") as context:
        sign_in_as(person, context, portal)
        yield context.new_page()


def test_two_administrators_issue_an_account_and_hand_over_the_slip(
    page: Page, browser: Browser, staff: Staff, fresh_portal: str
) -> None:
    first, second = staff.office.first, staff.office.second
    with at_desk(browser, first, fresh_portal) as desk_of_first:
        propose_newcomer(desk_of_first, fresh_portal)
        expect(desk_of_first.get_by_text("ほかの職員の確認が必要です")).to_be_visible()
    with at_desk(browser, second, fresh_portal) as desk_of_second:
        code = approve_and_print(desk_of_second, fresh_portal)
    page.goto(f"{fresh_portal}/131121/enroll")
    page.get_by_label("利用者ID").fill("s412345")
    page.get_by_label("登録コード").fill(code)
    page.get_by_role("button", name="次へ進む").click()
    expect(page.locator("h1")).to_have_text("パスワードの設定")


def propose_newcomer(desk: Page, portal: str) -> None:
    desk.goto(f"{portal}/131121/accounts/new")
    desk.get_by_label("職員番号").fill("00412345")
    desk.get_by_label("利用者ID").fill("s412345")
    desk.get_by_label("氏名").fill("確認担当 その二")
    desk.get_by_label("感染症対策課").check()
    desk.get_by_label("確認担当", exact=True).check()
    desk.get_by_label("理由").fill("12月1日付けの採用のため")
    desk.get_by_role("button", name="この内容で申請する").click()
    expect(desk.get_by_text("別の利用者管理担当が承認すると")).to_be_visible()


def approve_and_print(desk: Page, portal: str) -> str:
    """Approve the only proposal, print the slip, and read its code as its owner would."""
    desk.goto(f"{portal}/131121/accounts/proposals/")
    check_page(desk, "account-proposals-one")
    desk.get_by_role("link", name="利用者の登録（確認担当 その二）").click()
    desk.get_by_role("button", name="この内容で承認する").click()
    desk.get_by_role("button", name="登録票を表示する").click()
    expect(desk.locator("h1")).to_have_text("登録票")
    check_page(desk)
    code = desk.locator(CODE).inner_text()
    desk.locator(CODE).evaluate("(node) => { node.textContent = 'XXXXX-XXXXX-XXXXX-XXXXX'; }")
    take(desk, "slip")
    return code
