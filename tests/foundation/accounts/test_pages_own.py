"""Enrolling and one's own account in the browser."""

import re
from datetime import datetime

import pytest
from django.test import Client

from sesshu.foundation.accounts import factors, sessions, slips, totp
from sesshu.foundation.accounts.models import Account, Factor, Stage
from sesshu.foundation.accounts.slips import Slip
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty

from .browsing import COOKIE, MINE, PORTAL, signed_in, text_of
from .conftest import PASSWORD, TERMINAL, Office, Person, ledger_entries
from .soft_key import SoftKey

ENROLL = f"{PORTAL}/enroll"
ORIGIN, HOST = "http://testserver", "testserver"
OTHER_PASSWORD = "Momiji ga 5 mai ochita"


@pytest.fixture
def slip(office: Office, at: datetime) -> Slip:
    newcomer = office.join(2001, Duty.CHECK, enrolled=False)
    return slips.print_slip(office.second.actor, newcomer.account.pk, at)


def begin(slip: Slip) -> Client:
    browser = Client()
    answer = browser.post(ENROLL, {"login_id": slip.login_id, "slip": slip.code.lower()})
    assert answer["Location"] == f"{ENROLL}/password"
    data = {"password": PASSWORD, "again": PASSWORD}
    assert browser.post(f"{ENROLL}/password", data)["Location"] == f"{ENROLL}/factor"
    return browser


