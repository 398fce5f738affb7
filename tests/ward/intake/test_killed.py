"""A worker that is killed while a file is recorded loses no dose and doubles none."""

import random
import time
from pathlib import Path

import pytest
from clinic_files_of_tests import child, clinic_file, compare_all, form, hand_over, settle, take
from ledger_of_tests import COLLEAGUE
from workers_to_kill import worker

from sesshu.foundation.runs.steps import step
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place
from sesshu.ward.intake import operations
from sesshu.ward.intake.jobs import record
from sesshu.ward.intake.models import IntakeRow
from sesshu.ward.intake.queries import handed_over
from sesshu.ward.records.models import CurrentDose, Dose

ROWS, KILLS = 24, 4


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
    chosen = random.Random(KILLS)  # noqa: S311
    for _ in range(KILLS):
        with worker() as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chosen.uniform(0.02, 0.4))
            process.kill()
    finish_all(fresh_ward.municipality)
    assert set(IntakeRow.objects.values_list("state", flat=True)) == {"recorded"}
    assert Dose.objects.count() == CurrentDose.objects.count() == ROWS
    assert CurrentDose.objects.values("resident").distinct().count() == ROWS
