"""The pages of signing in, as a browser without script sees them."""

from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings

from sesshu.foundation.accounts import administration, lockout, sessions
from sesshu.foundation.accounts.models import Ending, Session, Stage
from sesshu.foundation.accounts.web.way_in import safe_next
from sesshu.foundation.clock import now
from sesshu.foundation.second_person.operations import approve
from sesshu.foundation.walls import Place, enter

from .browsing import COOKIE, FACTOR, MINE, SIGN_IN, first_step, second_step, signed_in, text_of
from .conftest import PASSWORD, Office, Person, ledger_entries


@pytest.fixture
def browser() -> Client:
    return Client()


def test_both_steps_lead_home(browser: Client, clerk: Person) -> None:
    first = first_step(browser, clerk)
    assert (first.status_code, first["Location"]) == (302, FACTOR)
    second = second_step(browser, clerk)
    assert (second.status_code, second["Location"]) == (302, "/131121/")
    assert browser.get(MINE).status_code == 200


def test_after_the_first_step_no_page_is_open(browser: Client, clerk: Person) -> None:
    first_step(browser, clerk)
    assert browser.get(MINE).status_code == 302
    assert browser.get("/131121/").status_code == 302


def test_the_second_step_needs_the_first(browser: Client, clerk: Person) -> None:
    answer = second_step(browser, clerk)
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


def test_a_wrong_password_is_answered_in_words_and_keeps_the_name(
    browser: Client, clerk: Person
) -> None:
    answer = first_step(browser, clerk, "not the password")
    assert answer.status_code == 422
    page = text_of(answer)
    assert (
        "利用者IDまたはパスワードが違います。あと4回まちがえると、30分間ログインできません。"
        in page
    )
    assert 'value="s1001"' in page
    assert "not the password" not in page
    assert COOKIE not in answer.cookies


def test_an_unknown_name_is_answered_the_very_same(browser: Client, clerk: Person) -> None:
    known = text_of(first_step(browser, clerk, "not the password"))
    data = {"login_id": "s9999", "password": "not the password"}
    unknown = text_of(browser.post(SIGN_IN, data))
    assert without_token(known).replace("s1001", "s9999") == without_token(unknown)


def without_token(page: str) -> str:
    """A page without what differs each time it is asked for."""
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.lower())


def test_the_lock_says_until_when_and_whom_to_ask(browser: Client, clerk: Person) -> None:
    for _ in range(lockout.FAILURES_MAX):
        last = first_step(browser, clerk, "not the password")
    assert "30分間ログインできません" in text_of(last)
    locked = text_of(first_step(browser, clerk))
    assert "までログインできません。" in locked
    assert "情報システム担当" in locked


def test_a_wrong_code_is_answered_in_words(browser: Client, clerk: Person) -> None:
    first_step(browser, clerk)
    answer = browser.post(FACTOR, {"code": "12345"})
    assert answer.status_code == 422
    assert "認証コードが違います。あと4回まちがえると" in text_of(answer)


def test_empty_fields_are_named(browser: Client, ward: Place) -> None:
    page = text_of(browser.post(SIGN_IN, {}))
    assert "利用者IDを入力してください。" in page
    assert "パスワードを入力してください。" in page


def test_the_session_cookie_is_bound_and_out_of_reach_of_scripts(
    browser: Client, clerk: Person
) -> None:
    first_step(browser, clerk)
    cookie = second_step(browser, clerk).cookies[COOKIE]
    assert cookie["path"] == "/131121/"
    assert cookie["samesite"] == "Strict"
    assert cookie["httponly"] is True
    assert cookie["secure"] is True


@pytest.mark.parametrize(("host", "secure"), [("localhost:8131", ""), ("testserver", True)])
def test_only_a_demo_on_this_machine_does_without_encryption(
    clerk: Person,
    host: str,
    secure: str | bool,  # noqa: FBT001
) -> None:
    with override_settings(DEMO=True):
        browser = Client(HTTP_HOST=host)
        assert first_step(browser, clerk).cookies[COOKIE]["secure"] == secure


def test_the_token_changes_with_each_step(browser: Client, clerk: Person) -> None:
    half = first_step(browser, clerk).cookies[COOKIE].value
    full = second_step(browser, clerk).cookies[COOKIE].value
    assert half != full


