"""Workers are killed at chosen and at random moments: every chunk and every paper is worked exactly once."""

import signal

import papers_of_tests
import pytest
from jobs_of_tests import prepare, run_row, traces
from workers_to_kill import STARTER, kill_at_random, worker

from sesshu.foundation import runs
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    prepare(fresh_ward)
    papers_of_tests.prepare(Place(fresh_ward.municipality, "linkage"))
    return fresh_ward


@pytest.mark.parametrize(
    ("point", "done_before"), [("plan", 0), ("chunk 1", 0), ("chunk 3", 2), ("finish", 3)]
)
def test_killed_inside_a_step_the_step_is_taken_again_as_if_it_never_began(
    place: Place, point: str, done_before: int
) -> None:
    run = runs.start(STARTER, "tests.die", params={"chunks": 3}, using="jobs").run_id
    with worker(die_at=point) as process:
        assert process.wait(60) == -signal.SIGKILL
    assert len(traces()) == done_before
    assert run_row(run)["state"] == ("waiting" if point == "plan" else "running")
    finish_all(place.municipality)
    assert traces() == [(run, 1), (run, 2), (run, 3)]
    assert run_row(run)["state"] == "done"


def test_killed_at_random_moments_every_chunk_and_every_paper_is_worked_once(place: Place) -> None:
    found = kill_at_random(place, kills=5, chunks=60)
    assert found.pop("chunks") >= 60
    assert set(found.values()) == {0}, found
