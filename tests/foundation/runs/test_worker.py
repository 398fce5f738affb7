"""The worker's loops: side by side, over every place, stopped between two turns."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import papers_of_tests
import pytest
from jobs_of_tests import prepare, run_row
from tricks_of_walls import log_in

from sesshu.foundation import runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger.sealing.seals_file import SealsFile
from sesshu.foundation.runs import worker as worker_module
from sesshu.foundation.runs.served import pairs, places_served
from sesshu.foundation.runs.worker import Worker, finish_all
from sesshu.foundation.walls import Place, current_place, enter

CLERK = Actor(7, "一括 太郎")


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    prepare(fresh_ward)
    papers_of_tests.prepare(Place(fresh_ward.municipality, "linkage"))
    return fresh_ward


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Worker]:
    """A quick worker, whose seals go into files of this test: the databases of tests share one state."""

    def of(place: Place) -> SealsFile:
        return SealsFile(tmp_path / place.schema / "seals.jsonl")

    monkeypatch.setattr(SealsFile, "of", of)
    worker = Worker(pause=0.05, pause_after_failure=0.05)
    yield worker
    worker.stop()
    worker.join()


def soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


def seals(place: Place) -> int:
    with closing(log_in(place, "sealer")) as sealer:
        (count,) = sealer.execute("SELECT count(*) FROM ledger_seal").fetchone() or (0,)
    return int(count)


def test_runs_papers_and_seals_are_done_while_it_works(place: Place, worker: Worker) -> None:
    run = runs.start(CLERK, "tests.write", params={"chunks": 3}, using="jobs").run_id
    linkage = Place(place.municipality, "linkage")

    def notes() -> list[str]:
        with enter(linkage):
            return papers_of_tests.notes()

    worker.start()
    assert soon(lambda: run_row(run)["state"] == "done")
    assert soon(lambda: notes() == ["1", "2", "3"])
    assert soon(lambda: seals(place) > 0 and seals(linkage) > 0)


def test_it_stops_when_it_is_asked_and_leaves_the_rest_for_later(
    place: Place, worker: Worker
) -> None:
    run = runs.start(CLERK, "tests.write", params={"chunks": 2000}, using="jobs").run_id
    worker.start()
    assert soon(lambda: run_row(run)["state"] == "running")
    worker.stop()
    worker.join()
    assert run_row(run)["state"] == "running"


def test_what_fails_at_one_place_holds_up_no_other(
    place: Place, neighbour: Place, worker: Worker, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    sound = worker_module.step

    def broken_at_the_neighbour() -> bool:
        if current_place() == neighbour:
            raise ValueError("花" + "子")  # as the source line stands in the log, too
        return sound()

    monkeypatch.setattr(worker_module, "step", broken_at_the_neighbour)
    run = runs.start(CLERK, "tests.whole", using="jobs").run_id
    worker.start()
    assert soon(lambda: run_row(run)["state"] == "done")
    assert soon(lambda: "ValueError" in caplog.text)
    assert "花子" not in caplog.text


def test_a_worker_serves_the_places_it_was_given_and_the_directory_knows(place: Place) -> None:
    served = places_served("jobs")
    assert Place("131121", "ward") in served
    assert {each.municipality for each in served} == {"131121", "131156"}
    (one, other) = [each for each in served if each.municipality == "131156"]
    assert [each for each in pairs(served) if one in each] == [(one, other), (other, one)]


def test_finishing_one_municipality_leaves_the_other_alone(place: Place, neighbour: Place) -> None:
    with enter(neighbour):
        run = runs.start(CLERK, "tests.whole", using="jobs").run_id
    finish_all(place.municipality)
    with enter(neighbour):
        assert run_row(run)["state"] == "waiting"
