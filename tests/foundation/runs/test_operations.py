"""Asking for a run: the same work once, however often somebody asks."""

import threading
from pathlib import Path

import pytest
from jobs_of_tests import prepare, run_row, traces

from sesshu.foundation import ledger, runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.runs.steps import step
from sesshu.foundation.walls import Place, enter

CLERK = Actor(7, "一括 太郎")


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    prepare(fresh_ward)
    return fresh_ward


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "lines.csv"
    file.write_text("a\nb\n")
    return file


def work_off() -> None:
    while step():
        continue


def test_the_same_file_gives_the_same_run_wherever_it_lies(place: Place, lines: Path) -> None:
    first = runs.start(CLERK, "tests.read", input=lines, input_name="一回目.csv")
    copy = lines.with_name("copy.csv")
    copy.write_bytes(lines.read_bytes())
    again = runs.start(CLERK, "tests.read", input=copy, input_name="二回目.csv")
    assert first.is_new
    assert again == runs.Started(first.run_id, is_new=False)
    work_off()
    assert runs.start(CLERK, "tests.read", input=lines) == again
    assert traces() == [(first.run_id, 1), (first.run_id, 2)]


def test_another_file_other_parameters_or_another_kind_is_another_run(
    place: Place, lines: Path
) -> None:
    other = lines.with_name("other.csv")
    other.write_text("a\nb\nc\n")
    asked = [
        runs.start(CLERK, "tests.read", input=lines),
        runs.start(CLERK, "tests.read", input=other),
        runs.start(CLERK, "tests.read", input=lines, params={"again": 1}),
        runs.start(CLERK, "tests.whole"),
        runs.start(CLERK, "tests.count", params={"chunks": 1}),
        runs.start(CLERK, "tests.count", params={"chunks": 2}),
    ]
    assert all(each.is_new for each in asked)


def test_the_order_of_parameters_does_not_matter(place: Place) -> None:
    one = runs.start(CLERK, "tests.count", params={"chunks": 1, "rows": 10})
    two = runs.start(CLERK, "tests.count", params={"rows": 10, "chunks": 1})
    assert one.run_id == two.run_id


def test_after_a_cancellation_the_same_work_can_be_asked_for_anew(place: Place) -> None:
    first = runs.start(CLERK, "tests.whole")
    runs.cancel(CLERK, first.run_id, "まちがい")
    work_off()
    second = runs.start(CLERK, "tests.whole")
    assert second.is_new
    assert second.run_id != first.run_id


def test_many_people_who_ask_at_once_get_one_run(place: Place) -> None:
    found: list[runs.Started] = []

    def ask() -> None:
        with enter(place):
            found.append(runs.start(CLERK, "tests.whole"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each.run_id for each in found}) == 1
    assert sum(each.is_new for each in found) == 1


def test_a_run_is_asked_for_with_the_act_that_needs_it_or_not_at_all(place: Place) -> None:
    def start_and_regret() -> None:
        with ledger.act(CLERK, "file.received", "試験"):
            runs.start(CLERK, "tests.whole")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        start_and_regret()
    assert runs.start(CLERK, "tests.whole").is_new


def test_a_file_that_changed_after_it_was_received_is_not_read(place: Place, lines: Path) -> None:
    run = runs.start(CLERK, "tests.read", input=lines).run_id
    lines.write_text("a\nB\n")
    work_off()
    assert "受付のときから変わっています" in str(run_row(run)["failure"])
    assert traces() == []


def test_a_file_that_was_moved_away_can_be_put_back(place: Place, lines: Path) -> None:
    run = runs.start(CLERK, "tests.read", input=lines).run_id
    lines.rename(lines.with_name("away"))
    work_off()
    assert "見つかりません" in str(run_row(run)["failure"])
    lines.with_name("away").rename(lines)
    runs.resume(CLERK, run)
    work_off()
    assert run_row(run)["state"] == "done"


def test_a_kind_nobody_registered_is_refused(place: Place) -> None:
    with pytest.raises(runs.UnknownJob, match=r"tests\.unknown"):
        runs.start(CLERK, "tests.unknown")


def test_two_jobs_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match=r"two jobs are called tests\.whole"):
        runs.job("tests.whole", system="ward", title="", purpose="")(type("Other", (), {}))


def test_what_has_ended_is_neither_cancelled_nor_resumed(place: Place) -> None:
    run = runs.start(CLERK, "tests.whole").run_id
    with pytest.raises(runs.NotFailed):
        runs.resume(CLERK, run)
    work_off()
    with pytest.raises(runs.AlreadyEnded):
        runs.cancel(CLERK, run, "遅すぎた")
    with pytest.raises(KeyError):
        runs.cancel(CLERK, run + 1, "ない")
