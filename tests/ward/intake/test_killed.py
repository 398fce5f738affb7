"""A worker that is killed while a file is taken in or recorded loses no row or dose and doubles none."""

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from clinic_files_of_tests import child, clinic_file, compare_all, form, hand_over, settle, take
from django.db.models import QuerySet
from ledger_of_tests import CLERK, COLLEAGUE
from workers_to_kill import worker

from sesshu.foundation.runs import start
from sesshu.foundation.runs.steps import step
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place
from sesshu.ward.intake import operations
from sesshu.ward.intake.codes import TAKE
from sesshu.ward.intake.jobs import record
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.intake.queries import handed_over
from sesshu.ward.records.models import CurrentDose, Dose

ROWS, KILLS = 24, 4


def kill_workers(seed: int) -> None:
    """Workers begin and are killed one after the other, each at a moment of its own."""
    chosen = random.Random(seed)  # noqa: S311
    for _ in range(KILLS):
        with worker() as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chosen.uniform(0.02, 0.4))
            process.kill()


def test_every_line_is_kept_once_however_often_the_worker_is_killed(
    fresh_ward: Place, tmp_path: Path
) -> None:
    settle(tmp_path, [child(number) for number in range(1, ROWS + 1)])
    stranger = replace(
        form(1), name="見当　違子", name_kana="ケントウ　チガイコ", address="東京都八丈町1"
    )
    path = clinic_file(tmp_path / "m.csv", stranger, *(form(n) for n in range(2, ROWS + 1)))
    start(CLERK, TAKE, input=path, input_name=path.name)
    kill_workers(seed=1)
    finish_all(fresh_ward.municipality)
    assert IntakeFile.objects.count() == 1
    assert [*rows().values_list("line_number", flat=True)] == [*range(3, ROWS + 3)]
    assert [row.state for row in rows()] == ["faulty", *["ready"] * (ROWS - 1)]


def rows() -> QuerySet[IntakeRow]:
    return IntakeRow.objects.order_by("line_number")


def test_no_dose_is_lost_or_doubled_however_often_the_worker_is_killed(
    fresh_ward: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(tmp_path, [child(number) for number in range(1, ROWS + 1)])
    file = take(clinic_file(tmp_path / "m.csv", *(form(n) for n in range(1, ROWS + 1))))
    proposal = hand_over(file)
    compare_all(proposal)
    operations.approve(COLLEAGUE, proposal, handed_over(proposal).proposal.sha256)
    monkeypatch.setattr(record, "RESIDENTS_AT_A_TIME", 1)
    step()  # plans a chunk for every resident
    kill_workers(seed=KILLS)
    finish_all(fresh_ward.municipality)
    assert set(IntakeRow.objects.values_list("state", flat=True)) == {"recorded"}
    assert Dose.objects.count() == CurrentDose.objects.count() == ROWS
    assert CurrentDose.objects.values("resident").distinct().count() == ROWS
