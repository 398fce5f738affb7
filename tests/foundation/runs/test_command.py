"""Runs from the command line."""

from pathlib import Path

import pytest
from jobs_of_tests import prepare, run_row, traces
from typer.testing import CliRunner, Result

from sesshu.foundation import runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.runs import command
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place

CLERK = Actor(7, "一括 太郎")


@pytest.fixture
def place(fresh_ward: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    prepare(fresh_ward)
    monkeypatch.setattr(command.console, "_width", 200)
    return fresh_ward


def call(*arguments: str) -> Result:
    return CliRunner().invoke(command.app, arguments)


def test_a_run_is_started_and_worked_on_the_spot(place: Place) -> None:
    done = call("start", "131121", "tests.count", "--param", "chunks=2", "--here")
    assert done.exit_code == 0, done.output
    assert "数える（1 番）: 完了　行数 20" in done.output
    assert len(traces()) == 2


def test_the_same_work_again_shows_the_run_that_did_it(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text("a\n")
    for _ in range(2):
        done = call("start", "131121", "tests.read", "--file", str(file), "--here")
    assert "同じ入力の処理がすでにあります" in done.output
    assert len(traces()) == 1


def test_a_failure_is_told_in_words_and_by_the_exit_code(place: Place, tmp_path: Path) -> None:
    (tmp_path / "stone").write_text("foreseen")
    done = call("start", "131121", "tests.trip", "--param", f"stone={tmp_path / 'stone'}", "--here")
    assert done.exit_code == 1
    assert "2行目の日付を直してください。" in done.output
    (tmp_path / "stone").unlink()
    assert call("resume", "131121", "1").exit_code == 0
    finish_all(place.municipality)
    assert call("show", "131121", "1").exit_code == 0


def test_a_run_is_cancelled_with_a_reason(place: Place) -> None:
    run = runs.start(CLERK, "tests.count", params={"chunks": 3}, using="jobs").run_id
    assert call("cancel", "131121", str(run), "--reason", "別の区分でした").exit_code == 0
    finish_all(place.municipality)
    assert run_row(run)["state"] == "cancelled"


def test_the_list_shows_names_states_and_counts(place: Place) -> None:
    runs.start(CLERK, "tests.count", params={"chunks": 3}, using="jobs")
    finish_all(place.municipality)
    output = call("list", "131121").output
    for words in ("数える", "完了", "30 / 30", "行数 30", "一括 太郎"):
        assert words in output
    assert "tests.count" in call("kinds").output


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "014567"),
        ("start", "131121", "tests.unknown"),
        ("start", "131121", "tests.count", "--param", "chunks"),
        ("show", "131121", "99"),
        ("cancel", "131121", "99", "--reason", "x"),
        ("resume", "131121", "99"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_happens(
    place: Place, arguments: tuple[str, ...]
) -> None:
    assert call(*arguments).exit_code == 2
    assert traces() == []
