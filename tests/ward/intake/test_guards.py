"""What PostgreSQL refuses, whatever the application does: each guard is tried past the application."""

from pathlib import Path

import pytest
from clinic_files_of_tests import (
    approve,
    child,
    clinic_file,
    compare_all,
    form,
    hand_over,
    resident,
    rows_of,
    settle,
    take,
)
from django.db import IntegrityError, ProgrammingError, connections, transaction
from ledger_of_tests import CLERK, COLLEAGUE, execute
from residents_of_tests import shelter
from ward.residents.registry import work_off

from sesshu.foundation.acting import Actor, act_as
from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.walls import Place
from sesshu.ward.intake import operations
from sesshu.ward.intake.models import IntakeFile
from sesshu.ward.intake.queries import handed_over
from sesshu.ward.intake.situations import RowHandedOver, RowsDiffer, SampleNotCompared
from sesshu.ward.records.queries import doses_of
from sesshu.wire.clinic_files.render import render_line

APPROVE = "UPDATE proposal SET state = 'approved', decided_sha256 = payload_sha256 WHERE id = %s"


@pytest.fixture
def file(fresh_ward: Place, tmp_path: Path) -> IntakeFile:
    settle(tmp_path, [child(number) for number in range(1, 9)])
    return take(clinic_file(tmp_path / "month.csv", *(form(number) for number in range(1, 7))))


def as_jobs(actor: Actor, statement: str, values: list[object]) -> None:
    with transaction.atomic("jobs"):
        act_as(actor, "jobs")
        with connections["jobs"].cursor() as cursor:
            cursor.execute(statement, values)


def test_a_file_is_not_approved_before_every_drawn_row_was_compared(file: IntakeFile) -> None:
    proposal = hand_over(file)
    shown = handed_over(proposal).proposal.sha256
    with pytest.raises(SampleNotCompared):
        operations.approve(COLLEAGUE, proposal, shown)
    [first, *_] = handed_over(proposal).samples
    compare_all(proposal)
    operations.compare(COLLEAGUE, first.pk, matches=False)
    with pytest.raises(SampleNotCompared):
        operations.approve(COLLEAGUE, proposal, shown)


def test_nobody_compares_or_approves_what_they_handed_over(file: IntakeFile) -> None:
    proposal = hand_over(file)
    [first, *_] = handed_over(proposal).samples
    with pytest.raises(IntegrityError, match="second person"):
        operations.compare(CLERK, first.pk, matches=True)
    with pytest.raises((OwnProposal, SampleNotCompared)):
        operations.approve(CLERK, proposal, handed_over(proposal).proposal.sha256)


def test_what_somebody_else_compared_does_not_count(file: IntakeFile) -> None:
    proposal = hand_over(file)
    compare_all(proposal, Actor(9, "山本 次郎"))
    with pytest.raises(SampleNotCompared):
        operations.approve(COLLEAGUE, proposal, handed_over(proposal).proposal.sha256)


def test_a_row_that_left_the_file_undoes_the_hash(file: IntakeFile) -> None:
    proposal = hand_over(file)
    compare_all(proposal)
    shelter(resident(3))
    with pytest.raises(RowsDiffer):
        operations.approve(COLLEAGUE, proposal, handed_over(proposal).proposal.sha256)


def test_a_dose_of_a_file_is_not_approved_without_its_file(file: IntakeFile) -> None:
    hand_over(file)
    row = rows_of(file)[0]
    with pytest.raises(IntegrityError, match="belongs to no file"):
        as_jobs(COLLEAGUE, APPROVE, [row.proposal_id])


def test_no_dose_is_recorded_that_was_not_approved(file: IntakeFile) -> None:
    hand_over(file)
    row = rows_of(file)[0]
    record = "INSERT INTO dose (proposal_id, release, judged_on) VALUES (%s, 'x', '2026-11-05')"
    with pytest.raises(IntegrityError, match="no dose that this account has approved"):
        as_jobs(COLLEAGUE, record, [row.proposal_id])


