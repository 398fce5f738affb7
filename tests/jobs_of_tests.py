"""Jobs that leave a trace of every chunk, and a table for the traces."""

import json
import os
import signal
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from django.db import connections
from papers_of_tests import Note

from sesshu.foundation import post, runs
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection


def prepare(place: Place) -> None:
    """A table `trace` in the place's schema to which jobs may add."""
    with closing(deployment_connection()) as owner, owner:
        owner.execute(f"SET LOCAL ROLE {place.owner}")
        owner.execute(f"CREATE TABLE {place.schema}.trace (run bigint, chunk integer)")
        owner.execute(f"GRANT SELECT, INSERT ON {place.schema}.trace TO {place.role('jobs')}")


def leave_trace(run: runs.Run, chunk: int) -> None:
    with connections["jobs"].cursor() as cursor:
        cursor.execute("INSERT INTO trace VALUES (%s, %s)", [run.id, chunk])


def traces() -> list[tuple[int, int]]:
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT run, chunk FROM trace ORDER BY run, chunk")
        return list(cursor.fetchall())


@runs.job("tests.count", system="ward", title="数える", purpose="試験")
class Count(runs.Job):
    """As many chunks as the parameters say; each deals with resident ten times its number, and with 1."""

    labels: ClassVar = {"rows": "行数"}

    def plan(self, run: runs.Run) -> runs.Plan:
        chunks = [runs.ChunkPlan(10, {"first": n * 10}) for n in range(run.params["chunks"])]
        return runs.Plan(chunks, control={"rows": run.params.get("rows", 10 * len(chunks))})

    def work(self, run: runs.Run, chunk: runs.Chunk) -> runs.Outcome:
        leave_trace(run, chunk.number)
        return runs.Outcome({"rows": 10}, [chunk.number * 10, 1])


@runs.job("tests.trip", system="ward", title="つまずく", purpose="試験")
class Trip(runs.Job):
    """Fails at its second chunk while a file of the parameters exists."""

    def plan(self, run: runs.Run) -> runs.Plan:
        return runs.Plan([runs.ChunkPlan(1) for _ in range(3)])

    def work(self, run: runs.Run, chunk: runs.Chunk) -> runs.Outcome:
        leave_trace(run, chunk.number)
        stone = Path(run.params["stone"])
        if chunk.number == 2 and stone.exists():
            if stone.read_text() == "foreseen":
                raise runs.JobFailed("2行目の日付を直してください。")
            raise ValueError(stone.read_text())
        return runs.Outcome({"rows": 1}, [chunk.number])


@runs.job("tests.read", system="ward", title="読む", purpose="試験")
class Read(runs.Job):
    """One chunk a line of its input."""

    def plan(self, run: runs.Run) -> runs.Plan:
        assert run.input is not None
        return runs.Plan([runs.ChunkPlan(1) for _ in run.input.read_text().splitlines()])

    def work(self, run: runs.Run, chunk: runs.Chunk) -> runs.Outcome:
        leave_trace(run, chunk.number)
        return runs.Outcome()


@runs.job("tests.whole", system="ward", title="一度に", purpose="試験")
class Whole(runs.Job):
    """Has no plan of its own."""

    def work(self, run: runs.Run, chunk: runs.Chunk) -> runs.Outcome:
        leave_trace(run, chunk.number)
        return runs.Outcome()


@runs.job("tests.die", system="ward", title="倒れる", purpose="試験")
class Die(runs.Job):
    """Kills its own process when the environment names the point it has come to."""

    def plan(self, run: runs.Run) -> runs.Plan:
        die_at("plan")
        return runs.Plan([runs.ChunkPlan(1) for _ in range(run.params["chunks"])])

    def work(self, run: runs.Run, chunk: runs.Chunk) -> runs.Outcome:
        leave_trace(run, chunk.number)
        die_at(f"chunk {chunk.number}")
        return runs.Outcome({"rows": 1}, [chunk.number])

    def finish(self, run: runs.Run, counts: runs.Counts, control: runs.Counts) -> None:
        die_at("finish")


@runs.job("tests.received", system="ward", title="受取り", purpose="試験")
class Receive(runs.Job):
    """Is started from the portal by choosing a file."""

    takes_files: ClassVar = True

    def work(self, run: runs.Run, chunk: runs.Chunk) -> runs.Outcome:
        leave_trace(run, chunk.number)
        return runs.Outcome()


@runs.job("tests.write", system="ward", title="知らせる", purpose="試験")
class Write(runs.Job):
    """Writes one note to the number linkage in every chunk."""

    def plan(self, run: runs.Run) -> runs.Plan:
        chunks = [runs.ChunkPlan(1) for _ in range(run.params["chunks"])]
        return runs.Plan(chunks, control={"rows": len(chunks)})

    def work(self, run: runs.Run, chunk: runs.Chunk) -> runs.Outcome:
        leave_trace(run, chunk.number)
        number = chunk.number + run.params.get("first", 1) - 1
        post.send("linkage", Note(text=str(number)), using="jobs")
        return runs.Outcome({"rows": 1})


def die_at(point: str) -> None:
    if os.environ.get("SESSHU_TEST_DIE_AT") == point:
        os.kill(os.getpid(), signal.SIGKILL)


def run_row(run_id: int) -> dict[str, object]:
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT state, counts, failure, total FROM run WHERE id = %s", [run_id])
        state, counts, failure, total = cursor.fetchone()
    return {"state": state, "counts": counts and json.loads(counts), "failure": failure,
            "total": total}  # fmt: skip
