"""One step of one run in one transaction: plan it, work a chunk, or end it.

The row of the run stays locked for the step, so a run is worked by one worker at a time. A worker that is
killed loses its connection; PostgreSQL then takes back the step and the lock, and another worker takes the
same step again: no step is lost, none is done twice, and nobody has to wait for a lease to run out.
"""

import json
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from sesshu.foundation.acting import Actor, act_as
from sesshu.foundation.arrays import array_of
from sesshu.foundation.runs.ending import end
from sesshu.foundation.runs.input import same_input
from sesshu.foundation.runs.job import Chunk, Job, JobFailed, Run
from sesshu.foundation.runs.queries import sums_of
from sesshu.foundation.runs.registry import jobs_of, registered
from sesshu.foundation.runs.state import State
from sesshu.foundation.unforeseen import told
from sesshu.foundation.walls import current_place

JOBS = "jobs"

# NO KEY: asking for a cancellation refers to this row and must not wait for the end of the step.
CLAIM = """
SELECT id, kind, input_path, input_name, input_sha256, params, rulebook_release, started_by, started_by_name,
       total IS NOT NULL AS planned, control,
       EXISTS (SELECT FROM run_cancellation c WHERE c.run_id = run.id) AS cancelled
FROM run
WHERE kind = ANY (%s) AND (state IN ('waiting', 'running') OR state = 'failed'
      AND EXISTS (SELECT FROM run_cancellation c WHERE c.run_id = run.id))
ORDER BY id LIMIT 1 FOR NO KEY UPDATE OF run SKIP LOCKED
"""
NEXT_CHUNK = """
SELECT id, number, size, spec FROM run_chunk
WHERE run_id = %s AND done_at IS NULL ORDER BY number LIMIT 1
"""


def step() -> bool:
    """Take the next step of the oldest run of the place entered; False when there is none to take."""
    kinds = [each.kind for each in jobs_of(current_place().system)]
    with transaction.atomic(JOBS):
        row = _fetch_named(CLAIM, [kinds])
        if row is None:
            return False
        run = _run_of(row)
        act_as(run.actor, JOBS)
        if row["cancelled"]:
            end(run, State.CANCELLED, sums_of(run.id, JOBS))
        else:
            _advance_or_fail(
                run, planned=row["planned"], control=json.loads(row["control"] or "{}")
            )
    return True


def finish_runs() -> None:
    """Work off, in this thread, all runs of the place entered; papers they write wait for the courier."""
    while step():
        pass


def _advance_or_fail(run: Run, *, planned: bool, control: dict[str, int]) -> None:
    """The lock is outside the savepoint, so a step that failed is told before anybody else may try."""
    try:
        with transaction.atomic(JOBS):
            _advance(run, registered(run.kind).job, planned=planned, control=control)
    except JobFailed as error:
        end(run, State.FAILED, sums_of(run.id, JOBS), str(error))
    except Exception as error:
        failure = (
            f"予期しない誤りで止まりました（{told(error, 'a run failed')}）。"
            "原因を確かめてから再開してください。終わった分はそのまま残っています。"
        )
        end(run, State.FAILED, sums_of(run.id, JOBS), failure)


def _advance(run: Run, job: Job, *, planned: bool, control: dict[str, int]) -> None:
    _execute("UPDATE run SET state = 'running' WHERE id = %s AND state = 'waiting'", [run.id])
    if not planned:
        _plan(run, job)
    elif row := _fetch_named(NEXT_CHUNK, [run.id]):
        outcome = job.work(run, Chunk(row["number"], row["size"], json.loads(row["spec"])))
        _execute(
            "UPDATE run_chunk SET counts = %s::jsonb, members = %s::bigint[] WHERE id = %s",
            [json.dumps(dict(outcome.counts)), array_of(outcome.members), row["id"]],
        )
    else:
        counts = sums_of(run.id, JOBS)
        job.finish(run, counts, control)
        end(run, State.DONE, counts)


def _plan(run: Run, job: Job) -> None:
    if run.input is not None and run.input_sha256 is not None:
        same_input(run.input, run.input_sha256)
    plan = job.plan(run)
    chunks = [
        (run.id, number, chunk.size, json.dumps(dict(chunk.spec)))
        for number, chunk in enumerate(plan.chunks, start=1)
    ]
    with connections[JOBS].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO run_chunk (run_id, number, size, spec) VALUES (%s, %s, %s, %s::jsonb)",
            chunks,
        )
    _execute(
        "UPDATE run SET total = %s, control = %s::jsonb WHERE id = %s",
        [sum(chunk[2] for chunk in chunks), json.dumps(dict(plan.control)), run.id],
    )


def _run_of(row: dict[str, Any]) -> Run:
    return Run(
        id=row["id"],
        kind=row["kind"],
        input=Path(row["input_path"]) if row["input_path"] else None,
        input_name=row["input_name"],
        input_sha256=row["input_sha256"],
        params=json.loads(row["params"]),
        rulebook_release=row["rulebook_release"],
        actor=Actor(row["started_by"], row["started_by_name"]),
    )


def _fetch_named(query: str, arguments: list[Any]) -> dict[str, Any] | None:
    with connections[JOBS].cursor() as cursor:
        cursor.execute(query, arguments)
        row = cursor.fetchone()
        return row and dict(zip((column.name for column in cursor.description), row, strict=True))


def _execute(statement: str, arguments: list[Any]) -> None:
    with connections[JOBS].cursor() as cursor:
        cursor.execute(statement, arguments)
