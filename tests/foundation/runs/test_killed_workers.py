"""Workers are killed at chosen and at random moments: every chunk and every paper is worked exactly once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import papers_of_tests
import pytest
from jobs_of_tests import prepare, run_row, traces

from sesshu.foundation import runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.cluster import address
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place, enter

CLERK = Actor(7, "一括 太郎")
TESTS = Path(__file__).parents[2]
FINISH = """
import django
django.setup()
import jobs_of_tests, papers_of_tests
from sesshu.foundation.runs.worker import finish_all
print("ready", flush=True)
finish_all("131121")
print("finished", flush=True)
"""
KILLS = 6


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    prepare(fresh_ward)
    papers_of_tests.prepare(Place(fresh_ward.municipality, "linkage"))
    return fresh_ward


def worker(die_at: str = "") -> subprocess.Popen[str]:
    """A process that works off 世田谷区 in the database of this test."""
    where = address()
    url = (
        f"postgresql://:{where.port}/{where.database}?sslmode=disable&host={quote(where.host, '')}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", FINISH],
        env={**os.environ, "SESSHU_DATABASE_URL": url, "PYTHONPATH": python_path()}
        | {"SESSHU_TEST_DIE_AT": die_at},
        stdout=subprocess.PIPE,
        text=True,
    )


def python_path() -> str:
    return os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])


def start(kind: str, chunks: int) -> int:
    return runs.start(CLERK, kind, params={"chunks": chunks}, using="jobs").run_id


@pytest.mark.parametrize(
    ("point", "done_before"), [("plan", 0), ("chunk 1", 0), ("chunk 3", 2), ("finish", 3)]
)
def test_killed_inside_a_step_the_step_is_taken_again_as_if_it_never_began(
    place: Place, point: str, done_before: int
) -> None:
    run = start("tests.die", chunks=3)
    with worker(die_at=point) as process:
        assert process.wait(30) == -signal.SIGKILL
    assert len(traces()) == done_before
    assert run_row(run)["state"] == ("waiting" if point == "plan" else "running")
    finish_all(place.municipality)
    assert traces() == [(run, 1), (run, 2), (run, 3)]
    assert run_row(run)["state"] == "done"


def test_killed_at_random_moments_every_chunk_and_every_paper_is_worked_once(place: Place) -> None:
    chosen = random.Random(20261123)  # noqa: S311
    run = start("tests.write", chunks=80)
    killed = 0
    while run_row(run)["state"] != "done" and killed < KILLS:
        with worker() as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chosen.uniform(0.02, 0.25))
            process.kill()
        killed += 1
    assert killed == KILLS
    finish_all(place.municipality)
    assert traces() == [(run, number) for number in range(1, 81)]
    assert run_row(run)["counts"] == {"rows": 80}
    with enter(Place(place.municipality, "linkage")):
        assert papers_of_tests.notes() == [str(number) for number in range(1, 81)]