def test_a_form_opened_before_signing_in_is_worth_nothing_afterwards(clerk: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(SIGN_IN)
    before = browser.cookies["sesshu_ward_csrf"].value
    data = {"login_id": "s1001", "password": PASSWORD, "csrfmiddlewaretoken": before}
    assert browser.post(SIGN_IN, data).status_code == 302
    after = browser.cookies["sesshu_ward_csrf"].value
    assert after != before
    assert browser.post(FACTOR, {"code": "1", "csrfmiddlewaretoken": before}).status_code == 403


def test_a_form_without_its_token_is_refused(clerk: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert first_step(browser, clerk).status_code == 403


@pytest.mark.parametrize(
    "wanted",
    ["/131121/my-account", "/131121/accounts/?state=revoked"],
)
def test_signing_in_goes_on_to_the_page_that_was_wanted(
    browser: Client, clerk: Person, wanted: str
) -> None:
    first = first_step(browser, clerk, next=wanted)
    assert first["Location"].startswith(f"{FACTOR}?next=")
    assert second_step(browser, clerk, next=wanted)["Location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://evil.example/131121/",
        "//evil.example/131121/",
        "/131156/my-account",
        "/131121/../131156/",
        "/131121/\\evil.example",
        "javascript:alert(1)",
        "/static/ui/portal.js",
        "\n/131121/",
        "/131121/no-such-page",
    ],
)
def test_no_address_leads_out_of_the_house(wanted: str) -> None:
    with enter(Place("131121", "ward")):
        assert safe_next(wanted) is None


def test_an_address_out_of_the_house_is_forgotten_on_the_way(
    browser: Client, clerk: Person
) -> None:
    wanted = "https://evil.example/131121/"
    assert first_step(browser, clerk, next=wanted)["Location"] == FACTOR
    assert second_step(browser, clerk, next=wanted)["Location"] == "/131121/"


def test_a_page_asked_for_while_signed_out_is_remembered(browser: Client, ward: Place) -> None:
    answer = browser.get("/131121/my-account?x=1")
    assert answer["Location"] == f"{SIGN_IN}?next=%2F131121%2Fmy-account%3Fx%3D1"


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(browser: Client, ward: Place) -> None:
    answer = browser.get(
        MINE, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/131121/checks/"}
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["HX-Redirect"] == f"{SIGN_IN}?next=%2F131121%2Fchecks%2F"


def test_signing_out_ends_the_session_and_takes_the_cookie(clerk: Person) -> None:
    browser = signed_in(clerk)
    token = browser.cookies[COOKIE].value
    answer = browser.post("/131121/sign-out")
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert answer.cookies[COOKIE].value == ""
    assert sessions.find(token, now()) is None
    assert Session.objects.get(token_sha256=sessions.digest(token)).ending == Ending.SIGNED_OUT


def test_signing_out_twice_is_no_error(clerk: Person) -> None:
    browser = signed_in(clerk)
    browser.post("/131121/sign-out")
    assert browser.post("/131121/sign-out").status_code == 302


def test_opening_the_address_does_not_sign_out(clerk: Person) -> None:
    browser = signed_in(clerk)
    assert browser.get("/131121/sign-out").status_code == 405
    assert browser.get(MINE).status_code == 200


def test_a_session_that_timed_out_leads_to_the_sign_in_and_takes_the_cookie(
    clerk: Person,
) -> None:
    browser = signed_in(clerk)
    Session.objects.filter(account=clerk.account).update(
        last_seen_at=now() - sessions.IDLE - timedelta(seconds=1)
    )
    answer = browser.get(MINE)
    assert answer.status_code == 302
    assert answer.cookies[COOKIE].value == ""


def test_a_click_begins_the_idle_time_anew(clerk: Person) -> None:
    browser = signed_in(clerk)
    ten_minutes_ago = now() - timedelta(minutes=10)
    Session.objects.filter(account=clerk.account).update(last_seen_at=ten_minutes_ago)
    browser.get(MINE)
    seen = Session.objects.filter(account=clerk.account, ended_at=None).latest("pk").last_seen_at
    assert seen > ten_minutes_ago


def test_revoking_puts_somebody_out_at_the_next_click(
    office: Office, clerk: Person, at: datetime
) -> None:
    browser = signed_in(clerk)
    proposal = administration.propose_revoke(office.first.actor, clerk.account.pk, "退職", at)
    approve(office.second.actor, proposal.pk, proposal.sha256)
    assert browser.get(MINE).status_code == 302


def test_a_cookie_of_one_municipality_opens_nothing_in_another(clerk: Person) -> None:
    browser = signed_in(clerk)
    token = browser.cookies[COOKIE].value
    for municipality, status in (("131156", 302), ("131121", 200)):
        carrier = Client()
        carrier.cookies[COOKIE] = token
        assert carrier.get(f"/{municipality}/my-account").status_code == status


def test_a_municipality_that_is_not_served_is_not_found(browser: Client, ward: Place) -> None:
    assert browser.get("/131130/sign-in").status_code == 404
    assert browser.get("/000000/sign-in").status_code == 404


@pytest.mark.parametrize("token", ["", "x", "'; DROP TABLE session; --", "x" * 4000])
def test_a_cookie_nobody_gave_out_opens_nothing(ward: Place, token: str) -> None:
    browser = Client()
    browser.cookies[COOKIE] = token
    assert browser.get(MINE).status_code == 302


def test_the_terminal_is_in_the_ledger_and_in_the_session(clerk: Person) -> None:
    signed_in(clerk)
    session = Session.objects.filter(account=clerk.account, stage=Stage.FULL).latest("pk")
    assert session.address == "192.0.2.77"


def test_pages_of_signing_in_are_kept_by_no_browser(browser: Client, clerk: Person) -> None:
    assert browser.get(SIGN_IN)["Cache-Control"] == "no-store"
    first_step(browser, clerk)
    assert browser.get(FACTOR)["Cache-Control"] == "no-store"


def test_a_page_without_the_right_is_refused_in_words_and_in_the_ledger(clerk: Person) -> None:
    browser = signed_in(clerk)
    answer = browser.get("/131121/accounts/")
    assert answer.status_code == 403
    page = text_of(answer)
    assert "「利用者と権限の一覧を見る」権限が必要です" in page
    assert "利用者管理担当" in page
    entry = ledger_entries("page.open")[-1]
    assert (entry.kind, entry.reason, entry.account) == (
        "refusal",
        "account.view",
        clerk.account.pk,
    )
    assert entry.details == {"page": "accounts"}
