"""ホーム: the first page after sign-in."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from doses_of_tests import BORN, enter, mr1
from journeys.browser import check_page
from journeys.people import Staff, found_staff, sign_in_as, token_of
from playwright.sync_api import BrowserContext, Page, expect
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ
from ward.residents.registry import RunFailed, file_of, person, take_in

from sesshu.foundation.accounts import administration
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Account, Session
from sesshu.foundation.accounts.web.cookies import cookie_name
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ui.dates import instant
from sesshu.ward.portal.web.home import greeting
from sesshu.ward.records import operations
from sesshu.ward.residents import guarded
from sesshu.wire.residents.control import FileKind

pytestmark = pytest.mark.browser


@pytest.fixture
def staff(fresh_ward: Place) -> Staff:
    return found_staff()


def propose_somebody(staff: Staff, number: int) -> None:
    person = NewPerson(f"{number}", f"new{number}", "新任 職員", Department.INFECTION)
    administration.propose_issue(
        staff.office.first.actor, person, [Duty.ENTRY], "採用のため", now()
    )


def test_somebody_not_signed_in_is_led_to_the_sign_in_page(page: Page, fresh_portal: str) -> None:
    page.goto(f"{fresh_portal}/131121/")
    assert "/131121/sign-in" in page.url


def test_a_clerk_starts_with_the_search(
    page: Page, desk: BrowserContext, staff: Staff, fresh_portal: str
) -> None:
    sign_in_as(staff.somebody(Duty.ENTRY), desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/")
    expect(page.get_by_role("link", name="住民を検索する")).to_be_visible()
    check_page(page, "home-entry")


def test_everybody_is_told_of_the_sign_in_before_this_one(fresh_ward: Place) -> None:
    clerk = employ("入力 花子", Duty.ENTRY)
    assert "初めてのログインです" in clerk.client().get("/131121/").text
    before = Session.objects.get()
    second = Client()
    second.cookies[cookie_name()] = token_of(Account.objects.get(pk=clerk.account_id))
    said = f"{instant(before.started_at)}</time>（端末 {before.address}）"
    assert said in second.get("/131121/").text


def test_an_administrator_sees_how_many_wait_for_them_and_which_are_their_own(
    page: Page, desk: BrowserContext, staff: Staff, fresh_portal: str
) -> None:
    propose_somebody(staff, 7001)
    propose_somebody(staff, 7002)
    sign_in_as(staff.office.first, desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/")
    expect(page.locator(".ss-task")).to_contain_text("あなたの申請2件は、ほかの職員が確認します")
    sign_in_as(staff.office.second, desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/")
    expect(page.locator(".ss-task__count")).to_have_text("2件")
    check_page(page, "home-accounts")


def test_a_checker_sees_what_colleagues_entered_and_the_enterer_what_came_back(
    page: Page, desk: BrowserContext, staff: Staff, fresh_portal: str
) -> None:
    enterer, checker = staff.somebody(Duty.ENTRY), staff.somebody(Duty.CHECK)
    children = [add_resident(BORN) for _ in range(3)]
    proposals = [enter(mr1(child), enterer.actor) for child in children]
    operations.send_back(checker.actor, proposals[0].pk, "ロット番号が読めない")
    sign_in_as(checker, desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/")
    expect(page.locator(".ss-task__count").first).to_have_text("2件")
    check_page(page, "home-check")
    sign_in_as(enterer, desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/")
    expect(page.locator(".ss-task__count")).to_have_text("1件")
    expect(page.locator(".ss-task")).to_contain_text("あなたの入力2件が確認を待っています")
    check_page(page, "home-entry")


def test_the_protection_desk_sees_how_many_ask_for_an_address(
    page: Page, desk: BrowserContext, staff: Staff, fresh_portal: str
) -> None:
    child = add_resident(BORN)
    shelter(child)
    guarded.request_contact(staff.somebody(Duty.ENTRY).actor, child, "接種券の再送のため")
    sign_in_as(staff.somebody(Duty.GUARDED), desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/")
    asked = page.locator(".ss-task").filter(has_text="支援措置の閲覧の承認")
    expect(asked.locator(".ss-task__count")).to_have_text("1件")


def test_whoever_watches_runs_sees_what_has_stopped(
    page: Page, desk: BrowserContext, staff: Staff, fresh_portal: str, tmp_path: Path
) -> None:
    with suppress(RunFailed):
        take_in(file_of(tmp_path / "full.csv", person(1)))
        take_in(file_of(tmp_path / "gap.csv", person(1), sequence=9, kind=FileKind.DIFFERENCE))
    sign_in_as(staff.somebody(Duty.RUNS), desk, fresh_portal)
    page.goto(f"{fresh_portal}/131121/")
    expect(page.locator(".ss-task")).to_contain_text("止まった一括処理")
    expect(page.locator(".ss-task__count")).to_have_text("1件")
    check_page(page, "home-runs")


@pytest.mark.parametrize(
    ("hour_in_utc", "said"),
    [(23, "おはようございます"), (4, "こんにちは"), (9, "お疲れさまです")],
)
def test_the_greeting_fits_the_hour_in_tokyo(hour_in_utc: int, said: str) -> None:
    assert greeting(datetime(2026, 4, 1, hour_in_utc, 30, tzinfo=UTC)) == said
