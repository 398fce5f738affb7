"""Lines about guarded people become doses by their own desk; nobody else learns of them (D3)."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from clinic_files_of_tests import CLINIC, GIVEN_ON, child, clinic_file, form, resident, settle, take
from database_of_tests import TestCluster
from django.db import IntegrityError, connections
from doses_of_tests import ON, check
from ledger_of_tests import CLERK, COLLEAGUE, execute, last_entry
from psycopg import errors
from races_of_tests import types_at_once
from residents_of_tests import shelter
from tricks_of_walls import log_in

from sesshu.foundation import ledger, second_person
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.zones import zones_of
from sesshu.schedule import load
from sesshu.ward.intake import guarded_rows
from sesshu.ward.intake.codes import PURPOSE
from sesshu.ward.intake.guarded_rows import GuardedRow
from sesshu.ward.intake.queries import NoSuchFile
from sesshu.ward.intake.situations import (
    NoReasonToPass,
    RowSettledBefore,
    RowStaysFaulty,
    UnknownNumber,
)
from sesshu.ward.records.codes import FoundBy
from sesshu.ward.records.queries import doses_of
from sesshu.ward.records.settling import settlements_of
from sesshu.ward.records.situations import DifferenceNotSettled, SameDayTwice

ORDINARY = [zone.name for zone in zones_of("ward") if zone.name != "guarded"]
SETTLED = "SELECT proposal_id, reason, settled_by FROM guarded_intake_settlement ORDER BY id"


@pytest.fixture
def folder(fresh_ward: Place, tmp_path: Path) -> Path:
    settle(tmp_path, [child(number) for number in range(1, 5)])
    shelter(resident(1))
    return tmp_path


def taken(folder: Path, *forms: object, name: str = "guarded") -> list[GuardedRow]:
    take(clinic_file(folder / f"{name}.csv", *forms, file_id=name))
    return guarded_rows.waiting_rows(50)


@pytest.fixture
def row(folder: Path) -> GuardedRow:
    [row] = taken(folder, form(1))
    return row


def likeliest(row: GuardedRow) -> int:
    found = guarded_rows.people_of([row])[row.id].likeliest
    assert found is not None
    return found.id


def enter(row: GuardedRow, reason: str = "", to: int | None = None) -> Proposal:
    about = to if to is not None else likeliest(row)
    return guarded_rows.enter_row(CLERK, row, about, reason, ON, load.current(), uuid4())


def test_a_line_becomes_a_dose_whose_place_lies_behind_the_wall(row: GuardedRow) -> None:
    assert (row.findings, row.stops) == ([], [])
    check(enter(row))
    [dose] = doses_of(resident(1))
    assert (dose.entry.series, dose.entry.given_on, dose.entry.lot) == ("MR1", GIVEN_ON, "MR512")
    assert dose.entry.particulars is None
    assert execute("guarded", "SELECT provider_code, provider_name FROM guarded_dose") == [
        (CLINIC, "三軒茶屋こども診療所")
    ]
    assert guarded_rows.waiting_rows(50) == []
    assert guarded_rows.count_waiting() == 0


def test_who_entered_a_line_does_not_check_it(row: GuardedRow) -> None:
    proposal = enter(row)
    with pytest.raises(second_person.OwnProposal):
        check(proposal, CLERK)
    assert doses_of(resident(1)) == ()


def test_the_ledger_names_the_line_and_the_resident(row: GuardedRow) -> None:
    enter(row)
    entry = last_entry()
    assert (entry.action, entry.details["row"]) == ("intake.guarded_row_entered", row.id)
    assert list(entry.subjects) == [resident(1)]


@pytest.mark.parametrize("zone", ORDINARY)
def test_no_ordinary_zone_reads_what_became_of_a_line(
    row: GuardedRow, fresh_ward: Place, zone: str
) -> None:
    enter(row)
    with log_in(fresh_ward, zone) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT row_id FROM guarded_intake_settlement")


def test_the_guarded_zone_does_not_see_whose_file_it_was(fresh_ward: Place) -> None:
    with log_in(fresh_ward, "guarded") as connection:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("SELECT provider_code FROM intake_file")
        connection.rollback()
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("SELECT text FROM intake_row")


def test_what_the_checks_found_waits_with_the_line(folder: Path) -> None:
    [row] = taken(folder, form(1, given_on=date(2026, 10, 18), has_consent=False))
    assert {each["situation"] for each in row.findings} == {"closed_day", "no_consent"}
    with pytest.raises(NoReasonToPass):
        enter(row)
    assert execute("guarded", SETTLED) == []
    enter(row, "医療機関に電話で確かめた")
    assert guarded_rows.waiting_rows(50) == []


def test_a_dose_that_the_law_stops_needs_a_reason_and_is_entered_as_given(folder: Path) -> None:
    too_young = {"series": "MR2", "dose_number": 2}
    [row] = taken(folder, form(1, **too_young))
    assert guarded_rows.judged(row, resident(1), ON, load.current()).stops
    with pytest.raises(NoReasonToPass):
        enter(row, "　")
    check(enter(row, "母子健康手帳で確かめた"))
    [dose] = doses_of(resident(1))
    assert dose.entry.as_given


def test_a_line_that_cannot_be_read_is_left_out_with_a_reason(folder: Path) -> None:
    broken = form(1, series="MR1", lot="MR512")
    [row] = taken(folder, broken)
    unread = GuardedRow(row.id, 3, row.month, row.registered_at, "読めない行", [], None)
    with pytest.raises(RowStaysFaulty):
        enter(unread, to=resident(1))
    with pytest.raises(NoReasonToPass):
        guarded_rows.leave_out(CLERK, row.id, " ")
    guarded_rows.leave_out(CLERK, row.id, "紙の予診票から入力した")
    assert execute("guarded", SETTLED) == [(None, "紙の予診票から入力した", CLERK.account_id)]
    with pytest.raises(NoSuchFile):
        guarded_rows.guarded_row(row.id)


def test_a_line_sent_back_waits_again_with_the_reason(row: GuardedRow) -> None:
    proposal = enter(row)
    second_person.decline(COLLEAGUE, proposal.pk, "ロット番号を確かめてください")
    [again] = guarded_rows.waiting_rows(50)
    assert again.sent_back_because == "ロット番号を確かめてください"
    check(enter(again))
    assert len(doses_of(resident(1))) == 1


def test_a_dose_on_record_is_not_entered_again(folder: Path, row: GuardedRow) -> None:
    check(enter(row))
    [again] = taken(folder, form(1), name="again")
    with pytest.raises(SameDayTwice):
        enter(again, "医療機関に確かめた")
    assert [each.id for each in guarded_rows.waiting_rows(50)] == [again.id]


def test_without_a_number_the_desk_is_told_whom_a_line_may_be_about(row: GuardedRow) -> None:
    likely = guarded_rows.people_of([row])[row.id]
    assert likely.certain is None
    assert [each.id for each in likely.candidates] == [resident(1)]


def test_whom_nothing_tells_the_desk_names_by_number(folder: Path) -> None:
    with pytest.raises(UnknownNumber):
        guarded_rows.chosen("9999999999")
    assert guarded_rows.chosen("0000000001").id == resident(1)


def test_the_same_form_twice_is_one_proposal(row: GuardedRow) -> None:
    key, about = uuid4(), resident(1)
    sent = [
        guarded_rows.enter_row(CLERK, row, about, "", ON, load.current(), key).pk for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert len(execute("guarded", SETTLED)) == 1


def test_a_settled_line_is_not_settled_again(row: GuardedRow) -> None:
    enter(row)
    with pytest.raises(RowSettledBefore):
        guarded_rows.leave_out(COLLEAGUE, row.id, "二重の行だった")


def test_only_a_line_behind_the_wall_is_settled_here(folder: Path) -> None:
    take(clinic_file(folder / "open.csv", form(2), file_id="open"))
    [(open_row,)] = execute("intranet", "SELECT id FROM intake_row WHERE state = 'ready'")
    with pytest.raises(RowSettledBefore):
        guarded_rows.leave_out(CLERK, open_row, "二重の行だった")


def test_a_line_is_either_entered_or_left_out(row: GuardedRow) -> None:
    with (
        pytest.raises(IntegrityError, match="guarded_intake_settlement_is_one_of_two"),
        ledger.act(CLERK, "intake.guarded_row_left_out", PURPOSE),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute("INSERT INTO guarded_intake_settlement (row_id) VALUES (%s)", [row.id])


def entered_by_two(row: GuardedRow, place: Place) -> list[type]:
    outcomes = types_at_once(place, lambda: enter(row), lambda: enter(row))
    return sorted(outcomes, key=lambda each: each.__name__)


def test_without_the_guard_two_people_enter_a_line_twice(
    row: GuardedRow, fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    with test_cluster.cluster.superuser_connection(fresh_database) as almighty:
        table = f"{fresh_ward.schema}.guarded_intake_settlement"
        almighty.execute(f"ALTER TABLE {table} DISABLE TRIGGER guarded_row_is_settled")
        almighty.execute(f"ALTER TABLE {table} ALTER settled_by DROP NOT NULL")
        almighty.execute(f"ALTER TABLE {table} ALTER settled_at DROP NOT NULL")
    assert entered_by_two(row, fresh_ward) == [Proposal, Proposal]


def test_two_people_enter_a_line_once(row: GuardedRow, fresh_ward: Place) -> None:
    assert entered_by_two(row, fresh_ward) == [Proposal, RowSettledBefore]


def test_findings_follow_their_line_when_protection_begins(folder: Path) -> None:
    take(clinic_file(folder / "later.csv", form(2, has_consent=False), file_id="later"))
    shelter(resident(2))
    [row] = guarded_rows.waiting_rows(50)
    assert {each["situation"] for each in row.findings} == {"no_consent"}


def test_a_line_near_a_dose_on_record_is_entered_as_another_only_once_that_is_found(
    folder: Path,
) -> None:
    [first] = taken(folder, form(1, given_on=GIVEN_ON - timedelta(days=2)))
    check(enter(first))
    [row] = taken(folder, form(1), name="again")
    with pytest.raises(DifferenceNotSettled):
        enter(row, "医療機関に確かめた")
    assert [each.id for each in guarded_rows.waiting_rows(50)] == [row.id]
    about = resident(1)
    entered = guarded_rows.enter_row(
        CLERK, row, about, "医療機関に確かめた", ON, load.current(), uuid4(), FoundBy.PROVIDER
    )
    check(entered)
    [settled] = settlements_of(about)
    assert "provider_name" not in settled.items
    assert len(doses_of(about)) == 2
