"""The result of a search, taken out: whom it found, nothing that is guarded, nothing that was typed."""

import csv
from io import BytesIO, StringIO

import pytest
import pyzipper
from django.test import Client
from media_of_tests import Office
from staff_of_tests import Staff, employ
from ward.residents.web.conftest import HIDDEN, HIDDEN_PHONE

from sesshu.foundation.duties import Duty
from sesshu.foundation.media import handling
from sesshu.foundation.media.models import TakeOut
from sesshu.foundation.media.requests import how_many
from sesshu.ward.residents.web.lists import Found

NEW = "/131121/take-outs/new?list=residents.search&search="


@pytest.fixture
def office(clerk: Staff) -> Office:
    return Office(clerk.actor, employ("情報 守", Duty.SECURITY).actor, list_kind=Found.kind)


def searched(browser: Client) -> str:
    """The number of a search that finds everybody whose reading begins with タカ."""
    answer = browser.post("/131121/residents/", {"purpose": "counter", "kana": "タカ"})
    return str(answer["Location"]).rstrip("/").rpartition("/")[2]


def ask(browser: Client, office: Office, search: str) -> TakeOut:
    wanted = office.wanted()
    form = {
        "recipient": office.recipient,
        "medium": office.medium,
        "purpose": wanted.purpose,
        "legal_basis": wanted.legal_basis,
        "due_on": wanted.due_on,
        "file_format": "csv",
    }
    assert browser.post(NEW + search, form).status_code == 302
    return TakeOut.objects.latest("pk")


def test_a_search_leaves_as_it_found_people_without_what_is_guarded(
    browser_of_clerk: Client, office: Office
) -> None:
    search = searched(browser_of_clerk)
    button = f"list=residents.search&amp;search={search}"
    assert button in browser_of_clerk.get(f"/131121/residents/found/{search}/").text
    number = ask(browser_of_clerk, office, search).pk
    office.approve(number)
    handling.make(office.asker, number)
    fetched = handling.download(office.asker, number)
    with pyzipper.AESZipFile(BytesIO(fetched.content)) as archive:
        archive.setpassword(handling.passphrase(office.security, number).encode())
        text = archive.read(f"take-out-{number}.csv").decode("utf-8-sig")
    rows = {row["氏名"]: row for row in csv.DictReader(StringIO(text))}
    assert set(rows) == {"髙橋　葵", "髙橋　美咲", "高梨　和子", "高山　守"}
    assert rows["高山　守"]["住所"] == ""
    assert rows["髙橋　葵"]["住所"].startswith("東京都世田谷区")
    assert rows["髙橋　葵"]["生年月日"] == "2019-05-01"
    assert HIDDEN not in text
    assert HIDDEN_PHONE not in text


def test_what_was_typed_is_in_no_request_and_no_page(
    browser_of_clerk: Client, office: Office
) -> None:
    taken = ask(browser_of_clerk, office, searched(browser_of_clerk))
    assert "タカ" not in taken.proposal.payload_json
    text = browser_of_clerk.get(f"/131121/take-outs/{taken.pk}/").text
    assert "カナ氏名" in text
    assert "タカ" not in text
    assert how_many(Found.kind, taken.conditions) == 4


@pytest.mark.parametrize("search", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_search_that_is_not_there_is_taken_out_by_nobody(
    browser_of_clerk: Client, search: str
) -> None:
    assert browser_of_clerk.get(NEW + search).status_code == 404


def test_a_search_of_a_colleague_is_taken_out_by_nobody_else(
    browser_of_clerk: Client, clerk: Staff
) -> None:
    search = searched(browser_of_clerk)
    colleague = employ("入力 次子", Duty.ENTRY).client()
    assert colleague.get(NEW + search).status_code == 404
