"""Welfare files taken in, asked about for one day, and read by nobody else (B14, F2, V014)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from clinic_files_of_tests import NotTaken, finish
from django.db import DatabaseError, IntegrityError, ProgrammingError, connections
from examples_of_tests import ONE_WARD, examples
from fees_of_tests import BEGINS, ENDS, receipt, take_welfare, welfare_file
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_of_tests import CLERK, execute, last_entry
from merges_of_tests import merge
from residents_of_tests import add_resident

from sesshu.foundation.walls import Place, enter
from sesshu.schedule import load
from sesshu.ward.fees import operations, queries
from sesshu.ward.fees.codes import FeeClass, TaxClass
from sesshu.ward.fees.exemptions import exempt_on, fee_on
from sesshu.ward.fees.models import WelfareStatus
from sesshu.ward.fees.situations import WelfareRowSettled, WelfareRowStillFaulty

OLD = date(1950, 4, 1)
ONE_DAY = timedelta(days=1)
ASK = "SELECT fee_is_exempt(%s, %s, %s)"


def statuses() -> int:
    return WelfareStatus.objects.using("jobs").count()


def is_exempt(resident: int, day: date) -> bool:
    return resident in exempt_on([resident], day)


def is_exempt_with_taxes(resident: int, day: date) -> bool:
    with connections["default"].cursor() as cursor:
        cursor.execute(ASK, [resident, day, True])
        return bool(cursor.fetchone()[0])


@pytest.fixture(scope="module")
def helped(database: str, tmp_path_factory: pytest.TempPathFactory) -> int:
    with enter(Place("131121", "ward")):
        resident = add_resident(OLD)
        take_welfare(welfare_file(tmp_path_factory.mktemp("w") / "W1.csv", receipt(resident)))
    return resident


@settings(suppress_health_check=ONE_WARD, max_examples=examples(60))
@given(days=st.integers(-400, 400))
def test_help_counts_from_its_first_to_its_last_day(ward: Place, helped: int, days: int) -> None:
    day = BEGINS + timedelta(days)
    assert is_exempt(helped, day) == (BEGINS <= day <= ENDS)


@pytest.mark.parametrize(
    ("day", "fee_class"),
    [
        (BEGINS - ONE_DAY, FeeClass.COPAYMENT),
        (BEGINS, FeeClass.EXEMPT),
        (ENDS, FeeClass.EXEMPT),
        (ENDS + ONE_DAY, FeeClass.COPAYMENT),
    ],
)
def test_the_fee_class_turns_with_the_day(
    ward: Place, helped: int, day: date, fee_class: FeeClass
) -> None:
    assert fee_on(helped, "FLU", day, load.current()).fee_class is fee_class
    assert fee_on(helped, "MR1", day, load.current()).fee_class is FeeClass.PUBLIC


def test_the_same_file_is_taken_in_once(fresh_ward: Place, tmp_path: Path) -> None:
    told = receipt(add_resident(OLD))
    first, _ = take_welfare(welfare_file(tmp_path / "W1.csv", told))
    again, _ = take_welfare(tmp_path / "W1.csv")
    assert (again.pk, statuses()) == (first.pk, 1)
    with pytest.raises(NotTaken, match="すでに取り込まれています"):
        take_welfare(welfare_file(tmp_path / "W1.csv", told, told))
    assert statuses() == 1


def test_an_end_told_later_ends_it_and_the_same_word_again_changes_nothing(
    fresh_ward: Place, tmp_path: Path
) -> None:
    resident = add_resident(OLD)
    goes_on = receipt(resident, valid_until=None)
    take_welfare(welfare_file(tmp_path / "W1.csv", goes_on))
    _, counts = take_welfare(welfare_file(tmp_path / "W2.csv", goes_on))
    assert (counts["added"], counts["unchanged"], statuses()) == (0, 1, 1)
    assert is_exempt(resident, ENDS + ONE_DAY)
    take_welfare(welfare_file(tmp_path / "W3.csv", receipt(resident)))
    assert not is_exempt(resident, ENDS + ONE_DAY)
    assert is_exempt(resident, ENDS)


def test_a_revoked_row_was_never_so(fresh_ward: Place, tmp_path: Path) -> None:
    resident = add_resident(OLD)
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(resident)))
    take_welfare(welfare_file(tmp_path / "W2.csv", receipt(resident, is_revoked=True)))
    assert not is_exempt(resident, BEGINS)


def test_who_vanishes_without_an_end_is_counted_and_stays(
    fresh_ward: Place, tmp_path: Path
) -> None:
    resident, other = add_resident(OLD), add_resident(OLD)
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(resident, valid_until=None)))
    november = welfare_file(tmp_path / "W2.csv", receipt(other), month=date(2026, 11, 1))
    assert take_welfare(november)[1]["vanished"] == 1
    assert is_exempt(resident, ENDS + ONE_DAY)


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"municipality": "131156"}, "ほかの団体"),
        ({"month": date(2026, 9, 1)}, "古い月"),
        ({"rows": 7}, "合計が合いません"),
    ],
)
def test_a_file_that_is_not_ours_not_next_or_not_whole_is_refused(
    fresh_ward: Place, tmp_path: Path, others: dict[str, object], words: str
) -> None:
    resident = add_resident(OLD)
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(resident)))
    with pytest.raises(NotTaken, match=words):
        take_welfare(welfare_file(tmp_path / "W2.csv", receipt(resident), **others))


def test_bad_rows_are_kept_put_right_and_taken_in(fresh_ward: Place, tmp_path: Path) -> None:
    resident = add_resident(OLD)
    good = receipt(resident)
    nobody, faulty = "0999999999,1,2026-10-10,,0", f"{good.atena_number},1,2026-13-10,,0"
    file, counts = take_welfare(welfare_file(tmp_path / "W1.csv", nobody, faulty))
    assert counts["rejected"] == 2
    first, second = queries.rejected_rows(file.pk)
    assert [first.faults[0]["column"], second.faults[0]["column"]] == ["宛名番号", "開始日"]
    with pytest.raises(WelfareRowStillFaulty):
        operations.correct_row(CLERK, second.pk, faulty)
    with pytest.raises(WelfareRowStillFaulty):
        operations.correct_row(CLERK, second.pk, nobody)
    assert operations.replay(CLERK, file.pk) is None
    operations.correct_row(CLERK, second.pk, faulty.replace("-13-", "-10-"))
    assert last_entry().subjects == [resident]
    started = operations.replay(CLERK, file.pk)
    assert started
    finish(started.run_id)
    assert is_exempt(resident, BEGINS)
    assert [row.pk for row in queries.rejected_rows(file.pk)] == [first.pk]
    with pytest.raises(WelfareRowSettled):
        operations.correct_row(CLERK, second.pk, faulty)


def test_a_person_is_asked_about_under_both_numbers(fresh_ward: Place, tmp_path: Path) -> None:
    kept, other = add_resident(OLD), add_resident(OLD)
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(other)))
    assert not is_exempt(kept, BEGINS)
    merge(kept, other)
    assert is_exempt(kept, BEGINS)


def test_taxes_count_by_fiscal_year_where_the_ward_says_so(fresh_ward: Place) -> None:
    resident = add_resident(OLD)
    operations.enter_tax(CLERK, resident, 2026, TaxClass.EXEMPT)
    assert last_entry().action == "fees.tax_entered"
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1)]
    assert [is_exempt_with_taxes(resident, day) for day in days] == [False, True, True, False]
    assert not is_exempt(resident, days[1])
    operations.enter_tax(CLERK, resident, 2026, TaxClass.TAXED)
    assert not is_exempt_with_taxes(resident, days[1])


@pytest.mark.parametrize("table", ["welfare_status", "welfare_standing", "tax_status"])
@pytest.mark.parametrize("zone", ["default", "guarded"])
def test_no_zone_of_pages_reads_welfare_or_taxes(ward: Place, table: str, zone: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(zone, f"SELECT * FROM {table}")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE welfare_status SET valid_until = NULL", "DELETE FROM welfare_status"],
)
def test_what_was_told_is_never_changed(ward: Place, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("jobs", statement)


@pytest.mark.parametrize(
    ("column", "value"),
    [("ground", "'poor'"), ("valid_until", "'2026-01-01'"), ("line_number", "3")],
)
def test_the_database_refuses_what_cannot_be(
    ward: Place, helped: int, column: str, value: str
) -> None:
    said = {
        "file_id": "(SELECT min(id) FROM welfare_file)",
        "line_number": "99",
        "resident_id": str(helped),
        "ground": "'welfare'",
        "valid_from": "'2026-10-01'",
        "valid_until": "NULL",
        "is_revoked": "false",
    }
    values = said | {column: value}
    with pytest.raises((IntegrityError, DatabaseError), match="welfare_"):
        execute(
            "jobs",
            f"INSERT INTO welfare_status ({', '.join(values)}) VALUES ({', '.join(values.values())})",
        )


def test_a_line_no_database_would_take_stops_no_other(fresh_ward: Place, tmp_path: Path) -> None:
    told = receipt(add_resident(OLD))
    _, counts = take_welfare(welfare_file(tmp_path / "W1.csv", "\x00生活保護\x00", told))
    assert (counts["added"], statuses()) == (1, 1)
