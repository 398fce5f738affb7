"""A row that may tell of a dose on record once more is settled by a person before it counts (S1.9, V076)."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from clinic_files_of_tests import (
    GIVEN_ON,
    PNG,
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
from doses_of_tests import AS_GIVEN, mr1
from ledger_of_tests import CLERK, COLLEAGUE
from staff_of_tests import employ

from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.ward.intake import operations
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.intake.situations import NotSettled
from sesshu.ward.records import operations as records
from sesshu.ward.records.codes import FoundBy
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.records.settling import settlements_of
from sesshu.wire.clinic_files.form import Form

NEAR = GIVEN_ON - timedelta(days=3)


@pytest.fixture
def office(fresh_ward: Place, tmp_path: Path) -> Path:
    settle(tmp_path, [child(number) for number in range(1, 6)])
    return tmp_path


def on_record(number: int, **others: object) -> RecordedDose:
    """A dose of the child three days before the month's, which a clerk typed and another checked."""
    entry = mr1(resident(number), NEAR, as_given=True, particulars=AS_GIVEN, **others)
    asked = records.enter_dose(CLERK, entry, today(), load.current(), uuid4())
    shown = records.verdict_shown(asked, today())
    records.approve(COLLEAGUE, asked.pk, asked.sha256, shown, today())
    [dose] = doses_of(resident(number))
    return dose


def taken(office: Path, *forms: Form) -> tuple[IntakeFile, list[IntakeRow]]:
    file = take(clinic_file(office / "month.csv", *forms))
    return file, rows_of(file)


def checked_again(file: IntakeFile) -> list[IntakeRow]:
    finish(operations.recheck(CLERK, file.pk, now()).run_id)
    return rows_of(file)


def recorded(file: IntakeFile) -> None:
    proposal = hand_over(file)
    compare_all(proposal)
    approve(proposal)


def test_a_row_near_a_dose_on_record_waits_for_somebody_to_say_how_they_know(
    office: Path,
) -> None:
    dose = on_record(1)
    file, [row] = taken(office, form(1))
    assert "few_days_apart" in found_in(row)
    with pytest.raises(NotSettled):
        operations.let_pass(CLERK, row.pk, "医療機関に確かめた")
    operations.let_pass(CLERK, row.pk, "医療機関に確かめた", FoundBy.PROVIDER)
    [settled] = settlements_of(resident(1))
    assert (settled.dose_id, settled.told_by, settled.held) == (dose.id, "file", "both")
    assert (settled.items["given_on"], settled.recorded_by) == (
        [GIVEN_ON.isoformat(), NEAR.isoformat()],
        CLERK.account_id,
    )
    assert "few_days_apart" not in found_in(checked_again(file)[0])
    recorded(file)
    assert len(doses_of(resident(1))) == 2


def test_a_row_that_is_dropped_for_the_record_says_that_the_record_holds(office: Path) -> None:
    on_record(1)
    _, [row] = taken(office, form(1))
    with pytest.raises(NotSettled):
        operations.drop_row(CLERK, row.pk, "記録にある")
    operations.drop_row(CLERK, row.pk, "記録にある", FoundBy.PAPER)
    assert [each.held for each in settlements_of(resident(1))] == ["record"]


def test_a_row_that_tells_the_same_is_dropped_without_a_question(office: Path) -> None:
    file, _ = taken(office, form(1))
    recorded(file)
    again = take(clinic_file(office / "again.csv", form(1), file_id="again"))
    [row] = rows_of(again)
    assert "same_day" in found_in(row)
    operations.drop_row(CLERK, row.pk, "先月のファイルと同じ")
    assert settlements_of(resident(1)) == ()


def test_another_product_of_the_series_may_be_the_same_dose_misread(office: Path) -> None:
    on_record(1)
    _, [row] = taken(office, form(1, product="M", brand=None, volume_ml=None))
    assert "few_days_apart" in found_in(row)


def test_what_is_recorded_after_the_handing_over_opens_the_row_again(office: Path) -> None:
    """Nobody has seen the row beside that dose: neither the hash nor an earlier reason covers it."""
    file, _ = taken(office, form(1), form(2))
    proposal = hand_over(file)
    compare_all(proposal)
    on_record(1)
    approve(proposal)
    first, second = rows_of(file)
    assert (first.state, second.state) == ("new", "recorded")
    assert len(doses_of(resident(1))) == 1
    assert "few_days_apart" in found_in(checked_again(file)[0])


def test_a_reason_given_beside_another_record_does_not_let_the_row_pass(office: Path) -> None:
    twins = [form(1, given_on=NEAR), form(1)]
    file, [_, second] = taken(office, *twins)
    operations.let_pass(CLERK, second.pk, "予診票が2枚ある")
    checked_again(file)
    proposal = hand_over(file)
    compare_all(proposal)
    approve(proposal)
    first, second = rows_of(file)
    assert {row.state for row in (first, second)} == {"recorded"}
    assert len(doses_of(resident(1))) == 2


def test_the_picture_of_the_paper_and_the_record_stand_beside_the_row(office: Path) -> None:
    on_record(1)
    (office / "month.images").mkdir()
    (office / "month.images" / "p1.png").write_bytes(PNG)
    file, [row] = taken(office, form(1, image="p1.png"))
    page = employ("入力 太郎", Duty.ENTRY).client().get(f"/131121/intake/rows/{row.pk}/").text
    assert f'<img class="ss-picture" src="/131121/intake/rows/{row.pk}/image/"' in page
    assert "同じ接種かもしれない記録" in page
    operations.let_pass(CLERK, row.pk, "医療機関に確かめた", FoundBy.PROVIDER)
    checked_again(file)
    proposal = hand_over(file)
    page = employ("確認 花子", Duty.CHECK).client().get(f"/131121/intake-approvals/{proposal}/")
    assert f'src="/131121/intake/rows/{row.pk}/image/"' in page.text


def test_how_it_was_found_is_asked_only_beside_such_a_record(office: Path) -> None:
    on_record(1)
    _, [near, alone] = taken(office, form(1), form(2, has_consent=False))
    client = employ("入力 太郎", Duty.ENTRY).client()
    asked = "確かめた方法"
    assert asked in client.get(f"/131121/intake/rows/{near.pk}/").text
    assert asked not in client.get(f"/131121/intake/rows/{alone.pk}/").text
    said = {"dropping-reason": "紙がない"}
    assert client.post(f"/131121/intake/rows/{alone.pk}/drop/", said).status_code == 302


def test_a_clerk_settles_a_row_on_its_page(office: Path) -> None:
    on_record(1)
    _, [row] = taken(office, form(1))
    client = employ("入力 太郎", Duty.ENTRY).client()
    target = f"/131121/intake/rows/{row.pk}/pass/"
    said = {"passing-reason": "医療機関に確かめた"}
    refused = client.post(target, said)
    assert refused.status_code == 422
    assert NotSettled.message in refused.text
    assert client.post(target, said | {"passing-found_by": "provider"}).status_code == 302
    assert [each.recorded_by_name for each in settlements_of(resident(1))] == ["入力 太郎"]
