"""A small ward taken in from a resident file, and the people who work on it."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from staff_of_tests import Staff, employ
from ward.residents.registry import file_of, person, take_in

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.residents.queries import Search, search

HIDDEN = "東京都世田谷区砧八丁目9番9号"
HIDDEN_PHONE = "08099998888"
CHILD, MOTHER, DEAD, PROTECTED = 1, 2, 3, 4
PEOPLE = (
    person(
        CHILD,
        name="髙橋　葵",
        name_kana="タカハシ　アオイ",
        birth_on=date(2019, 5, 1),
        relationship="20",
    ),
    person(MOTHER, name="髙橋　美咲", name_kana="タカハシ　ミサキ", alias="高山　花"),
    person(
        DEAD,
        name="高梨　和子",
        name_kana="タカナシ　カズコ",
        household_number="0070000002",
        status="4",
        ceased_resident_on=date(2026, 3, 3),
        died_on=date(2026, 3, 3),
    ),
    person(
        PROTECTED,
        name="高山　守",
        name_kana="タカヤマ　マモル",
        household_number="0070000003",
        address=HIDDEN,
        phone=HIDDEN_PHONE,
        protection="1",
        protection_from=date(2026, 1, 5),
    ),
)


@pytest.fixture
def small_ward(fresh_ward: Place, tmp_path: Path) -> Place:
    """世田谷区 with `PEOPLE`."""
    take_in(file_of(tmp_path / "file.csv", *PEOPLE))
    return fresh_ward


@pytest.fixture
def clerk(small_ward: Place) -> Staff:
    """Somebody who enters doses."""
    return employ("入力 花子", Duty.ENTRY)


@pytest.fixture
def guardian(small_ward: Place) -> Staff:
    """Somebody of the protection desk."""
    return employ("支援 次郎", Duty.GUARDED)


@pytest.fixture
def browser_of_clerk(clerk: Staff) -> Client:
    """Django's browser in which the clerk is signed in."""
    return clerk.client()


def id_of(number: int) -> int:
    """The id of a person of `PEOPLE`."""
    (row,) = search(Search(atena_number=str(number))).rows
    return row.id
