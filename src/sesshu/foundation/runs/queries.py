"""Runs as people see them: how far, what came out, how long still."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation.runs.job import Job
from sesshu.foundation.runs.registry import known_job, title_of
from sesshu.foundation.runs.state import ENDED, State

# What is done so far comes from the chunks: no run's row is locked or rewritten to show progress.
LOOK = """
SELECT r.id, r.kind, r.input_name, r.rulebook_release, r.state, coalesce(r.total, 0), r.counts, r.failure,
       r.started_by_name, r.requested_at, r.begun_at, r.ended_at,
       c.reason, c.asked_by_name, c.asked_at, d.done, d.chunks_done, d.chunks
FROM run r
LEFT JOIN run_cancellation c ON c.run_id = r.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(size) FILTER (WHERE done_at IS NOT NULL), 0)::bigint AS done,
           count(*) FILTER (WHERE done_at IS NOT NULL) AS chunks_done, count(*) AS chunks
    FROM run_chunk WHERE run_id = r.id
) d
"""
SUMS = """
SELECT key, sum(value::bigint)::bigint FROM run_chunk, jsonb_each_text(counts)
WHERE run_id = %s GROUP BY key
"""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Who wanted a run to stop, and why."""

    reason: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class RunSeen:
    """One run. ``total`` and ``done`` are units of its progress bar; ``counts`` so far while it runs."""

    id: int
    kind: str
    input_name: str | None
    rulebook_release: str | None
    state: State
    total: int
    counts: Mapping[str, int]
    failure: str | None
    started_by: str
    requested_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    cancellation: Cancellation | None
    done: int
    chunks_done: int
    chunks: int

    @property
    def title(self) -> str:
        """What the run is called on screen."""
        return title_of(self.kind)

    @property
    def ended(self) -> bool:
        """Whether nothing happens to it any more by itself."""
        return self.state in ENDED

    @property
    def stopping(self) -> bool:
        """Whether somebody wanted it to stop and it has not yet."""
        return self.cancellation is not None and self.state is not State.CANCELLED

    @property
    def may_be_cancelled(self) -> bool:
        """Whether there is anything left to stop or to give up, and a job that knows how to end."""
        open_still = self.state not in (State.DONE, State.CANCELLED) and not self.stopping
        return open_still and self._job is not None

    @property
    def may_be_resumed(self) -> bool:
        """Whether it failed and nobody gave it up."""
        return self.state is State.FAILED and self.may_be_cancelled

    @property
    def percent(self) -> int:
        """How far it is, of a hundred; a run without anything to do is whole when it is done."""
        if self.total == 0:
            return 100 if self.state is State.DONE else 0
        return 100 * self.done // self.total

    @property
    def labelled_counts(self) -> list[tuple[str, int]]:
        """Counts under the words of the job, in its order."""
        labels = self._job.labels if self._job else {}
        known = [
            (label, self.counts[name]) for name, label in labels.items() if name in self.counts
        ]
        return known + [(name, n) for name, n in sorted(self.counts.items()) if name not in labels]

    @property
    def problems(self) -> list[tuple[str, int]]:
        """Counts that somebody has to look at."""
        wanted = (
            {self._job.labels.get(name, name) for name in self._job.problems} if self._job else ()
        )
        return [
            (label, count) for label, count in self.labelled_counts if label in wanted and count
        ]

    @property
    def result_page(self) -> str:
        """Name of the page that shows what the run did, once it is done."""
        return self._job.result_page if self._job and self.state is State.DONE else ""

    @property
    def _job(self) -> Job | None:
        return known_job(self.kind)

    def remaining(self, at: datetime) -> timedelta | None:
        """How long it will take still, by the pace so far; None while that cannot be told."""
        if (
            self.state is not State.RUNNING
            or self.begun_at is None
            or not 0 < self.done < self.total
        ):
            return None
        return (at - self.begun_at) * ((self.total - self.done) / self.done)


def recent(limit: int, offset: int = 0, using: str = DEFAULT_DB_ALIAS) -> list[RunSeen]:
    """Runs, the newest first."""
    return _look("ORDER BY r.id DESC LIMIT %s OFFSET %s", [limit, offset], using)


def how_many(using: str = DEFAULT_DB_ALIAS) -> int:
    """How many runs there ever were."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM run")
        return int(cursor.fetchone()[0])


def run_seen(run_id: int, using: str = DEFAULT_DB_ALIAS) -> RunSeen | None:
    """One run, None when there is none of that number."""
    found = _look("WHERE r.id = %s", [run_id], using)
    return found[0] if found else None


def sums_of(run_id: int, using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """The counts of all chunks that are done, summed by name."""
    with connections[using].cursor() as cursor:
        cursor.execute(SUMS, [run_id])
        return dict(cursor.fetchall())


def _look(which: str, arguments: list[int], using: str) -> list[RunSeen]:
    with connections[using].cursor() as cursor:
        cursor.execute(f"{LOOK} {which}", arguments)
        rows = cursor.fetchall()
    return [_seen(row, using) for row in rows]


def _seen(row: tuple[Any, ...], using: str) -> RunSeen:
    run_id, kind, input_name, release, state, total, counts, *rest = row
    failure, started_by, requested_at, begun_at, ended_at, *rest = rest
    reason, asked_by, asked_at, done, chunks_done, chunks = rest
    return RunSeen(
        id=run_id,
        kind=kind,
        input_name=input_name,
        rulebook_release=release,
        state=State(state),
        total=total,
        counts=json.loads(counts) if counts else sums_of(run_id, using),
        failure=failure,
        started_by=started_by,
        requested_at=requested_at,
        begun_at=begun_at,
        ended_at=ended_at,
        cancellation=Cancellation(reason, asked_by, asked_at) if reason else None,
        done=done,
        chunks_done=chunks_done,
        chunks=chunks,
    )
