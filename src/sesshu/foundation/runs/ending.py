"""How a run ends, well or not: its counts, and one event in the ledger with everybody it dealt with."""

import json
from collections.abc import Mapping

from django.db import connections

from sesshu.foundation.ledger import Event
from sesshu.foundation.ledger.append import append
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.runs.job import Run
from sesshu.foundation.runs.registry import registered
from sesshu.foundation.runs.state import State

JOBS = "jobs"


def end(run: Run, state: State, counts: Mapping[str, int], failure: str | None = None) -> None:
    """End ``run`` in the open transaction. A failed run, resumed, ends again with its new members."""
    event = Event(Kind.RUN, run.kind, registered(run.kind).purpose, None, _take_members(run.id))
    event.detail(
        run=run.id,
        state=state.value,
        counts=dict(counts),
        input=run.input_sha256,
        rulebook=run.rulebook_release,
    )
    append(event, JOBS)
    with connections[JOBS].cursor() as cursor:
        cursor.execute(
            "UPDATE run SET state = %s, counts = %s::jsonb, failure = %s WHERE id = %s",
            [state.value, json.dumps(dict(counts)), failure, run.id],
        )


def _take_members(run_id: int) -> list[int]:
    """Everybody whom chunks dealt with and whom the ledger does not have yet, once each."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(
            "SELECT members FROM run_chunk WHERE run_id = %s AND members IS NOT NULL"
            " ORDER BY number",
            [run_id],
        )
        found = dict.fromkeys(member for (members,) in cursor.fetchall() for member in members)
        cursor.execute(
            "UPDATE run_chunk SET members = NULL WHERE run_id = %s AND members IS NOT NULL",
            [run_id],
        )
    return list(found)
