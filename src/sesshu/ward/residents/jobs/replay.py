"""直した行の取込み: rows that could not be used and were corrected by a clerk."""

from datetime import datetime
from typing import ClassVar

from sesshu.foundation.clock import now
from sesshu.foundation.runs import Chunk, ChunkPlan, Job, Outcome, Plan, Run, job
from sesshu.foundation.walls import current_place
from sesshu.ward.residents.fingerprints import fingerprint_key
from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.intake.source import Source
from sesshu.ward.residents.intake.take import Taken, take
from sesshu.ward.residents.operations import REPLAY
from sesshu.wire.residents.rows import Line, parse_lines

TITLE = "直した行の取込み"
_WAITING = """
SELECT r.id, r.line_number, r.corrected, r.registry_file_id, f.created_at
FROM rejected_row r JOIN registry_file f ON f.id = r.registry_file_id
WHERE r.id = ANY (%s) AND r.settled_at IS NULL AND r.corrected IS NOT NULL ORDER BY r.id FOR UPDATE OF r
"""
_SETTLE = "UPDATE rejected_row SET settled_at = %s, settled_as = %s WHERE id = %s"


@job(REPLAY, system="ward", title=TITLE, purpose="住民情報の取込み")
class ReplayRows(Job):
    """One chunk: a clerk corrects few rows. A row that was taken in before is left alone."""

    labels: ClassVar = {
        "added": "新しい住民",
        "changed": "変更",
        "unchanged": "変更なし",
        "outdated": "古い行",
    }

    def plan(self, run: Run) -> Plan:
        """All rows the clerk asked for."""
        rows = list(run.params["rows"])
        return Plan([ChunkPlan(len(rows), {"rows": rows})])

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Take each row in by itself: two may be about one person."""
        counts: dict[str, int] = {}
        members: list[int] = []
        for row, number, text, file, created_at in bulk.rows(_WAITING, [chunk.spec["rows"]]):
            taken = _taken(Line(number, text), Source(file, now()), created_at)
            fate = next(iter(taken.counts.elements()))
            bulk.execute(_SETTLE, [now(), fate, row])
            counts[fate] = counts.get(fate, 0) + 1
            members += taken.residents
        return Outcome(counts=counts, members=members)


def _taken(line: Line, source: Source, created_at: datetime) -> Taken:
    key = fingerprint_key(current_place())
    return take(parse_lines([line], created_at.date(), key), source)