def options_in(page: str) -> str:
    """The options a page hands to `webauthn.js`."""
    found = re.search(r'data-options="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def test_a_newcomer_enrolls_with_an_app_and_is_in(slip: Slip) -> None:
    browser = begin(slip)
    assert browser.post(f"{ENROLL}/app", {"offer": "1"})["Location"] == f"{ENROLL}/app"
    page = text_of(browser.get(f"{ENROLL}/app"))
    secret = re.search(r"ss-code\">([A-Z2-7 ]{30,})<", page)
    assert secret is not None
    code = totp.code_at(secret[1].replace(" ", ""), now())
    assert browser.post(f"{ENROLL}/app", {"code": code})["Location"] == MINE
    assert "確認担当" in text_of(browser.get(MINE))


def test_a_newcomer_enrolls_with_a_key_and_is_in(slip: Slip) -> None:
    browser = begin(slip)
    answer = SoftKey(ORIGIN, HOST).register(options_in(text_of(browser.get(f"{ENROLL}/factor"))))
    data = {"label": "青いキー", "response": answer}
    assert browser.post(f"{ENROLL}/key", data)["Location"] == MINE
    assert "青いキー" in text_of(browser.get(MINE))


def test_a_wrong_slip_is_answered_in_words(slip: Slip) -> None:
    answer = Client().post(ENROLL, {"login_id": slip.login_id, "slip": "AAAAA"})
    assert answer.status_code == 422
    assert "利用者IDまたは登録コードが違います。あと4回" in text_of(answer)


def test_a_weak_password_is_answered_with_what_to_do(slip: Slip) -> None:
    browser = Client()
    browser.post(ENROLL, {"login_id": slip.login_id, "slip": slip.code})
    answer = browser.post(f"{ENROLL}/password", {"password": "s2001", "again": "s2001"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "パスワードは12文字以上で入力してください。今は5文字です。" in page
    assert "職員番号・利用者ID・氏名を含まない" in page


def test_two_different_passwords_are_answered_in_words(slip: Slip) -> None:
    browser = Client()
    browser.post(ENROLL, {"login_id": slip.login_id, "slip": slip.code})
    data = {"password": PASSWORD, "again": OTHER_PASSWORD}
    assert "2回の入力が違います" in text_of(browser.post(f"{ENROLL}/password", data))


def test_steps_of_enrolment_are_closed_to_everybody_else(slip: Slip, clerk: Person) -> None:
    for browser in (Client(), signed_in(clerk)):
        for step in ("password", "factor", "app"):
            assert browser.get(f"{ENROLL}/{step}").status_code == 302


def test_without_an_offered_secret_there_is_nothing_to_show(slip: Slip) -> None:
    assert begin(slip).get(f"{ENROLL}/app")["Location"] == f"{ENROLL}/factor"


def test_a_wrong_first_code_is_answered_in_words(slip: Slip) -> None:
    browser = begin(slip)
    browser.post(f"{ENROLL}/app", {"offer": "1"})
    answer = browser.post(f"{ENROLL}/app", {"code": "12345"})
    assert answer.status_code == 422
    assert "アプリに表示されている新しい6桁" in text_of(answer)


def test_a_slip_that_went_void_on_the_way_is_answered_in_words(slip: Slip, at: datetime) -> None:
    browser = begin(slip)
    browser.post(f"{ENROLL}/app", {"offer": "1"})
    slips.void_slips(slip.account_id, at)
    offer = factors.open_offer(slip.account_id, now())
    assert offer is not None
    answer = browser.post(f"{ENROLL}/app", {"code": totp.code_at(factors.secret_of(offer), now())})
    assert "この登録票は使えなくなりました" in text_of(answer)


def test_a_made_up_key_is_answered_in_words(slip: Slip) -> None:
    answer = begin(slip).post(f"{ENROLL}/key", {"label": "キー", "response": "{}"})
    assert answer.status_code == 422
    assert "セキュリティキーを登録できませんでした" in text_of(answer)


def test_my_account_shows_what_i_sign_in_with_and_where(clerk: Person) -> None:
    page = text_of(signed_in(clerk).get(MINE))
    for shown in ("職員 第1001号", "s1001", "入力担当", "認証アプリ", "192.0.2.77", "この画面"):
        assert shown in page
    assert "最後の一つは取り消せません" in page


def test_changing_the_password_puts_me_out_and_the_new_one_lets_me_in(clerk: Person) -> None:
    browser = signed_in(clerk)
    data = {"current": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    answer = browser.post(f"{MINE}/password", data)
    assert answer["Location"] == f"{PORTAL}/sign-in"
    assert answer.cookies[COOKIE].value == ""
    assert browser.get(MINE).status_code == 302
    data = {"login_id": "s1001", "password": OTHER_PASSWORD}
    assert Client().post(f"{PORTAL}/sign-in", data).status_code == 302


@pytest.mark.parametrize("page", ["password", "app"])
def test_a_change_needs_the_present_password(clerk: Person, page: str) -> None:
    browser = signed_in(clerk)
    data = {"current": "not mine", "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    answer = browser.post(f"{MINE}/{page}", data)
    assert answer.status_code == 422
    assert "今のパスワードが違います。あと4回" in text_of(answer)


def test_a_weak_new_password_is_refused(clerk: Person) -> None:
    data = {"current": PASSWORD, "password": "password1234", "again": "password1234"}
    answer = signed_in(clerk).post(f"{MINE}/password", data)
    assert (answer.status_code, "単語や" in text_of(answer)) == (422, True)


def test_i_add_a_second_app_and_remove_the_first(clerk: Person) -> None:
    browser = signed_in(clerk)
    (first,) = factors.factors_of(clerk.account.pk)
    browser.post(f"{MINE}/app", {"current": PASSWORD})
    offer = factors.open_offer(clerk.account.pk, now())
    assert offer is not None
    code = totp.code_at(factors.secret_of(offer), now())
    assert browser.post(f"{MINE}/app/code", {"code": code})["Location"] == MINE
    remove = f"{MINE}/factors/totp/{first.id}/remove"
    assert browser.post(remove, {"current": PASSWORD})["Location"] == MINE
    assert [held.id for held in factors.factors_of(clerk.account.pk)] == [offer.pk]
    assert [each.details["factor"] for each in ledger_entries("account.factor_remove")] == ["totp"]


def test_i_add_a_key_and_sign_in_with_it(clerk: Person) -> None:
    browser = signed_in(clerk)
    key = SoftKey(ORIGIN, HOST)
    answer = key.register(options_in(text_of(browser.get(f"{MINE}/key"))))
    data = {"label": "青いキー", "current": PASSWORD, "response": answer}
    assert browser.post(f"{MINE}/key", data)["Location"] == MINE
    again = Client()
    again.post(f"{PORTAL}/sign-in", {"login_id": "s1001", "password": PASSWORD})
    options = options_in(text_of(again.get(f"{PORTAL}/sign-in/factor")))
    signed = again.post(f"{PORTAL}/sign-in/key", {"response": key.sign(options)})
    assert signed["Location"] == f"{PORTAL}/"


def test_a_key_that_proves_nothing_is_answered_in_words(clerk: Person) -> None:
    browser = Client()
    browser.post(f"{PORTAL}/sign-in", {"login_id": "s1001", "password": PASSWORD})
    answer = browser.post(f"{PORTAL}/sign-in/key", {"response": "{}"})
    assert answer.status_code == 422
    assert "セキュリティキーが違います。あと4回" in text_of(answer)


def test_the_last_factor_stays(clerk: Person) -> None:
    browser = signed_in(clerk)
    (held,) = factors.factors_of(clerk.account.pk)
    answer = browser.post(f"{MINE}/factors/totp/{held.id}/remove", {"current": PASSWORD})
    assert "最後の一つは取り消せません" in text_of(answer)
    assert factors.factors_of(clerk.account.pk) == [held]


def test_somebody_elses_factor_is_not_found(office: Office, clerk: Person) -> None:
    (theirs,) = factors.factors_of(office.first.account.pk)
    answer = signed_in(clerk).get(f"{MINE}/factors/totp/{theirs.id}/remove")
    assert answer.status_code == 404


def test_i_end_my_sessions_elsewhere(clerk: Person) -> None:
    elsewhere = sessions.start(clerk.account, Stage.FULL, now(), TERMINAL, Factor.TOTP)
    browser = signed_in(clerk)
    browser.post(f"{MINE}/sessions/end")
    assert sessions.find(elsewhere.token, now()) is None
    assert browser.get(MINE).status_code == 200


def test_the_qr_code_is_drawn_here_and_asked_of_nobody(slip: Slip) -> None:
    browser = begin(slip)
    browser.post(f"{ENROLL}/app", {"offer": "1"})
    page = text_of(browser.get(f"{ENROLL}/app"))
    assert 'src="data:image/svg+xml;base64,' in page
    account = Account.objects.get(pk=slip.account_id)
    offer = factors.open_offer(account.pk, now())
    assert offer is not None
    assert factors.secret_of(offer) not in browser.get(f"{ENROLL}/app")["Content-Security-Policy"]
