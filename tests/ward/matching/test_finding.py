"""The door of matching: whom a record is about, looked up among all a ward's people were registered as."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from questions_of_tests import questions_of
from ward.residents.registry import file_of, person, take_in

from sesshu.foundation.walls import Place
from sesshu.kernel.matching import Agreement, Verdict
from sesshu.ward.matching.claims import Claim, Matched
from sesshu.ward.matching.finding import match_record, match_records
from sesshu.wire.residents.control import FileKind

BORN = date(2024, 4, 1)
MOVED_ON = date(2025, 6, 1)
FIRST_HOME = "東京都世田谷区砧八丁目1番2号"
SHO = person(
    1, name="髙橋　翔太", name_kana="タカハシ　ショウタ", sex="1", birth_on=BORN, address=FIRST_HOME
)
PEOPLE = [
    SHO,
    person(2, name="林　陽", name_kana="ハヤシ　ヨウ", sex="1", birth_on=BORN, building="桜荘101"),
    person(
        3,
        name="NGUYEN THI HOA",
        name_kana="グエン　ティ　ホア",
        birth_on=date(2001, 2, 3),
        is_foreign=True,
        alias="山本　春",
        alias_kana="ヤマモト　ハル",
    ),
    person(
        4,
        name="高山　守",
        name_kana="タカヤマ　マモル",
        birth_on=date(2023, 8, 9),
        protection="1",
        protection_from=date(2026, 1, 5),
        household_number="0070009999",
        address="東京都世田谷区砧八丁目9番9号",
    ),
    person(5, name="高山　護", name_kana="タカヤマ　マモル", birth_on=date(2023, 8, 9)),
    person(6, name="森　緑", name_kana="モリ　ミドリ", birth_on=date(2019, 9, 9)),
]
LATER = [
    SHO
    | {
        "name": "佐々木　翔太",
        "name_kana": "ササキ　ショウタ",
        "address": "東京都世田谷区北沢二丁目8番18号",
        "update_number": 2,
        "transaction_on": MOVED_ON,
    }
]
CLAIM = Claim("高橋翔太", "タカハシショウタ", "1", BORN, "砧8-1-2")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registry")


@pytest.fixture
def town(ward: Place, files: Path) -> Place:
    """世田谷区 with `PEOPLE`, of whom the first married and moved; taken in once for the module."""
    if not (files / "later.csv").exists():
        take_in(file_of(files / "first.csv", *PEOPLE))
        later = file_of(files / "later.csv", *LATER, sequence=2, kind=FileKind.DIFFERENCE)
        take_in(later)
    return ward


def ids() -> dict[int, int]:
    """Residents by the number they have in `PEOPLE`."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT atena_number::bigint, id FROM resident")
        return dict(cursor.fetchall())


def test_a_former_name_at_a_former_home_is_still_this_person(town: Place) -> None:
    found = match_record(CLAIM)

    assert found.verdict is Verdict.SAME
    assert found.resident_id == ids()[1]
    assert found.candidates[0].name == "佐々木　翔太"


def test_an_alias_counts_as_a_name(town: Place) -> None:
    claim = Claim("山本春", "ヤマモトハル", "2", date(2001, 2, 3), "世田谷4-21-27")

    assert match_record(claim).resident_id == ids()[3]


def test_somebody_whose_birth_date_was_misread_is_found_at_home(town: Place) -> None:
    found = match_record(Claim("林　陽", "ハヤシ　ヨウ", "1", date(2024, 4, 11), "世田谷4-21-27"))

    assert (found.verdict, found.resident_id) == (Verdict.PROPOSED, None)
    assert [likely.resident_id for likely in found.candidates] == [ids()[2]]
    assert found.candidates[0].agreement.birth is Agreement.ALIKE


def test_nobody_like_it_leaves_a_record_pending(town: Place) -> None:
    found = match_record(Claim("小川　健", "オガワ　ケン", "1", date(1950, 1, 1), "弦巻1-1-1"))

    assert (found.verdict, found.candidates, found.sheltered) == (Verdict.PENDING, (), ())


def test_a_record_that_tells_nothing_is_pending(town: Place) -> None:
    assert match_record(Claim()).verdict is Verdict.PENDING


def test_a_protected_candidate_looks_like_nobody_and_is_named_to_their_duty_alone(
    town: Place,
) -> None:
    claim = Claim("高山　守", "タカヤマ　マモル", "2", date(2023, 8, 9), "砧8-9-9")

    found = match_record(claim)

    assert (found.verdict, found.candidates) == (Verdict.PENDING, ())
    assert ids()[4] in found.sheltered


def test_who_is_like_a_protected_person_is_left_to_their_duty_too(town: Place) -> None:
    claim = Claim("高山　護", "タカヤマ　マモル", "2", date(2023, 8, 9), "弦巻1-1-1")

    found = match_record(claim)

    assert (found.verdict, found.candidates) == (Verdict.PENDING, ())
    assert set(found.sheltered) == {ids()[4], ids()[5]}


def test_our_own_number_decides_with_birth_date_and_name(town: Place) -> None:
    claim = Claim("森　緑", born_on=date(2019, 9, 9), atena_number="0000000006")

    assert match_record(claim).resident_id == ids()[6]


def test_a_number_of_somebody_else_is_shown_and_never_taken(town: Place) -> None:
    found = match_record(replace(CLAIM, atena_number="0000000006"))

    assert found.verdict is Verdict.PROPOSED
    assert {likely.resident_id for likely in found.candidates} == {ids()[6], ids()[1]}


def test_a_number_nobody_has_leaves_the_four_items_to_decide(town: Place) -> None:
    claim = replace(CLAIM, atena_number="0000000099", voucher_number="0000000000")

    assert match_record(claim).resident_id == ids()[1]


def test_many_records_are_answered_in_their_order_with_as_few_queries_as_one(
    town: Place,
) -> None:
    stranger = Claim("小川　健", "オガワ　ケン", "1", date(1950, 1, 1), "弦巻1-1-1")
    found: list[Matched] = []
    for_one = questions_of(lambda: match_record(CLAIM))
    for_many = questions_of(lambda: found.extend(match_records([CLAIM, stranger] * 300)))

    assert [each.resident_id for each in found] == [ids()[1], None] * 300
    assert len(for_many) == len(for_one)


def test_jobs_read_the_same(town: Place) -> None:
    assert match_record(CLAIM, "jobs") == match_record(CLAIM)


@pytest.mark.parametrize("zone", ["audit", "sealer", "courier"])
def test_other_zones_cannot_ask(town: Place, zone: str) -> None:
    with pytest.raises(Exception, match="permission denied"):
        match_record(CLAIM, zone)
