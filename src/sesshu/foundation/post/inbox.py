"""Work what came: papers of one sender in the order of their numbers, each once.

The line of the sender is locked while a paper of it is worked, and moves on with the same commit as the
work. A gap is waited for. A paper that cannot be worked is kept with the reason, and does not hold up those
behind it.
"""

from typing import Any
from uuid import UUID

from django.db import connections, transaction

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.post.lines import move_line
from sesshu.foundation.post.opening import CannotWork, opened, received_of
from sesshu.foundation.post.state import Direction, State
from sesshu.foundation.unforeseen import told

JOBS = "jobs"
POSTMAN = Actor.system("post")
PURPOSE = "システム間の文書の処理"

NEW_SENDERS = """
INSERT INTO paper_line (direction, system)
SELECT DISTINCT 'in', sender FROM incoming_paper WHERE state <> 'worked'
ON CONFLICT DO NOTHING
"""
NEXT_OF_LINE = """
SELECT i.paper_id, i.sender, i.sequence, i.envelope
FROM paper_line l JOIN incoming_paper i ON i.sender = l.system AND i.sequence = l.next_sequence
WHERE l.direction = 'in' AND i.state = 'waiting'
"""
CLAIM = f"{NEXT_OF_LINE} ORDER BY i.received_at LIMIT 1 FOR UPDATE OF l SKIP LOCKED"
KEPT = """
SELECT paper_id, sender, sequence, envelope FROM incoming_paper
WHERE paper_id = %s AND state = 'kept' FOR UPDATE
"""
RECORD = """
UPDATE incoming_paper SET state = %s, reason = %s, attempts = attempts + 1 WHERE paper_id = %s
"""


class NotKept(Exception):
    """A paper was to be worked again that is not kept for that."""


class _NobodysTurn(Exception):
    """Between looking and locking somebody else took the paper."""


def work_next() -> bool:
    """Work one paper whose turn it is in the place entered; False when there is none."""
    if not _somebody_waits():
        return False
    try:
        with ledger.act(POSTMAN, "paper.opened", PURPOSE, using=JOBS) as event:
            row = _fetch(CLAIM)
            if row is None:
                raise _NobodysTurn
            _work(row, event)
            move_line(Direction.IN, row[1], row[2] + 1)
    except _NobodysTurn:
        return False
    return True


def work_again(actor: Actor, paper_id: UUID) -> State:
    """Try a kept paper once more; whether it was worked now. Raises NotKept."""
    with ledger.act(actor, "paper.reopened", PURPOSE, using=JOBS) as event:
        row = _fetch(KEPT, [paper_id])
        if row is None:
            raise NotKept("この文書は保留されていません。")
        return _work(row, event)


def _somebody_waits() -> bool:
    with connections[JOBS].cursor() as cursor:
        cursor.execute(NEW_SENDERS)
        cursor.execute(f"SELECT EXISTS ({NEXT_OF_LINE})")
        return bool(cursor.fetchone()[0])


def _work(row: tuple[Any, ...], event: ledger.Event) -> State:
    paper_id, sender, sequence, content = row
    reason = _reason_not_to(bytes(content), event)
    state = State.WORKED if reason is None else State.KEPT
    with connections[JOBS].cursor() as cursor:
        cursor.execute(RECORD, [state.value, reason, paper_id])
    event.detail(paper=str(paper_id), sender=sender, sequence=sequence, state=state.value)
    return state


def _reason_not_to(content: bytes, event: ledger.Event) -> str | None:
    """Work the paper, all of it or nothing; why it could not be worked."""
    try:
        with transaction.atomic(JOBS):
            envelope, taker, body = opened(content)
            event.about(*taker.work(body, received_of(envelope)))
    except CannotWork as error:
        return str(error)
    except Exception as error:
        return (
            f"予期しない誤りです（{told(error, 'a paper was kept')}）。"
            "原因を直してから、もう一度処理してください。"
        )
    return None


def _fetch(query: str, arguments: list[Any] | None = None) -> tuple[Any, ...] | None:
    with connections[JOBS].cursor() as cursor:
        cursor.execute(query, arguments)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
