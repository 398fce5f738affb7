"""What was typed when a session ran out: back in its form for who typed it, and readable to nobody else."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from sesshu.foundation.accounts import kept_forms, sessions
from sesshu.foundation.accounts.kept_forms import LARGEST, LASTS, Typed
from sesshu.foundation.accounts.models import Ending, KeptForm, Session
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import Proposal

from .browsing import SIGN_IN, first_step, second_step, signed_in, text_of
from .conftest import Office, Person

PAGE = "/131121/accounts/new"
TYPED = {
    "staff_number": "00012345",
    "display_name": "鈴木　葵",
    "reason": "四月の異動",
    "duties": ["entry"],
}
SECRET = "四月の異動"
FORM = Typed(PAGE, PAGE, (("reason", SECRET),))


@pytest.fixture
def browser(office: Office) -> Client:
    """An administrator's, with the page of the form open."""
    browser = signed_in(office.first)
    assert browser.get(PAGE).status_code == 200
    return browser


def run_out() -> None:
    """Nobody did anything for an hour."""
    Session.objects.update(last_seen_at=now() - timedelta(hours=1))


def send(browser: Client, **more: object):
    return browser.post(PAGE, TYPED | more, headers={"Referer": f"http://testserver{PAGE}"})


def sign_in_again(browser: Client, person: Person) -> None:
    first_step(browser, person)
    assert second_step(browser, person, steps=1).status_code == 302


def test_a_form_that_met_the_end_is_back_on_its_page(browser: Client, office: Office) -> None:
    run_out()
    answer = send(browser)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{SIGN_IN}?next=%2F131121%2Faccounts%2Fnew",
    )
    sign_in_again(browser, office.first)
    page = text_of(browser.get(PAGE))
    assert "送った内容は、まだ登録していません" in page
    assert f"<li>{SECRET}</li>" in page
    assert "鈴木　葵" in page


def test_nothing_was_registered_by_it(browser: Client, office: Office) -> None:
    before = Proposal.objects.count()
    run_out()
    send(browser)
    sign_in_again(browser, office.first)
    browser.get(PAGE)
    assert Proposal.objects.count() == before


def test_the_page_itself_sends_what_was_typed_when_its_time_is_over(
    browser: Client, office: Office
) -> None:
    run_out()
    told = {"kept-page": PAGE, "kept-action": PAGE, "reason": SECRET}
    answer = browser.post("/131121/keep", told)
    assert (answer.status_code, answer.content) == (204, b"")
    sign_in_again(browser, office.first)
    assert SECRET in text_of(browser.get(PAGE))


def test_somebody_else_at_the_same_desk_sees_nothing(browser: Client, office: Office) -> None:
    run_out()
    send(browser)
    sign_in_again(browser, office.second)
    page = text_of(browser.get(PAGE))
    assert SECRET not in page
    assert "まだ登録していません" not in page


def test_the_same_person_at_another_desk_sees_nothing(browser: Client, office: Office) -> None:
    run_out()
    send(browser)
    elsewhere = Client(REMOTE_ADDR="192.0.2.78")
    sign_in_again(elsewhere, office.first)
    assert SECRET not in text_of(elsewhere.get(PAGE))


def test_the_database_cannot_read_it(browser: Client) -> None:
    run_out()
    send(browser)
    with connections["intranet"].cursor() as cursor:
        cursor.execute("SELECT k::text, convert_from(k.sealed, 'UTF8') FROM kept_form k")
        [told] = cursor.fetchall()
    for secret in (*TYPED.values(), PAGE):
        assert str(secret) not in "".join(told)


def test_on_other_pages_nothing_is_told(browser: Client, office: Office) -> None:
    run_out()
    send(browser)
    sign_in_again(browser, office.first)
    assert SECRET not in text_of(browser.get("/131121/accounts/"))
    assert SECRET in text_of(browser.get(PAGE))


def test_sent_again_it_is_gone(browser: Client, office: Office) -> None:
    run_out()
    send(browser)
    sign_in_again(browser, office.first)
    browser.get(PAGE)
    send(browser)
    assert not KeptForm.objects.exists()
    assert "まだ登録していません" not in text_of(browser.get(PAGE))


def test_after_half_an_hour_it_is_gone(office: Office) -> None:
    account, at = office.first.account.pk, now()
    receipt = kept_forms.keep(account, FORM, at)
    assert receipt
    assert kept_forms.kept(receipt, account, at + LASTS - timedelta(seconds=1)) == FORM
    assert kept_forms.kept(receipt, account, at + LASTS) is None
    kept_forms.keep(account, FORM, at + LASTS)
    assert KeptForm.objects.count() == 1


def test_a_session_that_somebody_ended_keeps_nothing(browser: Client, office: Office) -> None:
    sessions.end_all_of(office.first.account.pk, now(), Ending.REVOKED)
    send(browser)
    assert not KeptForm.objects.exists()


def test_whoever_never_signed_in_keeps_nothing(office: Office) -> None:
    stranger = Client()
    assert send(stranger).status_code == 302
    assert (
        stranger.post(
            "/131121/keep", {"kept-page": PAGE, "kept-action": PAGE, "a": "b"}
        ).status_code
        == 204
    )
    assert not KeptForm.objects.exists()


def test_a_page_outside_the_house_is_not_kept(browser: Client) -> None:
    for page in ("https://example.com/", "/131156/accounts/new", ""):
        browser.post("/131121/keep", {"kept-page": page, "kept-action": PAGE, "reason": SECRET})
    assert not KeptForm.objects.exists()


def test_passwords_and_large_forms_are_never_kept(browser: Client) -> None:
    told = {"kept-page": PAGE, "kept-action": PAGE}
    browser.post("/131121/keep", told | {"password": "Kiku-no-hana", "current": "Kiku-no-hana"})
    browser.post("/131121/keep", told | {"reason": "長" * (LARGEST + 1)})
    assert not KeptForm.objects.exists()


def test_a_form_that_is_sent_without_a_token_of_its_page_is_not_kept(office: Office) -> None:
    strict = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.77")
    strict.cookies.update(signed_in(office.first).cookies)
    run_out()
    assert send(strict).status_code == 403
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize(
    "receipt", ["", ".", "x.y", "0f6d7c1e-5e2b-4b7e-9d55-7f1f3b6f2a11.", "ß.ß"]
)
def test_a_receipt_that_is_none_opens_nothing(office: Office, receipt: str) -> None:
    assert kept_forms.kept(receipt, office.first.account.pk, now()) is None


def test_another_key_opens_nothing(office: Office) -> None:
    account, at = office.first.account.pk, now()
    one, other = (kept_forms.keep(account, FORM, at) for _ in range(2))
    assert one
    assert other
    mixed = f"{one.partition('.')[0]}.{other.partition('.')[2]}"
    assert kept_forms.kept(mixed, account, at) is None


def test_a_duty_is_needed_all_the_same(office: Office) -> None:
    """Whoever may not open the page gets nothing back there."""
    clerk = office.join(1002, Duty.ENTRY)
    browser = signed_in(clerk)
    run_out()
    send(browser)
    sign_in_again(browser, clerk)
    assert browser.get(PAGE).status_code == 403