def test_a_dose_of_an_approved_file_is_approved_by_nobody_else(file: IntakeFile) -> None:
    proposal = hand_over(file)
    compare_all(proposal)
    operations.approve(COLLEAGUE, proposal, handed_over(proposal).proposal.sha256)
    row = rows_of(file)[0]
    with pytest.raises(IntegrityError, match="belongs to no file"):
        as_jobs(Actor(9, "山本 次郎"), APPROVE, [row.proposal_id])


def test_a_row_that_was_handed_over_is_not_changed(file: IntakeFile) -> None:
    hand_over(file)
    row = rows_of(file)[0]
    with pytest.raises(RowHandedOver):
        operations.correct_row(CLERK, row.pk, render_line(form(2)))
    with pytest.raises(IntegrityError, match="was handed over"):
        execute("intranet", "UPDATE intake_row SET corrected = 'x' WHERE id = %s", [row.pk])


def test_no_row_is_slipped_in_behind_the_approval(file: IntakeFile) -> None:
    hand_over(file)
    [row, other] = rows_of(file)[:2]
    slip = "UPDATE intake_row SET submission_id = %s WHERE id = %s"
    with pytest.raises(IntegrityError, match="is closed"):
        execute("jobs", slip, [row.submission_id, other.pk])


def test_pages_write_neither_states_nor_lines(file: IntakeFile) -> None:
    row = rows_of(file)[0]
    for column, value in (("state", "ready"), ("text", "x"), ("findings", "[]")):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(
                "intranet", f"UPDATE intake_row SET {column} = %s WHERE id = %s", [value, row.pk]
            )


def test_a_file_that_is_sent_back_may_be_handed_over_again(file: IntakeFile) -> None:
    first = hand_over(file)
    operations.send_back(COLLEAGUE, first, "3行目が予診票と違う")
    assert {row.state for row in rows_of(file)} == {"ready"}
    second = hand_over(file)
    compare_all(second)
    approve(second)
    assert len(doses_of(resident(1))) == 1


def test_who_is_sheltered_leaves_nothing_that_leads_to_the_clinic(file: IntakeFile) -> None:
    proposal = hand_over(file)
    compare_all(proposal)
    approve(proposal)
    child_of_row = resident(2)
    shelter(child_of_row)
    row = next(row for row in rows_of(file) if row.line_number == 4)
    assert (row.text, row.resident_id, row.proposal_id, row.submission_id) == (None,) * 4
    [(kept,)] = execute(
        "guarded", "SELECT text FROM guarded_intake_row WHERE row_id = %s", [row.pk]
    )
    assert "花2子" in kept
    [dose] = doses_of(child_of_row)
    assert dose.entry.particulars is None
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("intranet", "SELECT text FROM guarded_intake_row")


def test_a_row_about_somebody_guarded_is_behind_the_wall_from_the_start(
    file: IntakeFile, tmp_path: Path
) -> None:
    shelter(resident(7))
    known = take(clinic_file(tmp_path / "guarded.csv", form(7), file_id="guarded"))
    [row] = rows_of(known)
    assert (row.state, row.text, row.resident_id, row.findings) == ("guarded", None, None, [])


def test_the_address_of_somebody_nobody_knows_is_not_kept_in_the_open(
    file: IntakeFile, tmp_path: Path
) -> None:
    stranger = form(
        1, name="見当　違子", name_kana="ケントウ　チガイコ", address="東京都世田谷区秘密町一丁目"
    )
    [row] = rows_of(take(clinic_file(tmp_path / "stranger.csv", stranger, file_id="stranger")))
    assert row.state == "faulty"
    assert row.text is not None
    assert "秘密町" not in row.text


def test_recording_that_is_asked_for_twice_records_once(file: IntakeFile) -> None:
    proposal = hand_over(file)
    compare_all(proposal)
    approve(proposal)
    work_off()
    assert [len(doses_of(resident(number))) for number in range(1, 7)] == [1] * 6
