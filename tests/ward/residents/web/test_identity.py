"""The band that says who a page is about, and what it keeps to itself."""

from datetime import date

import pytest
from ward.residents.web.people import a_resident, viewer

from sesshu.foundation.duties import Permission
from sesshu.ward.residents.web.chips import MAY_KNOW, Chip, Secrecy, chips_of, secrecy_of
from sesshu.ward.residents.web.identity import Identity, born_in_words, identity_of

ON = date(2026, 11, 23)
CLERK = viewer(Permission.RESIDENT_VIEW, Permission.GUARDED_REQUEST)
CALL_DESK = viewer(Permission.RESIDENT_VIEW, Permission.RESIDENT_SEARCH)


def band(**changes: object) -> Identity:
    return identity_of(a_resident(**changes), ON, CLERK)


def test_the_band_names_the_person_in_both_calendars_with_the_age_of_the_day() -> None:
    told = band()
    assert (told.name, told.kana, told.sex) == ("髙橋　葵", "タカハシ　アオイ", "女")
    assert told.born == "令和8年9月1日（2026年9月1日）"
    assert told.age == "2か月、生後11週6日"
    assert told.chips == ()


def test_of_the_dead_it_tells_the_day_and_the_age_they_reached() -> None:
    told = band(birth_on=date(1938, 2, 3), status="4", died_on=date(2026, 2, 2))
    assert told.age == "令和8年2月2日死亡（88歳）"
    assert told.chips == (Chip("死亡", "gray"),)


@pytest.mark.parametrize(
    ("certainty", "words"),
    [
        ("0", "平成2年3月1日（1990年3月1日）"),
        ("1", "平成2年3月（1990年3月）日は不明"),
        ("2", "平成2年（1990年）月日は不明"),
    ],
)
def test_only_what_the_register_knows_of_a_birth_is_said(certainty: str, words: str) -> None:
    assert born_in_words(date(1990, 3, 1), certainty) == words


def test_an_age_that_rests_on_an_unknown_day_says_so() -> None:
    assert band(birth_on=date(1990, 1, 1), birth_certainty="2").age == "およそ36歳"


def test_other_names_are_shown_only_where_they_differ() -> None:
    told = band(name="NGUYEN THI HOA", alphabet_name="NGUYEN THI HOA", alias="高山　花")
    assert told.other_names == (("通称", "高山　花"),)


@pytest.mark.parametrize("right", sorted(MAY_KNOW))
def test_whoever_has_a_part_in_the_procedure_is_told_of_the_protection(right: Permission) -> None:
    secrecy = secrecy_of(viewer(right), guarded=True)
    assert secrecy is Secrecy.KNOWN
    assert chips_of("1", secrecy) == (Chip("支援措置", "red", on_paper=False),)


def test_whoever_has_none_is_not_even_told_that_there_is_a_protection() -> None:
    told = identity_of(a_resident(is_guarded=True), ON, CALL_DESK)
    assert told.secrecy is Secrecy.NEUTRAL
    assert told.chips == ()
    assert "支援" not in told.secrecy.label


def test_an_ordinary_resident_has_no_secret() -> None:
    assert identity_of(a_resident(), ON, CALL_DESK).secrecy is Secrecy.NONE


@pytest.mark.parametrize(
    ("status", "labels"),
    [
        ("1", []),
        ("2", ["転出予定"]),
        ("3", ["転出"]),
        ("4", ["死亡"]),
        ("5", ["消除"]),
        ("6", ["住登外"]),
    ],
)
def test_a_standing_that_changes_what_may_be_done_is_a_chip(status: str, labels: list[str]) -> None:
    assert [chip.label for chip in chips_of(status, Secrecy.NONE)] == labels
