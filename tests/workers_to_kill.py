"""Worker processes that tests and proofs kill, on the database in use."""

import itertools
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import papers_of_tests
from jobs_of_tests import run_row, traces

from sesshu.foundation import runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.cluster import address
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place, enter

TESTS = Path(__file__).parent
STARTER = Actor.system("tests.kill")
FINISH = """
import django
django.setup()
import jobs_of_tests, papers_of_tests
from sesshu.foundation.runs.worker import finish_all
print("ready", flush=True)
finish_all("131121")
"""


def worker(die_at: str = "") -> subprocess.Popen[str]:
    """A process that works off 世田谷区; it kills itself at ``die_at`` (see `jobs_of_tests.Die`)."""
    where = address()
    url = (
        f"postgresql://:{where.port}/{where.database}?sslmode=disable&host={quote(where.host, '')}"
    )
    path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    own = {"SESSHU_DATABASE_URL": url, "PYTHONPATH": path, "SESSHU_TEST_DIE_AT": die_at}
    return subprocess.Popen(
        [sys.executable, "-c", FINISH], env={**os.environ, **own}, stdout=subprocess.PIPE, text=True
    )


def kill_at_random(place: Place, kills: int, chunks: int) -> dict[str, int]:
    """Kill so many workers, each a moment after it began, while runs of so many chunks wait.

    Every chunk leaves a trace and sends a paper. What was lost and what was done twice, of both.
    """
    chosen = random.Random(kills)  # noqa: S311
    started = [_start(chunks, 1)]
    for _ in range(kills):
        if run_row(started[-1])["state"] == "done":
            started.append(_start(chunks, len(started) + 1))
        with worker() as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chosen.uniform(0.01, 0.25))
            process.kill()
    finish_all(place.municipality)
    with enter(Place(place.municipality, "linkage")):
        papers = [int(text) for text in papers_of_tests.notes()]
    expected = len(started) * chunks
    done = traces()
    return {
        "chunks": expected,
        "chunks lost": expected - len(set(done)),
        "chunks done twice": len(done) - len(set(done)),
        "papers lost": expected - len(set(papers)),
        "papers worked twice": len(papers) - len(set(papers)),
        "papers out of order": sum(a > b for a, b in itertools.pairwise(papers)),
    }


def _start(chunks: int, number: int) -> int:
    params = {"chunks": chunks, "first": (number - 1) * chunks + 1}
    return runs.start(STARTER, "tests.write", params=params, using="jobs").run_id
