"""Correction and cancellation over HTTP."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from doses_of_tests import BORN, ON, check, correct, mr1, record
from ledger_of_tests import COLLEAGUE, last_entry
from residents_of_tests import add_resident
from staff_of_tests import Staff, employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import proposal_of
from sesshu.ward.records import operations, queries

pytestmark = pytest.mark.usefixtures("fresh_ward")


@pytest.fixture
def clerk(fresh_ward: object) -> Staff:
    return employ("入力 太郎", Duty.ENTRY)


@pytest.fixture
def client(clerk: Staff) -> Client:
    return clerk.client()


@pytest.fixture
def dose(fresh_ward: object) -> queries.RecordedDose:
    return record(mr1(add_resident(BORN), lot="MR521"))


def address(dose: queries.RecordedDose, what: str = "correct") -> str:
    return f"/131121/residents/{dose.entry.resident_id}/doses/{dose.id}/{what}"


def filled(page: str) -> dict[str, str]:
    """The fields of a page as a browser would send them back."""
    texts = re.findall(r'<input type="(?:hidden|text)" name="(\w+)" value="([^"]*)"', page)
    chosen = re.findall(r'<input type="radio" name="(\w+)" value="(\w*)"[^>]* checked', page)
    areas = re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', page)
    return dict([*texts, *chosen, *areas])


def change(client: Client, dose: queries.RecordedDose, **others: Any) -> Any:
    page = client.get(address(dose))
    said = filled(page.text) | {"reason": "予診票と照合した", "step": "register"} | others
    return client.post(address(dose), said)


def test_the_form_holds_what_is_on_record(client: Client, dose: queries.RecordedDose) -> None:
    said = filled(client.get(address(dose)).text)
    assert (said["lot"], said["volume_ml"], said["brand"]) == ("MR521", "0.5", "mearubik")
    assert said["provider_name"] == "三軒茶屋こども診療所"
    assert (last_entry().action, last_entry().purpose) == ("dose.form", "記録の点検・訂正")


def test_a_correction_is_confirmed_beside_what_it_replaces(
    client: Client, dose: queries.RecordedDose
) -> None:
    page = change(client, dose, lot="MR512", step="confirm")
    assert ("訂正の内容を確かめる" in page.text, "<s" in page.text) == (True, True)
    assert queries.doses_of(dose.entry.resident_id)[0].entry.lot == "MR521"


def test_a_wrong_kind_of_voucher_is_put_right(client: Client, dose: queries.RecordedDose) -> None:
    chosen = client.get(f"{address(dose)}?purpose=review&series=")
    assert ("接種名称の選択" in chosen.text, "?purpose=review&amp;series=MR2" in chosen.text) == (
        True,
        True,
    )
    form = client.get(f"{address(dose)}?purpose=review&series=MR2")
    assert ("麻しん風しん 第2期" in form.text, "MR521" in form.text) == (True, True)


def test_the_form_shows_the_verdict_on_what_is_on_record(
    client: Client, dose: queries.RecordedDose
) -> None:
    assert "定期接種(A類) 1回目" in client.get(address(dose)).text


def test_a_correction_waits_for_the_second_person(
    client: Client, dose: queries.RecordedDose
) -> None:
    answer = change(client, dose, lot="MR512")
    assert answer.status_code == 302
    [waiting] = queries.record_sheet(dose.entry.resident_id, ON).waiting
    check(proposal_of(waiting.proposal_id))
    assert queries.doses_of(dose.entry.resident_id)[0].entry.lot == "MR512"


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({}, "登録されている内容と同じです。"),
        ({"lot": "X", "reason": ""}, "訂正の理由を入力してください。"),
        ({"route": "IM"}, "接種の方法が異なります。"),
    ],
)
def test_what_is_wrong_with_a_correction_is_said(
    client: Client, dose: queries.RecordedDose, others: dict[str, str], words: str
) -> None:
    page = change(client, dose, **others)
    assert (page.status_code, words in page.text) == (422, True)


def test_a_cancellation_waits_for_the_second_person(
    client: Client, dose: queries.RecordedDose
) -> None:
    page = client.get(address(dose, "cancel"))
    assert "MR521" in page.text
    key = {"form_key": str(uuid4())}
    assert client.post(address(dose, "cancel"), key | {"reason": ""}).status_code == 422
    answer = client.post(address(dose, "cancel"), key | {"reason": "別の方の予診票だった"})
    assert answer.status_code == 302
    assert "取消し" in client.get(answer["Location"]).text
    [waiting] = queries.record_sheet(dose.entry.resident_id, ON).waiting
    check(proposal_of(waiting.proposal_id))
    assert queries.doses_of(dose.entry.resident_id) == ()


@pytest.mark.parametrize("what", ["correct", "cancel"])
def test_a_dose_that_does_not_stand_any_more_has_no_form(
    client: Client, dose: queries.RecordedDose, what: str
) -> None:
    check(correct(dose, mr1(dose.entry.resident_id, lot="MR512")))
    assert client.get(address(dose, what)).status_code == 404


@pytest.mark.parametrize("what", ["correct", "cancel"])
def test_what_came_back_is_asked_for_once_more(
    client: Client, dose: queries.RecordedDose, clerk: Staff, what: str
) -> None:
    if what == "correct":
        sent = change(client, dose, lot="MR512")["Location"]
    else:
        said = {"form_key": str(uuid4()), "reason": "別の方の予診票だった"}
        sent = client.post(address(dose, "cancel"), said)["Location"]
    number = int(sent.partition("/sent/")[2].partition("/")[0])
    operations.send_back(COLLEAGUE, number, "確かめてください")
    assert len(queries.sent_back_to(clerk.actor, ON)) == 1
    form = client.get(f"{address(dose, what)}?again={number}")
    said = filled(form.text) | {"reason": "医療機関に確かめた", "step": "register"}
    assert said["instead_of"] == str(number)
    assert client.post(address(dose, what), said).status_code == 302
    assert queries.sent_back_to(clerk.actor, ON) == ()


def test_a_guarded_residents_correction_leaves_the_place_as_it_is(
    client: Client, fresh_ward: object
) -> None:
    dose = record(mr1(add_resident(BORN, guarded=True), lot="MR521"))
    page = client.get(address(dose))
    assert "三軒茶屋こども診療所" not in page.text
    assert change(client, dose, lot="MR512", provider_name="").status_code == 302
    [waiting] = queries.record_sheet(dose.entry.resident_id, ON).waiting
    check(proposal_of(waiting.proposal_id))
    [now] = queries.doses_of(dose.entry.resident_id)
    assert (now.entry.lot, now.particulars_of) == ("MR512", dose.particulars_of)


def test_a_checker_may_not_correct(dose: queries.RecordedDose) -> None:
    checker = employ("確認 花子", Duty.CHECK).client()
    assert checker.get(address(dose)).status_code == 403
