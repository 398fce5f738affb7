"""Ask for a run, stop it, put a failed one back in line. The work itself is done by `runs.steps`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.runs.input import sha256_of
from sesshu.foundation.runs.registry import registered
from sesshu.foundation.runs.state import State

INSERT = """
INSERT INTO run (kind, input_sha256, params, input_path, input_name, rulebook_release)
VALUES (%s, %s, %s::jsonb, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""
SAME = """
SELECT id FROM run WHERE kind = %s AND input_sha256 IS NOT DISTINCT FROM %s AND params = %s::jsonb
AND state <> 'cancelled'
"""


class AlreadyEnded(Exception):
    """A run that is done or cancelled was to be cancelled."""


class NotFailed(Exception):
    """A run that did not fail was to be resumed."""


@dataclass(frozen=True, slots=True)
class Started:
    """The run asked for; ``is_new`` is False when the same work was asked for before."""

    run_id: int
    is_new: bool


def start(
    actor: Actor,
    kind: str,
    *,
    input: Path | None = None,
    input_name: str | None = None,
    params: Mapping[str, Any] | None = None,
    rulebook_release: str | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Started:
    """Ask for a run of ``kind``; a worker does it. The same kind, bytes and params give the same run.

    ``input`` must stay where it is until the run ended; ``params`` is small JSON without personal data.
    Raises UnknownJob, FileNotFoundError.
    """
    registered_job = registered(kind)
    identity = [kind, sha256_of(input) if input else None, json.dumps(dict(params or {}))]
    rest = [str(input.absolute()) if input else None, input_name, rulebook_release]
    with ledger.act(actor, "run.start", registered_job.purpose, using) as event:
        started = _insert_or_find(identity, rest, using)
        event.detail(run=started.run_id, kind=kind, new=started.is_new)
    return started


def _insert_or_find(identity: list[Any], rest: list[Any], using: str) -> Started:
    with connections[using].cursor() as cursor:
        while (
            True
        ):  # between the two statements the same run may be cancelled: then it is ours to insert
            cursor.execute(INSERT, [*identity, *rest])
            if row := cursor.fetchone():
                return Started(row[0], is_new=True)
            cursor.execute(SAME, identity)
            if row := cursor.fetchone():
                return Started(row[0], is_new=False)


def cancel(actor: Actor, run_id: int, reason: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Stop a run after the chunk it is at; what is done stays done. Raises AlreadyEnded, KeyError."""
    kind, state = _kind_and_state(run_id, using)
    if state in (State.DONE, State.CANCELLED):
        raise AlreadyEnded("この一括処理はもう終わっています。")
    with ledger.act(actor, "run.cancel", registered(kind).purpose, using) as event:
        with connections[using].cursor() as cursor:
            cursor.execute(
                "INSERT INTO run_cancellation (run_id, reason) VALUES (%s, %s)"
                " ON CONFLICT DO NOTHING",
                [run_id, reason],
            )
        event.detail(run=run_id, kind=kind)


def resume(actor: Actor, run_id: int, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put a failed run back in line: it goes on with the chunk that failed. Raises NotFailed, KeyError."""
    kind, _ = _kind_and_state(run_id, using)
    with ledger.act(actor, "run.resume", registered(kind).purpose, using) as event:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT resume_run(%s)", [run_id])
            if cursor.fetchone() != (True,):
                raise NotFailed("この一括処理は失敗していません。画面を新しくしてください。")
        event.detail(run=run_id, kind=kind)


def _kind_and_state(run_id: int, using: str) -> tuple[str, State]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT kind, state FROM run WHERE id = %s", [run_id])
        row = cursor.fetchone()
    if row is None:
        raise KeyError(f"there is no run {run_id}")
    return row[0], State(row[1])
