"""What is told once more stands beside the record before it counts, and a person settles it (S1.9)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from doses_of_tests import (
    AS_GIVEN,
    BORN,
    FIRST_MR,
    ON,
    PROVIDER,
    check,
    correct,
    enter,
    mr1,
    pcv,
    record,
    recorded_by,
)
from ledger_of_tests import COLLEAGUE
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ

from sesshu.foundation import second_person
from sesshu.foundation.duties import Duty
from sesshu.schedule import load
from sesshu.ward.records import queries
from sesshu.ward.records.codes import Act, Evidence, FoundBy, Outcome, ScreeningReason, Source
from sesshu.ward.records.differences import told_before
from sesshu.ward.records.settling import settlements_of
from sesshu.ward.records.web.differences import differences

pytestmark = pytest.mark.usefixtures("fresh_ward")
HOW = FoundBy.PERSON
HANDBOOK: dict[str, Any] = {
    "source": Source.PERSON,
    "evidence": Evidence.HANDBOOK,
    "payment_excluded": True,
    "as_given": True,
    "particulars": AS_GIVEN,
}


@pytest.fixture
def child(fresh_ward: object) -> int:
    return add_resident(BORN)


@pytest.fixture
def checker(fresh_ward: object) -> Client:
    return employ("確認 花子", Duty.CHECK).client()


@pytest.mark.parametrize(("days", "found"), [(-6, 0), (-5, 1), (0, 1), (5, 1), (6, 0)])
def test_a_dose_of_the_series_a_few_days_apart_may_be_the_same(
    child: int, days: int, found: int
) -> None:
    record(mr1(child))
    again = mr1(child, FIRST_MR + timedelta(days=days), lot="MR999")
    assert len(told_before(again, queries.doses_of(child))) == found


def test_another_vaccine_of_the_day_is_another_dose(child: int) -> None:
    record(pcv(child, FIRST_MR, as_given=True, particulars=AS_GIVEN))
    assert told_before(mr1(child), queries.doses_of(child)) == ()


def test_a_screening_without_a_dose_tells_of_none(child: int) -> None:
    record(mr1(child))
    screened = replace(
        mr1(child), outcome=Outcome.SCREENED_ONLY, screening_reason=ScreeningReason.FEVER
    )
    assert told_before(screened, queries.doses_of(child)) == ()


def test_each_item_that_differs_is_named_and_what_is_not_said_is_none(child: int) -> None:
    dose = record(mr1(child))
    told = mr1(
        child,
        FIRST_MR + timedelta(days=1),
        lot="MR999",
        volume_ml=None,
        particulars=replace(PROVIDER, provider_name="別の診療所"),
    )
    [found] = differences(told, [dose], load.current())
    said = {item.label: (item.text, item.before) for item in found.items}
    assert said["ロット番号"] == ("MR999", "MR512")
    assert said["接種医療機関"] == ("別の診療所", "三軒茶屋こども診療所")
    assert {"接種日", "ロット番号", "接種医療機関"} == set(said)


def test_of_a_guarded_resident_the_place_is_no_difference(child: int) -> None:
    record(mr1(child))
    shelter(child)
    [dose] = queries.doses_of(child)
    [found] = differences(mr1(child), [dose], load.current())
    assert found.items == ()


def test_the_clerk_sees_both_sides_and_is_asked_which_holds(child: int) -> None:
    record(mr1(child))
    client = employ("入力 太郎", Duty.ENTRY).client()
    said = {
        "step": "judge",
        "outcome": "given",
        "given_on": (FIRST_MR + timedelta(days=1)).isoformat(),
        "brand": "mearubik",
        "lot": "MR999",
        "source": "provider",
    }
    page = client.post(f"/131121/residents/{child}/doses/new?purpose=entry&series=MR1", said)
    for words in ("同じ接種かもしれない記録", "今回　MR999", "記録　MR512", "確かめた方法"):
        assert words in page.text


def test_the_second_person_sees_them_while_the_entry_waits(child: int, checker: Client) -> None:
    record(mr1(child))
    proposal = enter(mr1(child, FIRST_MR + timedelta(days=2), lot="MR999", **HANDBOOK), another=HOW)
    page = f"/131121/checks/{proposal.pk}/?purpose=check"
    assert "記録　MR512" in checker.get(page).text
    assert f"別の接種と確かめています：{HOW.label}" in checker.get(page).text
    second_person.decline(COLLEAGUE, proposal.pk, "同じ接種だった")
    assert "同じ接種かもしれない記録" not in checker.get(page).text


def test_a_correction_is_not_compared_with_what_it_corrects(child: int, checker: Client) -> None:
    dose = record(mr1(child))
    proposal = correct(dose, mr1(child, lot="MR999"))
    page = checker.get(f"/131121/checks/{proposal.pk}/?purpose=check")
    assert "同じ接種かもしれない記録" not in page.text
    assert recorded_by(check(proposal)).entry.lot == "MR999"


def told_again(**others: str) -> dict[str, str]:
    """What a clerk types of a second paper about the dose, two days later."""
    said = {
        "form_key": str(uuid4()),
        "step": "register",
        "outcome": "given",
        "given_on": (FIRST_MR + timedelta(days=2)).isoformat(),
        "brand": "mearubik",
        "lot": "MR999",
        "volume_ml": "0.5",
        "route": "SC",
        "provider_name": "三軒茶屋こども診療所",
        "source": "provider",
        "as_given": "on",
        "stated_reason": "電話で確かめた",
    }
    return said | others


def send(child: int, said: dict[str, str]) -> Any:
    client = employ("入力 太郎", Duty.ENTRY).client()
    return client.post(f"/131121/residents/{child}/doses/new?purpose=entry&series=MR1", said)


@pytest.mark.parametrize(
    "said", [{}, {"held": "both"}, {"held": "record"}, {"found_by": "paper"}], ids=str
)
def test_nothing_is_registered_before_it_is_said_which_holds_and_how_that_is_known(
    child: int, said: dict[str, str]
) -> None:
    record(mr1(child))
    answer = send(child, told_again(**said))
    assert answer.status_code == 422
    assert "確かめた" in answer.text
    assert queries.waiting_for(COLLEAGUE).to_check == 0


def test_a_record_that_holds_is_left_as_it_is_and_that_is_told_on_the_sheet(child: int) -> None:
    record(mr1(child))
    said = told_again(held="record", found_by="person", as_given="", stated_reason="")
    assert "新しい接種は登録しません" in send(child, said | {"step": "confirm"}).text
    answer = send(child, said)
    assert answer["Location"].startswith(f"/131121/residents/{child}/")
    sheet = employ("閲覧 次郎", Duty.ENTRY).client().get(answer["Location"]).text
    for words in ("記録が正しい", "本人・保護者に確かめた", "届いた内容 MR999、記録 MR512"):
        assert words in sheet
    assert queries.waiting_for(COLLEAGUE).to_check == 0


def test_what_was_told_takes_the_place_of_the_record_when_a_second_person_agrees(
    child: int,
) -> None:
    dose = record(mr1(child))
    said = told_again(held="told", found_by="provider", as_given="", stated_reason="")
    assert send(child, said).status_code == 302
    [row] = queries.check_queue(COLLEAGUE, queries.QueueFilters(), FIRST_MR).rows
    proposal = second_person.proposal_of(row.proposal_id)
    assert (row.act, proposal.payload["supersedes"]) == (Act.CORRECTION, dose.id)
    assert recorded_by(check(proposal)).entry.lot == "MR999"
    assert [each.entry.lot for each in queries.doses_of(child)] == ["MR999"]


def test_the_same_vaccine_of_the_day_is_put_right_without_being_given_twice(child: int) -> None:
    record(mr1(child))
    said = told_again(given_on=FIRST_MR.isoformat(), held="told", found_by="paper")
    assert send(child, said | {"as_given": "", "stated_reason": ""}).status_code == 302
    assert [row.act for row in queries.check_queue(COLLEAGUE, queries.QueueFilters(), ON).rows] == [
        Act.CORRECTION
    ]


def test_two_doses_are_registered_and_the_clerk_is_named(child: int, checker: Client) -> None:
    record(mr1(child))
    assert send(child, told_again(held="both", found_by="provider")).status_code == 302
    [settled] = settlements_of(child)
    assert (settled.recorded_by_name, settled.held) == ("入力 太郎", "both")


def test_a_correction_that_meets_another_dose_is_another_dose_or_none(child: int) -> None:
    record(mr1(child))
    far = record(mr1(child, FIRST_MR + timedelta(days=20), as_given=True, particulars=AS_GIVEN))
    client = employ("入力 太郎", Duty.ENTRY).client()
    page = f"/131121/residents/{child}/doses/{far.id}/correct?purpose=review"
    said = told_again(reason="接種日の誤り", held="told", found_by="paper")
    assert client.post(page, said).status_code == 422
    assert client.post(page, said | {"held": "both"}).status_code == 302
