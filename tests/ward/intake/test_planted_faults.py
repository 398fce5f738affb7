"""Every class of fault that a clinic may send is found by the check that is there for it (V070–V085)."""

from datetime import date, datetime

import pytest
from clinic_files_of_tests import (
    CLINIC,
    MONTH,
    TOKYO,
    child,
    clinic,
    enter_clinics,
    enter_lots,
    lot,
    rows_of,
    take,
)
from ward.residents.registry import file_of, take_in

from sesshu.foundation.walls import Place
from sesshu.outside.clinics import CLASSES, Clinic, Patient, write_month

EXPIRES = date(2027, 3, 31)
SHELF = {
    "MR": ("MR512", EXPIRES),
    "VAR": ("VZ300", EXPIRES),
    "BCG": ("KH300", EXPIRES),
    "FLU": ("HA12B", EXPIRES),
    "HPV9": ("Y01234", EXPIRES),
    "RSV": ("AB1234", EXPIRES),
}
AGES = {
    200: {"birth_on": date(2025, 12, 20)},
    201: {"birth_on": date(2013, 2, 10), "sex": "1"},
    202: {"birth_on": date(1996, 2, 10)},
    205: {"birth_on": date(1951, 2, 10)},
    203: {"birth_on": date(1950, 2, 10)},
    204: {"birth_on": date(2026, 5, 1)},
}


def patient(row: dict[str, object]) -> Patient:
    return Patient(
        str(row["name"]),
        str(row["name_kana"]),
        row["birth_on"],  # type: ignore[arg-type]
        str(row["sex"]),
        str(row["address"]),
    )


@pytest.fixture(scope="module")
def checked(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple]:
    """Line number → the check planted there, and the row as it was left."""
    from conftest import SETAGAYA

    from sesshu.foundation.walls import enter

    folder = tmp_path_factory.mktemp("month")
    others = [child(number, **values) for number, values in AGES.items()]
    spoilt = [*(child(number) for number in range(1, 31)), *others[:4]]
    right = [*(child(number) for number in range(40, 50)), *others[4:]]
    with enter(SETAGAYA):
        take_in(file_of(folder / "residents.csv", *spoilt, *right))
        enter_clinics([clinic(CLINIC, series=("MR1", "MR2", "VAR", "BCG", "FLU", "HPV", "RSV"))])
        enter_lots([lot(number, product) for product, (number, _) in SHELF.items()])
        written = write_month(
            folder / "month.csv",
            "131121",
            Clinic(CLINIC, "医師　一郎", SHELF),
            MONTH,
            [patient(row) for row in right],
            [patient(row) for row in spoilt],
            datetime(2026, 11, 5, tzinfo=TOKYO),
        )
        rows = rows_of(take(folder / "month.csv"))
    assert len(rows) == written.rows
    return {row.line_number: (written.planted.get(row.line_number), row) for row in rows}


@pytest.mark.parametrize("check", CLASSES)
def test_a_planted_fault_is_found_by_its_check(checked: dict[int, tuple], check: str) -> None:
    [row] = [row for planted, row in checked.values() if planted == check]
    assert check.removesuffix("B") in {finding["check"] for finding in row.findings}, row.findings


def test_nothing_is_said_of_what_is_right(checked: dict[int, tuple]) -> None:
    right = [row for planted, row in checked.values() if planted is None]
    assert len(right) == 14
    assert [(row.state, row.findings) for row in right] == [("ready", [])] * 14


def test_of_what_is_planted_only_what_is_merely_unusual_may_pass(
    checked: dict[int, tuple], ward: Place
) -> None:
    passing = {planted for planted, row in checked.values() if planted and row.state == "ready"}
    assert passing == {"V073", "V083", "V083B"}
