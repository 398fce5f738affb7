"""当時の判定: the answer of a day, from what was known at its end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from doses_of_tests import BORN, mr1, record
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import entries
from residents_of_tests import add_resident
from staff_of_tests import employ

from sesshu.foundation.clock import TOKYO, today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.rulebooks.web.as_known import end_of


@pytest.fixture
def clerk(fresh_ward: Place) -> Client:
    return employ("窓口 花", Duty.ENTRY).client()


def page(clerk: Client, resident: int, known_on: object = None, status: int = 200) -> str:
    asked = {"purpose": "counter"} | ({"known_on": str(known_on)} if known_on else {})
    answer = clerk.get(f"/131121/residents/{resident}/as-known/", asked)
    assert answer.status_code == status
    return answer.text


def test_todays_answer_holds_the_dose_its_law_and_its_release(clerk: Client) -> None:
    resident = add_resident(BORN)
    record(mr1(resident))
    text = page(clerk, resident, today())
    assert "麻しん風しん 第1期" in text
    assert "定期接種(A類)" in text
    assert "回数に数えます" in text
    assert current().release in text


def test_before_the_ward_judged_anything_there_is_no_answer(clerk: Client) -> None:
    resident = add_resident(BORN)
    record(mr1(resident))
    yesterday = page(clerk, resident, today() - timedelta(days=1))
    assert "まだ判定をしていませんでした" in yesterday
    assert "回数に数えます" not in yesterday


def test_without_a_day_only_the_form_is_shown_and_looking_is_entered(clerk: Client) -> None:
    resident = add_resident(BORN)
    text = page(clerk, resident)
    assert "この日で見る" in text
    assert "種類ごとの判定" not in text
    (look,) = [entry for entry in entries() if entry.action == "resident.as_known"]
    assert look.subjects == [resident]


def test_a_day_that_is_none_comes_back_with_what_to_type(clerk: Client) -> None:
    text = page(clerk, add_resident(BORN), "きのう", status=422)
    assert "エラー：" in text


def test_nothing_is_shown_before_the_purpose_is_named(clerk: Client) -> None:
    answer = clerk.get(f"/131121/residents/{add_resident(BORN)}/as-known/")
    assert "利用目的" in answer.text
    assert "resident.as_known" not in {entry.action for entry in entries()}


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.datetimes(timezones=st.just(UTC)))
def test_the_end_of_a_day_is_its_last_moment_in_tokyo_and_never_in_the_future(
    day: date, instant: datetime
) -> None:
    found = end_of(day, instant)
    assert found <= instant
    assert found.astimezone(TOKYO).date() == day or found == instant
