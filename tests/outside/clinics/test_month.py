"""What the stand-in clinics write: doses for what a patient comes for, and the faults they are asked for."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.outside.clinics import CLASSES, Clinic, Patient, classes_for, clean_month, write_month

MONTH = date(2026, 10, 1)
MADE_AT = datetime(2026, 11, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
CLINIC = Clinic(
    "1311234569",
    "医師　一郎",
    {product: ("L1", date(2027, 3, 31)) for product in ("MR", "VAR", "BCG", "FLU", "HPV9", "RSV")},
)
TODDLER = Patient(
    "佐藤　花", "サトウ　ハナ", date(2025, 9, 10), "2", "東京都世田谷区", {"MR1": "12"}
)
OTHERS = {
    "V073": Patient("鈴木　葵", "スズキ　アオイ", date(2025, 12, 20), "2", "東京都世田谷区"),
    "V083B": Patient("渡辺　実", "ワタナベ　ミノル", date(1950, 2, 10), "1", "東京都世田谷区"),
    "V084": Patient("高橋　蓮", "タカハシ　レン", date(2013, 2, 10), "1", "東京都世田谷区"),
    "V085": Patient("田中　凛", "タナカ　リン", date(1996, 2, 10), "2", "東京都世田谷区"),
}


def test_a_patient_is_given_what_their_age_asks_for() -> None:
    forms = list(clean_month(CLINIC, MONTH, [TODDLER]))
    assert [(form.series, form.voucher_number) for form in forms] == [("MR1", "12"), ("VAR", None)]


def test_a_patient_is_given_nothing_they_do_not_come_for() -> None:
    comes = Patient("", "", TODDLER.born_on, "2", "", comes_for=("VAR", "FLU"))
    assert [form.series for form in clean_month(CLINIC, MONTH, [comes])] == ["VAR"]


def test_who_shows_the_mark_of_an_exemption_pays_no_share() -> None:
    marked = replace(OTHERS["V083B"], is_exempt=True)
    forms = clean_month(CLINIC, MONTH, [OTHERS["V083B"], marked, replace(TODDLER, is_exempt=True)])
    told = [(form.series, form.fee_class) for form in forms]
    assert told == [("FLU", "copayment"), ("FLU", "exempt"), ("MR1", "public"), ("VAR", "public")]


def test_who_is_exempt_is_no_patient_for_a_form_that_says_so_wrongly() -> None:
    assert classes_for(MONTH, [OTHERS["V083B"]], ["V083B"]) == ("V083B",)
    assert classes_for(MONTH, [replace(OTHERS["V083B"], is_exempt=True)], ["V083B"]) == ()


@given(st.integers(0, 20), st.sets(st.sampled_from(sorted(OTHERS))), st.permutations(CLASSES))
def test_as_many_classes_are_planted_as_there_are_patients_for(
    toddlers: int, others: set[str], order: list[str]
) -> None:
    patients = [TODDLER] * toddlers + [OTHERS[check] for check in sorted(others)]
    found = classes_for(MONTH, patients, order)
    asked_of_toddlers = [check for check in order if check not in OTHERS]
    assert set(found) == others | set(asked_of_toddlers[:toddlers])


@pytest.mark.parametrize("toddlers", [0, 3, 13])
def test_a_file_holds_one_line_of_each_class_there_are_patients_for(
    tmp_path: Path, toddlers: int
) -> None:
    patients = [TODDLER] * toddlers + list(OTHERS.values())
    classes = classes_for(MONTH, patients)
    written = write_month(
        tmp_path / "m.csv", "131121", CLINIC, MONTH, [], patients, MADE_AT, classes=classes
    )
    assert sorted(written.planted.values()) == sorted(classes)


def test_too_few_patients_for_what_is_asked_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="V070 asks for 2 patients, there are 1"):
        write_month(tmp_path / "m.csv", "131121", CLINIC, MONTH, [], [TODDLER], MADE_AT, of_each=2)
