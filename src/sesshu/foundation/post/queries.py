"""What lies in outbox and inbox, for whoever looks after the post."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections

from sesshu.foundation.post.state import State

JOBS = "jobs"


@dataclass(frozen=True, slots=True)
class LineSeen:
    """Papers from ``sender`` that came: how many are in which state, and the number waited for, if any."""

    sender: str
    waiting: int
    worked: int
    kept: int
    missing: int | None


@dataclass(frozen=True, slots=True)
class PaperSeen:
    """A paper that came."""

    paper_id: UUID
    sender: str
    sequence: int
    kind: str
    received_at: datetime
    attempts: int
    reason: str | None
    state: State


def on_their_way() -> int:
    """How many papers of the place entered were written and not delivered yet."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM outgoing_paper WHERE delivered_at IS NULL")
        return int(cursor.fetchone()[0])


def lines() -> list[LineSeen]:
    """The lines of papers that come to the place entered."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(
            "SELECT i.sender, count(*) FILTER (WHERE state = 'waiting'),"
            " count(*) FILTER (WHERE state = 'worked'), count(*) FILTER (WHERE state = 'kept'),"
            " min(l.next_sequence) FILTER (WHERE state = 'waiting' AND NOT EXISTS ("
            "   SELECT FROM incoming_paper n WHERE n.sender = i.sender"
            "   AND n.sequence = l.next_sequence))"
            " FROM incoming_paper i LEFT JOIN paper_line l"
            " ON l.direction = 'in' AND l.system = i.sender GROUP BY i.sender ORDER BY i.sender"
        )
        return [LineSeen(*row) for row in cursor.fetchall()]


def not_worked(limit: int = 100) -> list[PaperSeen]:
    """Papers that wait or are kept, the oldest first."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(
            "SELECT paper_id, sender, sequence, kind, received_at, attempts, reason, state"
            " FROM incoming_paper WHERE state <> 'worked' ORDER BY sender, sequence LIMIT %s",
            [limit],
        )
        rows = cursor.fetchall()
    return [
        PaperSeen(paper_id, sender, sequence, kind, received_at, attempts, reason, State(state))
        for paper_id, sender, sequence, kind, received_at, attempts, reason, state in rows
    ]
