"""A file of a clinic from the bytes to the doses: taken in, put right, compared, approved, recorded."""

from pathlib import Path

import pytest
from clinic_files_of_tests import (
    CLINIC,
    GIVEN_ON,
    NotTaken,
    approve,
    child,
    clinic_file,
    compare_all,
    form,
    found_in,
    hand_over,
    resident,
    rows_of,
    settle,
    take,
)
from questions_of_tests import questions_of

from sesshu.foundation.walls import Place
from sesshu.ward.intake.queries import intake_files
from sesshu.ward.records.queries import doses_of


@pytest.fixture
def office(fresh_ward: Place, tmp_path: Path) -> Path:
    settle(tmp_path, [child(number) for number in range(1, 9)])
    return tmp_path


def test_rows_without_a_fault_become_doses_of_their_residents(office: Path) -> None:
    file = take(clinic_file(office / "clean.csv", form(1), form(2), form(3)))
    assert [(row.state, row.findings) for row in rows_of(file)] == [("ready", [])] * 3
    proposal = hand_over(file)
    assert doses_of(resident(1)) == ()
    compare_all(proposal)
    approve(proposal)
    [dose] = doses_of(resident(1))
    assert (dose.entry.series, dose.entry.given_on, dose.dose_number) == ("MR1", GIVEN_ON, 1)
    assert dose.entry.particulars is not None
    assert dose.entry.particulars.provider_code == CLINIC
    assert (dose.entered_by_name, dose.checked_by_name) != ("", "")
    assert {row.state for row in rows_of(file)} == {"recorded"}


def test_a_bad_row_stops_no_other(office: Path) -> None:
    file = take(clinic_file(office / "bad.csv", form(1), "これは行ではない", form(2)))
    assert [row.state for row in rows_of(file)] == ["ready", "faulty", "ready"]
    assert found_in(rows_of(file)[1]) == {"unreadable"}


def test_the_same_file_twice_is_told(office: Path) -> None:
    path = clinic_file(office / "twice.csv", form(1))
    assert take(path).pk == take(path).pk
    other = clinic_file(office / "other.csv", form(2), file_id="twice")
    with pytest.raises(NotTaken, match="twice"):
        take(other)


def test_the_list_of_files_asks_no_more_for_many_than_for_one(office: Path) -> None:
    take(clinic_file(office / "first.csv", form(1), "これは行ではない"))
    one = questions_of(intake_files)
    for number in (2, 3, 4):
        take(clinic_file(office / f"{number}.csv", form(number)))
    assert len(questions_of(intake_files)) == len(one)
    [*_, first] = intake_files()
    assert (dict(first.counts), first.clinic_name) == (
        {"ready": 1, "faulty": 1},
        "三軒茶屋こども診療所",
    )


ODD_LINES = [
    "\x00",
    "花\x00子," * 20,
    '"' * 4001,
    "," * 200_000,
    "\u2028\u2029",
    "\ufffd" * 100,
    "𠮷野家" * 5_000,
]


def test_lines_no_database_would_take_stand_beside_the_right_ones(office: Path) -> None:
    file = take(clinic_file(office / "odd.csv", form(1), *ODD_LINES, form(2)))
    rows = rows_of(file)
    assert [row.state for row in rows if row.resident_id] == ["ready", "ready"]
    others = [row for row in rows if not row.resident_id]
    assert len(others) >= len(ODD_LINES) - 1
    assert {row.state for row in others} == {"faulty"}
    assert all("unreadable" in found_in(row) for row in others)
