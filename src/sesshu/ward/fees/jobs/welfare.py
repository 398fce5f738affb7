"""生活保護のファイルの取込み and the rows of one that a clerk put right (F2, V014)."""

from datetime import date
from typing import ClassVar

from sesshu.foundation.clock import now
from sesshu.foundation.runs import Chunk, ChunkPlan, Job, JobFailed, Outcome, Plan, Run, job
from sesshu.foundation.walls import current_place
from sesshu.ui.dates import in_month
from sesshu.ward.fees.codes import REPLAY_WELFARE, TAKE_WELFARE, WELFARE_PURPOSE
from sesshu.ward.fees.jobs.take import take
from sesshu.ward.residents.intake import bulk
from sesshu.wire.residents.control import FileRefused
from sesshu.wire.residents.rows import Line
from sesshu.wire.welfare_files.layout import Control
from sesshu.wire.welfare_files.parse import WelfareFile, open_file, read_line

LABELS = {
    "rows": "行数",
    "added": "新しい内容",
    "unchanged": "変更なし",
    "rejected": "取り込めない行",
    "vanished": "終わりが知らされずに消えた方",
}
_REGISTER = """
INSERT INTO welfare_file (file_id, sha256, month, created_at, row_count, run_id, registered_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_CLASH = "SELECT file_id FROM welfare_file WHERE file_id = %s OR sha256 = %s"
_NEWEST = "SELECT max(month) FROM welfare_file"
_MINE = "SELECT id, month FROM welfare_file WHERE run_id = %s"
# Whoever was on help at the end of the month before and is in no row of this file.
_VANISHED = """
SELECT count(DISTINCT s.resident_id) FROM welfare_standing s JOIN resident r ON r.id = s.resident_id
WHERE s.valid_until IS NULL AND s.valid_from < %s AND r.atena_number <> ALL (%s)
"""
_WAITING = """
SELECT id, file_id, line_number, corrected FROM welfare_rejected_row
WHERE id = ANY (%s) AND settled_at IS NULL AND corrected IS NOT NULL ORDER BY id FOR UPDATE
"""
_SETTLE = "UPDATE welfare_rejected_row SET settled_at = %s WHERE id = %s"


@job(TAKE_WELFARE, system="ward", title=WELFARE_PURPOSE, purpose=WELFARE_PURPOSE)
class TakeWelfareFile(Job):
    """One chunk. The same bytes, and a month before the newest, are never taken in."""

    takes_files: ClassVar = True
    problems: ClassVar = ("rejected", "vanished")
    result_page: ClassVar = "welfare-files"
    labels: ClassVar = LABELS

    def plan(self, run: Run) -> Plan:
        """Refuse what is no welfare file, not ours, known, or older than the newest; else enter it."""
        control = _opened(run).control
        _require_next(control, run)
        told = [control.file_id, run.input_sha256, control.month, control.created_at, control.rows]
        bulk.execute(_REGISTER, [*told, run.id, now()])
        return Plan([ChunkPlan(control.rows)], control={"rows": control.rows})

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Take every row in, and count who vanished without an end."""
        rows = [read_line(line) for line in _opened(run).lines]
        [(file_id, month)] = bulk.rows(_MINE, [run.id])
        vanished = _vanished(month, [row.receipt.atena_number for row in rows if row.receipt])
        counts, members = take(file_id, rows)
        return Outcome({**counts, "rows": len(rows), "vanished": vanished}, members)


@job(REPLAY_WELFARE, system="ward", title="直した生活保護の行の取込み", purpose=WELFARE_PURPOSE)
class ReplayWelfareRows(Job):
    """One chunk. A row that was taken in before is left alone, one that is still wrong goes on waiting."""

    result_page: ClassVar = "welfare-files"
    labels: ClassVar = LABELS

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Take each corrected row in."""
        counts, seen = {"added": 0, "unchanged": 0, "rejected": 0}, set[int]()
        for row, file_id, number, text in bulk.rows(_WAITING, [list(run.params["rows"])]):
            taken, members = take(file_id, [read_line(Line(number, text))])
            if not taken["rejected"]:
                bulk.execute(_SETTLE, [now(), row])
            counts = {fate: counts[fate] + taken[fate] for fate in counts}
            seen.update(members)
        return Outcome(counts, sorted(seen))


def _opened(run: Run) -> WelfareFile:
    if run.input is None:
        raise JobFailed(
            "取り込むファイルが指定されていません。ファイルを選んで始め直してください。"
        )
    try:
        return open_file(run.input)
    except FileRefused as refusal:
        raise JobFailed(str(refusal)) from refusal


def _require_next(control: Control, run: Run) -> None:
    if control.municipality != current_place().municipality:
        raise JobFailed("ほかの団体のファイルです。区のファイルを選んでください。")
    if bulk.rows(_CLASH, [control.file_id, run.input_sha256]):
        raise JobFailed(f"ファイルID {control.file_id} は、すでに取り込まれています。")
    newest = bulk.rows(_NEWEST)[0][0]
    if newest and control.month < newest:
        raise JobFailed(
            f"{in_month(newest)}のファイルを取り込んだ後に、古い月のファイルは取り込めません。"
        )


def _vanished(month: date, atena_numbers: list[str]) -> int:
    return int(bulk.rows(_VANISHED, [month, atena_numbers])[0][0])
