"""What speaks against a request letter: days, place, and the law (immunization-schedule §8.1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters_of_tests import OSAKA, application

from sesshu.kernel.numbers import is_municipality_code
from sesshu.kernel.outcomes import Status
from sesshu.schedule import load
from sesshu.schedule.judge import judge
from sesshu.schedule.persons import Person
from sesshu.schedule.verdicts import SeriesVerdict
from sesshu.ward.letters.application import Application, Vaccination
from sesshu.ward.letters.municipalities import municipality_in, name_of
from sesshu.ward.letters.practice import NO_AGREEMENT, Practice, practice_of
from sesshu.ward.letters.rules import doubts_of, is_late, standing_in
from sesshu.ward.letters.web.words import choices_of, number_in_words

RECEIVED = date(2026, 11, 2)
SETAGAYA = practice_of("131121")


def standing(born_on: date, on: date) -> tuple[SeriesVerdict, ...]:
    return judge(Person(id="1", born_on=born_on, sex="F"), on, load.current()).series


def asked(planned_from: date, **others: object) -> Application:
    days = {"planned_from": planned_from, "planned_until": planned_from + timedelta(days=30)}
    return application(1, received_on=RECEIVED, **days, **others)


def codes(asked: Application, born_on: date = date(2026, 9, 1), on: date = RECEIVED) -> set[str]:
    first, last = (standing(born_on, day) for day in (asked.planned_from, asked.planned_until))
    return {doubt.code for doubt in doubts_of(asked, standing_in(first, last), SETAGAYA, on)}


@pytest.mark.parametrize(
    ("planned_from", "told"), [(date(2026, 11, 15), {"late"}), (date(2026, 11, 16), set())]
)
def test_two_weeks_are_fourteen_days_after_the_application(
    planned_from: date, told: set[str]
) -> None:
    assert codes(asked(planned_from)) == told


def test_a_reason_lets_a_late_application_through() -> None:
    assert codes(asked(date(2026, 11, 5), hurried_because="急な入院")) == set()


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(-30, 60), st.integers(0, 40))
def test_late_is_counted_in_days_over_months_and_years(
    received: date, ahead: int, days: int
) -> None:
    planned = received + timedelta(days=ahead)
    said = replace(application(1), received_on=received, planned_from=planned)
    assert is_late(said, Practice(days, ())) == (ahead < days)


def test_a_letter_never_comes_after_the_dose() -> None:
    assert codes(asked(date(2026, 11, 20)), on=date(2026, 11, 21)) == {"in_the_past"}
    assert codes(asked(date(2026, 11, 20)), on=date(2026, 11, 20)) == set()


@pytest.mark.parametrize("code", ["131016", "131121", "131237", "132195", "132080", "132047"])
def test_no_letter_is_needed_where_the_wards_papers_are_taken(code: str) -> None:
    said = asked(date(2026, 12, 1), stay={"municipality": code})
    assert codes(said) == {"no_letter_needed"}
    assert SETAGAYA.without_letter(code) is not None


def test_outside_the_area_a_letter_is_needed() -> None:
    assert codes(asked(date(2026, 12, 1))) == set()
    assert SETAGAYA.without_letter("132012") is None


def test_a_ward_that_told_nothing_has_no_agreement() -> None:
    assert practice_of("011002") is NO_AGREEMENT


def test_every_municipality_of_an_agreement_exists() -> None:
    for area in (*SETAGAYA.areas, *practice_of("131156").areas):
        assert all(is_municipality_code(code) for code in area.municipalities)
        assert all(name_of(code).startswith("東京都") for code in area.municipalities)
    assert len(SETAGAYA.areas[0].municipalities) == 23


@pytest.mark.parametrize("series", ["ROTA1", "MR2", "JE2"])
def test_what_the_law_does_not_allow_then_is_stopped(series: str) -> None:
    born_on = date(2024, 5, 1)
    said = asked(date(2026, 12, 1), vaccinations=(Vaccination(series, 1),))
    assert codes(said, born_on) == {"not_to_be_given"}


def test_a_period_that_begins_while_staying_is_enough() -> None:
    born_on = date(2026, 10, 15)  # two months on 2026-12-15, within the stay
    said = asked(date(2026, 12, 1), vaccinations=(Vaccination("PCV", 1),))
    assert codes(said, born_on) == set()


def test_a_period_that_ends_while_staying_is_enough() -> None:
    born_on = date(2024, 12, 20)  # MR 第1期 until 2026-12-19
    said = asked(date(2026, 12, 1), vaccinations=(Vaccination("MR1", 1),))
    assert codes(said, born_on) == set()


def test_the_doses_that_may_be_asked_for_are_the_next_and_those_after_it() -> None:
    told = dict(choices_of(standing(date(2026, 9, 1), date(2026, 12, 1)), date(2027, 12, 1)))
    assert [text for text in told if text.startswith("HBV/")] == ["HBV/1", "HBV/2", "HBV/3"]
    assert told["HBV/2"].endswith("2回目")
    assert not any(text.startswith("JE2/") for text in told)


def test_somebody_complete_has_nothing_to_ask_for() -> None:
    by_code = {each.series: each for each in standing(date(1990, 1, 1), date(2026, 12, 1))}
    assert by_code["HBV"].status is not Status.DUE
    assert not any(
        text.startswith("HBV/") for text, _ in choices_of(by_code.values(), date(2027, 12, 1))
    )


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("大阪府大阪市北区梅田1-1", "271276"),
        ("東京都 狛江市和泉本町１", "132195"),
        ("北海道札幌市中央区北1条", "011011"),
        ("大阪市北区梅田1-1", None),
        ("", None),
    ],
)
def test_an_address_with_its_prefecture_names_its_municipality(
    address: str, code: str | None
) -> None:
    assert municipality_in(address) == code


def test_a_number_is_said_with_its_fiscal_year() -> None:
    assert number_in_words(2026, 12) == "令和8年度　第12号"
    assert number_in_words(2018, 3) == "平成30年度　第3号"
    assert number_in_words(2019, 1) == "平成31年度　第1号"


def test_the_stay_of_tests_lies_where_it_says() -> None:
    assert municipality_in(OSAKA.address) == OSAKA.municipality
