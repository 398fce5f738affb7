"""The 券番号 of a dose: approved like everything else of it, and a way to find whose it is."""

from pathlib import Path

import pytest
from django.db import connection
from doses_of_tests import BORN, cancel, check, correct, mr1, record
from ward.residents.registry import file_of, person, take_in

from sesshu.foundation.walls import Place
from sesshu.ward.records.queries import doses_of
from sesshu.ward.residents.queries import Search, search

NUMBER = "0123456789"


@pytest.fixture
def child(fresh_ward: Place, tmp_path: Path) -> int:
    """A child as the register delivers one, so that it can be searched for."""
    take_in(file_of(tmp_path / "1.csv", person(1, birth_on=BORN)))
    return search(Search(atena_number="1")).rows[0].id


def found(number: str) -> list[int]:
    return [row.id for row in search(Search(voucher_number=number)).rows]


def test_a_child_is_found_by_the_number_on_a_recorded_voucher(child: int) -> None:
    assert found(NUMBER) == []
    record(mr1(child, voucher_number=NUMBER, foreign_voucher=True))
    assert found(NUMBER) == found("０１２３４-５６７８９") == [child]
    assert found("9876543210") == []


def test_a_number_that_was_corrected_finds_nobody_any_more(child: int) -> None:
    wrong = record(mr1(child, voucher_number=NUMBER, foreign_voucher=True))
    check(correct(wrong, mr1(child, voucher_number="9876543210", foreign_voucher=True)))
    assert (found(NUMBER), found("9876543210")) == ([], [child])


def test_a_cancelled_dose_finds_nobody_and_keeps_its_number(child: int) -> None:
    check(cancel(record(mr1(child, voucher_number=NUMBER, foreign_voucher=True))))
    assert found(NUMBER) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT voucher_number FROM dose ORDER BY id")
        assert cursor.fetchall() == [(NUMBER,), (NUMBER,)]


def test_a_dose_without_a_voucher_has_no_number(child: int) -> None:
    record(mr1(child))
    assert doses_of(child)[0].entry.voucher_number is None


def test_all_conditions_have_to_hold(child: int) -> None:
    record(mr1(child, voucher_number=NUMBER, foreign_voucher=True))
    assert search(Search(voucher_number=NUMBER, born_on=BORN)).rows
    assert not search(Search(voucher_number=NUMBER, born_on=BORN.replace(year=2024))).rows
