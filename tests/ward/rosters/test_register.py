"""予防接種台帳: every item that the law asks, as on the day, and nothing of protected people (規則3条)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from documents.paper import text_of
from doses_of_tests import (
    AS_GIVEN,
    BORN,
    FIRST_MR,
    PROVIDER,
    cancel,
    check,
    correct,
    mr1,
    pcv,
    record,
)
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_of_tests import CLERK, entries
from residents_of_tests import add_resident, add_version, shelter
from staff_of_tests import employ

from sesshu.documents.listing import KINDS
from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import UnknownConditions, list_of
from sesshu.foundation.walls import Place
from sesshu.ward.records.codes import Outcome, ScreeningReason
from sesshu.ward.records.models import Dose
from sesshu.ward.rosters import paper
from sesshu.ward.rosters.lines import HELD_BACK, in_a_sheet
from sesshu.ward.rosters.paper import parts_of, print_part
from sesshu.ward.rosters.register import Register

YEAR = Register(date(2026, 4, 1), date(2027, 3, 31))
TODAY = date(2026, 11, 20)
ADDRESS = "東京都世田谷区代田1番2号"
PAGE = "/131121/register/"
DAYS = {"from_on": "2026-04-01", "until_on": "2027-03-31", "series": ""}
WHOLE = replace(PROVIDER, doctor="医師 太郎")


def values_of(asked: Register = YEAR) -> list[list[object]]:
    return [[in_a_sheet(value) for value in line.values] for line in asked.lines()]


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(BORN, address=ADDRESS, building="代田荘101", name="世田谷 桜")


def test_a_line_holds_every_item_of_the_law(child: int) -> None:
    record(mr1(child, particulars=WHOLE))
    [line] = YEAR.lines()
    assert dict(
        zip([column.title for column in KINDS["F16"].columns], values_of()[0], strict=True)
    ) == {
        "接種年月日": FIRST_MR,
        "宛名番号": line.atena_number,
        "氏名": "世田谷 桜",
        "性別": "女",
        "生年月日": BORN,
        "住所": f"{ADDRESS}　代田荘101",
        "予防接種・回": "麻しん風しん 第1期 1回目",
        "ワクチン・製造番号": "ミールビック MR512",
        "接種量": "0.5mL",
        "医師名": "医師 太郎",
        "実施した医療機関": PROVIDER.provider_name,
    }


def test_who_moved_and_married_later_stands_as_on_the_day(child: int) -> None:
    record(mr1(child))
    later = FIRST_MR + timedelta(days=30)
    add_version(child, BORN, valid_from=later, address="東京都世田谷区桜丘1番1号", name="代田 桜")
    [line] = values_of()
    assert (line[2], line[5]) == ("世田谷 桜", f"{ADDRESS}　代田荘101")


def test_of_a_protected_person_neither_home_nor_clinic_is_told(child: int) -> None:
    record(mr1(child, particulars=WHOLE))
    shelter(child)
    [line] = values_of()
    assert (line[5], line[9], line[10]) == (HELD_BACK, HELD_BACK, HELD_BACK)
    printed = text_of(print_part(CLERK, YEAR, 1, TODAY))
    for planted in ("代田1番", "医師太郎", PROVIDER.provider_name):
        assert planted not in printed


def test_only_what_stands_and_is_of_the_law_is_in_the_register(child: int) -> None:
    gone = record(mr1(add_resident(BORN)))
    check(cancel(gone))
    moved = record(mr1(child))
    check(correct(moved, mr1(child, FIRST_MR + timedelta(days=1))))
    record(
        mr1(
            add_resident(BORN),
            outcome=Outcome.SCREENED_ONLY,
            screening_reason=ScreeningReason.FEVER,
            product=None,
            brand=None,
            vaccine_name=None,
            maker=None,
            lot=None,
            expires_on=None,
            volume_ml=None,
            route=None,
        )
    )
    record(mr1(add_resident(date(2020, 1, 1)), as_given=True, particulars=AS_GIVEN))
    assert [line[0] for line in values_of()] == [FIRST_MR + timedelta(days=1)]


@settings(max_examples=examples(12), suppress_health_check=ONE_WARD, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=4), st.integers(0, 40), st.integers(0, 40))
def test_both_days_are_included_and_parts_are_the_whole(
    fresh_ward: Place, given_after: list[int], first: int, last: int
) -> None:
    """Compared with the rows of `dose` themselves, over all examples so far."""
    for days in given_after:
        record(mr1(add_resident(BORN), FIRST_MR + timedelta(days=days)))
    from_on, until_on = (FIRST_MR + timedelta(days=days) for days in (first, last))
    everything = Dose.objects.order_by("given_on", "id").values_list("given_on", flat=True)
    asked = Register(from_on, until_on)
    expected = [day for day in everything if from_on <= day <= until_on]
    assert [line[0] for line in values_of(asked)] == expected
    assert asked.number() == len(expected)
    cut = [line for first in range(0, len(expected), 2) for line in asked.lines(first, 2)]
    assert cut == asked.lines()


def test_one_series_alone_is_asked_for(child: int) -> None:
    record(mr1(child))
    record(pcv(child, date(2026, 5, 10)))
    assert [line[6] for line in values_of(replace(YEAR, series="MR1"))] == [
        "麻しん風しん 第1期 1回目"
    ]


def test_everybody_on_paper_is_an_entry_of_the_ledger(
    child: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "MOST", 1)
    other = add_resident(BORN)
    record(mr1(child))
    record(mr1(other, FIRST_MR + timedelta(days=1)))
    assert list(parts_of(YEAR)) == [1, 2]
    print_part(CLERK, YEAR, 2, TODAY)
    printed = [entry for entry in entries() if entry.action == "register.printed"]
    assert [entry.subjects for entry in printed] == [[other]]


def test_who_cannot_be_printed_is_named_by_number_alone(child: int) -> None:
    odd = add_resident(BORN, name="山田 \U000f0000", atena_number="0000099999")
    record(mr1(child))
    record(mr1(odd))
    printed = text_of(print_part(CLERK, YEAR, 1, TODAY))
    assert "世田谷桜" in printed
    assert "印字できない文字のため載せていない宛名番号・行0000099999" in printed.replace("　", "")


def test_a_part_of_nobody_says_so(fresh_ward: Place) -> None:
    assert "該当する方はいません" in text_of(print_part(CLERK, YEAR, 1, TODAY))


@pytest.fixture
def reader(child: int) -> Client:
    record(mr1(child))
    return employ("一括 次郎", Duty.RUNS).client()


def test_a_page_of_the_register_is_one_look(reader: Client, child: int) -> None:
    assert "接種日の期間を入力すると" in reader.get(PAGE).text
    text = reader.get(PAGE, DAYS).text
    assert "世田谷 桜" in text
    looks = [entry for entry in entries() if entry.action == "register.view"]
    assert [entry.subjects for entry in looks] == [[child]]


def test_days_in_the_wrong_order_come_back(reader: Client) -> None:
    answer = reader.get(PAGE, DAYS | {"until_on": "2026-03-31"})
    assert answer.status_code == 422
    assert "はじめの日以後の日" in answer.text
    assert reader.get(f"{PAGE}paper/1", DAYS | {"until_on": "2026-03-31"}).status_code == 404


def test_a_part_is_taken_as_pdf_and_one_that_is_not_there_is_not(reader: Client) -> None:
    answer = reader.get(f"{PAGE}paper/1", DAYS)
    assert answer["Content-Disposition"].endswith('"F16-1.pdf"')
    assert answer.content.startswith(b"%PDF")
    assert reader.get(f"{PAGE}paper/2", DAYS).status_code == 404


def test_who_only_enters_doses_does_not_read_the_register(fresh_ward: Place) -> None:
    clerk = employ("入力 次郎", Duty.ENTRY).client()
    assert clerk.get(PAGE).status_code == 403
    assert clerk.get(f"{PAGE}paper/1", DAYS).status_code == 403


def test_the_register_leaves_the_house_with_the_same_columns(child: int) -> None:
    record(mr1(child, particulars=WHOLE))
    taken = list_of("register")
    conditions = {"from": "2026-04-01", "until": "2027-03-31", "series": "MR1"}
    [row] = taken.rows(conditions)
    assert row.resident_id == child
    assert [one.label for one in taken.columns] == [one.title for one in KINDS["F16"].columns]
    assert list(row.values) == values_of()[0]
    assert ("予防接種", "麻しん風しん 第1期") in taken.said(conditions)


@pytest.mark.parametrize(
    "conditions",
    [
        {},
        {"from": "2026-04-01", "until": ""},
        {"from": "2026-04-01", "until": "2027-03-31", "series": "NONE"},
    ],
)
def test_a_register_of_no_days_or_an_unknown_series_is_not_taken(
    fresh_ward: Place, conditions: dict[str, str]
) -> None:
    with pytest.raises(UnknownConditions):
        list_of("register").said(conditions)
