"""No row is lost: it is kept with its place, corrected by a clerk and taken in after all."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from staff_of_tests import Staff, employ
from ward.residents.registry import file_of, line_of, person, take_in, tampered, work_off

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.residents.operations import (
    RowGuarded,
    RowSettled,
    StillFaulty,
    correct_row,
    replay,
)
from sesshu.ward.residents.queries import (
    RejectedRowSummary,
    Search,
    rejected_row,
    rejected_rows,
    resident_of,
    search,
)
from sesshu.wire.residents.control import FileKind

TODAY = date(2026, 11, 23)
MOVED = person(2, update_number=2, name="新姓　翔", transaction_class="2", transaction_reason="24")
BAD = line_of(MOVED).replace(",2,02,", ",X,02,", 1)


@pytest.fixture
def waiting(fresh_ward: Place, tmp_path: Path) -> RejectedRowSummary:
    """The row of a known resident that waits to be corrected."""
    take_in(file_of(tmp_path / "1.csv", person(1), person(2, name="旧姓　翔")))
    difference = file_of(
        tmp_path / "2.csv", person(1, update_number=2), MOVED, sequence=2, kind=FileKind.DIFFERENCE
    )
    take_in(tampered(difference, line_of(MOVED), BAD))
    (row,) = rejected_rows().rows
    return row


@pytest.fixture
def clerk(waiting: RejectedRowSummary) -> Staff:
    return employ("取込み 花子", Duty.RUNS)


def name_of(number: int) -> str:
    (found,) = search(Search(atena_number=str(number))).rows
    return resident_of(found.id, TODAY).name


def test_a_bad_row_is_kept_with_its_file_line_text_reason_and_remedy(
    waiting: RejectedRowSummary,
) -> None:
    assert (waiting.line_number, waiting.text, waiting.corrected) == (4, BAD, None)
    assert waiting.faults == (
        {
            "column": "性別",
            "reason": "決められたコードではありません。",
            "remedy": "1、2、9のどれかに直してください。",
        },
    )


def test_a_corrected_row_is_taken_in(waiting: RejectedRowSummary, clerk: Staff) -> None:
    correct_row(clerk.actor, waiting.id, line_of(MOVED))
    kept = rejected_row(waiting.id)
    assert kept is not None
    assert (kept.text, kept.corrected) == (BAD, line_of(MOVED))
    assert replay(clerk.actor, waiting.file_id) is not None
    work_off()
    assert name_of(2) == "新姓　翔"
    assert rejected_rows().total == 0
    settled = rejected_row(waiting.id)
    assert settled is not None
    assert settled.settled_as == "changed"


def test_who_corrected_a_row_is_written_by_the_database(
    waiting: RejectedRowSummary, clerk: Staff
) -> None:
    correct_row(clerk.actor, waiting.id, line_of(MOVED))
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT corrected_by FROM rejected_row WHERE id = %s", [waiting.id])
        assert cursor.fetchone() == (clerk.account_id,)


def test_a_row_is_taken_in_once_however_often_it_is_asked_for(
    waiting: RejectedRowSummary, clerk: Staff
) -> None:
    correct_row(clerk.actor, waiting.id, line_of(MOVED))
    replay(clerk.actor, waiting.file_id)
    again = replay(clerk.actor, waiting.file_id)
    assert again is not None
    assert not again.is_new
    work_off()
    assert replay(clerk.actor, waiting.file_id) is None


def test_a_row_of_which_something_newer_is_known_is_settled_and_changes_nothing(
    waiting: RejectedRowSummary, clerk: Staff, tmp_path: Path
) -> None:
    newer = person(2, update_number=3, name="最新　翔")
    take_in(file_of(tmp_path / "3.csv", newer, sequence=3, kind=FileKind.DIFFERENCE))
    correct_row(clerk.actor, waiting.id, line_of(MOVED))
    replay(clerk.actor, waiting.file_id)
    work_off()
    assert name_of(2) == "最新　翔"
    settled = rejected_row(waiting.id)
    assert settled is not None
    assert settled.settled_as == "outdated"


def test_a_correction_that_is_still_wrong_says_why_and_keeps_nothing(
    waiting: RejectedRowSummary, clerk: Staff
) -> None:
    with pytest.raises(StillFaulty) as still:
        correct_row(clerk.actor, waiting.id, BAD)
    assert [fault.column for fault in still.value.faults] == ["性別"]
    assert rejected_rows().rows[0].corrected is None


@pytest.mark.parametrize(
    "text",
    [
        line_of(MOVED | {"protection": "1", "protection_from": date(2026, 1, 1)}),
        line_of(person(77)),
    ],
)
def test_nobody_types_a_protected_or_unknown_person_into_an_open_row(
    waiting: RejectedRowSummary, clerk: Staff, text: str
) -> None:
    with pytest.raises(RowGuarded, match="住民記録"):
        correct_row(clerk.actor, waiting.id, text)


def test_a_settled_or_unknown_row_is_not_corrected(
    waiting: RejectedRowSummary, clerk: Staff
) -> None:
    correct_row(clerk.actor, waiting.id, line_of(MOVED))
    replay(clerk.actor, waiting.file_id)
    work_off()
    for row in (waiting.id, 0):
        with pytest.raises(RowSettled):
            correct_row(clerk.actor, row, line_of(MOVED))


def test_without_corrected_rows_there_is_nothing_to_take_in(
    waiting: RejectedRowSummary, clerk: Staff
) -> None:
    assert replay(clerk.actor, waiting.file_id) is None


def test_rows_are_listed_by_file_and_page(waiting: RejectedRowSummary) -> None:
    assert rejected_rows(waiting.file_id).total == 1
    assert rejected_rows(waiting.file_id + 1).total == 0
    assert rejected_rows(page=2).rows == ()


def test_a_line_no_database_would_take_waits_like_any_other(
    fresh_ward: Place, tmp_path: Path
) -> None:
    path = file_of(tmp_path / "odd.csv", person(1), person(2, name="正名　翔"))
    take_in(tampered(path, "正名　翔", "正\x00名　翔"))
    [waits] = rejected_rows(1).rows
    assert waits.line_number == 4
