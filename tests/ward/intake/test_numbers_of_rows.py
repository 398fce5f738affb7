"""券番号 of a row: it names the person, and is refused where it was read wrong or holds no more (V081)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from clinic_files_of_tests import (
    approve,
    child,
    clinic_file,
    compare_all,
    finish,
    form,
    found_in,
    hand_over,
    resident,
    rows_of,
    settle,
    take,
)
from ledger_of_tests import CLERK
from ward.vouchers.test_reissue import issued, reissued

from sesshu.foundation.clock import now
from sesshu.foundation.walls import Place
from sesshu.ward.intake import operations
from sesshu.ward.intake.models import IntakeRow
from sesshu.ward.intake.situations import UnknownNumber
from sesshu.ward.records.queries import doses_of
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.render import render_line


@pytest.fixture
def office(fresh_ward: Place, tmp_path: Path) -> Path:
    settle(tmp_path, [child(number) for number in range(1, 5)])
    return tmp_path


def row_about(office: Path, number: int, **values: Any) -> IntakeRow:
    """The row of a form without an address: only its number can decide."""
    told = replace(form(number), address=None, **values)
    [row] = rows_of(take(clinic_file(office / "n.csv", told)))
    return row


def test_a_number_of_ours_names_the_person_and_stands_with_the_dose(office: Path) -> None:
    voucher = issued(resident(1))
    row = row_about(office, 1, voucher_number=voucher.number)
    assert (row.state, row.resident_id, row.findings) == ("ready", resident(1), [])
    proposal = hand_over(row.file)
    compare_all(proposal)
    approve(proposal)
    [dose] = doses_of(resident(1))
    assert (dose.entry.voucher_number, dose.entry.foreign_voucher) == (voucher.number, False)


def test_a_number_that_was_reissued_is_refused(office: Path) -> None:
    old = issued(resident(1))
    reissued(old)
    row = row_about(office, 1, voucher_number=old.number)
    assert row.state == "faulty"
    assert found_in(row) == {"number_void"}


def test_a_number_issued_for_another_vaccine_is_refused(office: Path) -> None:
    other = issued(resident(1), "VAR")
    assert "number_of_other_series" in found_in(row_about(office, 1, voucher_number=other.number))


def test_a_number_on_the_form_of_somebody_else_does_not_name_them(office: Path) -> None:
    voucher = issued(resident(1))
    row = row_about(office, 2, voucher_number=voucher.number)
    assert row.resident_id is None
    assert row.state == "faulty"


def test_the_four_items_and_a_number_of_somebody_else_contradict_each_other(office: Path) -> None:
    voucher = issued(resident(1))
    told = replace(form(2), voucher_number=voucher.number)
    [row] = rows_of(take(clinic_file(office / "two.csv", told)))
    assert row.state == "faulty"
    assert found_in(row) & {"number_of_other", "uncertain_person", "unknown_person"}


def test_a_number_of_another_municipality_passes_with_a_reason_and_is_marked(office: Path) -> None:
    told: Form = replace(form(1), voucher_number="1234567891")
    file = take(clinic_file(office / "f.csv", told))
    [row] = rows_of(file)
    assert (row.state, found_in(row)) == ("held", {"number_misread"})
    operations.let_pass(CLERK, row.pk, "杉並区の券であることを医療機関に確かめた")
    finish(operations.recheck(CLERK, file.pk, now()).run_id)
    proposal = hand_over(file)
    compare_all(proposal)
    approve(proposal)
    [dose] = doses_of(resident(1))
    assert (dose.entry.voucher_number, dose.entry.foreign_voucher) == ("1234567891", True)
    assert dose.entry.particulars is not None
    assert dose.entry.particulars.stated_reason == "杉並区の券であることを医療機関に確かめた"


def test_a_clerk_says_whom_a_row_is_about_where_nothing_else_does(office: Path) -> None:
    row = row_about(office, 1)
    assert found_in(row) == {"uncertain_person"}
    line = render_line(replace(form(1), address=None))
    with pytest.raises(UnknownNumber):
        operations.correct_row(CLERK, row.pk, line, "0000009999")
    operations.correct_row(CLERK, row.pk, line, "0000000001")
    finish(operations.recheck(CLERK, row.file_id, now()).run_id)
    [row] = rows_of(row.file)
    assert (row.state, row.resident_id, row.corrected_by) == (
        "ready",
        resident(1),
        CLERK.account_id,
    )
