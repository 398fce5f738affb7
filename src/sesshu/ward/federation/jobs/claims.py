"""国保連の請求ファイルの取込み and the lines of one that a clerk put right (V106)."""

from datetime import date
from typing import ClassVar

from sesshu.foundation.clock import now
from sesshu.foundation.runs import Chunk, ChunkPlan, Job, JobFailed, Outcome, Plan, Run, job
from sesshu.foundation.walls import current_place
from sesshu.ui.dates import in_month
from sesshu.ward.federation.codes import PURPOSE, REPLAY, TAKE, LineState
from sesshu.ward.federation.federations import federation_on
from sesshu.ward.federation.jobs.take import add_lines, write_lines
from sesshu.ward.residents.intake import bulk
from sesshu.wire.claims_files.control import Control
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.parse import ClaimsFile, ReadClaim, open_file, read_line
from sesshu.wire.residents.control import FileRefused
from sesshu.wire.residents.rows import Line

LABELS = {
    "rows": "行数",
    "yen": "読み取れた行の請求額",
    **{state.value: state.label for state in LineState},
}
_REGISTER = """
INSERT INTO claims_file
    (file_id, sha256, federation, month, created_at, stated_rows, stated_yen, run_id, registered_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_CLASH = "SELECT EXISTS (SELECT FROM claims_file WHERE file_id = %s)"
_SETTLED = "SELECT EXISTS (SELECT FROM settlement WHERE provider_code = %s AND month = %s)"
_MINE = "SELECT id FROM claims_file WHERE run_id = %s"
_WAITING = """
SELECT l.line_number, coalesce(l.corrected, l.text) FROM claims_line l
WHERE l.file_id = %s AND (l.corrected IS NOT NULL OR l.state = 'read' AND l.dose_id IS NULL)
  AND NOT EXISTS (SELECT FROM claims_outcome o WHERE o.line_id = l.id)
ORDER BY l.line_number FOR UPDATE OF l
"""
_MONTH = "SELECT month FROM claims_file WHERE id = %s"


@job(TAKE, system="ward", title="国保連の請求ファイルの取込み", purpose=PURPOSE)
class TakeClaimsFile(Job):
    """One chunk. The same bytes are never taken in twice, nor a file of a month that is settled."""

    takes_files: ClassVar = True
    problems: ClassVar = (LineState.FAULTY.value,)
    result_page: ClassVar = "claims-files"
    labels: ClassVar = LABELS

    def plan(self, run: Run) -> Plan:
        """Refuse what is no claims file, not ours, or known; hold its sum against its lines; enter it."""
        file = _opened(run)
        _require_ours(file.control)
        rows = _read(file)
        _require_sum(file.control, rows)
        bulk.execute(_REGISTER, _registered(file.control, run))
        return Plan([ChunkPlan(len(rows))], control={"rows": file.control.rows})

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Keep every line with whom and what it is about."""
        rows = _read(_opened(run))
        [(file_id,)] = bulk.rows(_MINE, [run.id])
        counts, members = add_lines(file_id, rows)
        return Outcome({**counts, "rows": len(rows), "yen": _sum(rows)}, members)


@job(REPLAY, system="ward", title="国保連の請求の照合のやり直し", purpose=PURPOSE)
class ReplayClaims(Job):
    """One chunk: lines that a clerk put right, and those whose dose was not on record when they came.

    A line that was answered before is left alone.
    """

    result_page: ClassVar = "claims-files"
    labels: ClassVar = LABELS

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Find anew whom and what each of the lines is about."""
        file_id = int(run.params["file"])
        month: date = bulk.rows(_MONTH, [file_id])[0][0]
        waiting = bulk.rows(_WAITING, [file_id])
        rows = [read_line(Line(number, text), layout_of(month)) for number, text in waiting]
        counts, members = write_lines(file_id, rows)
        return Outcome({**counts, "rows": len(rows), "yen": _sum(rows)}, members)


def _opened(run: Run) -> ClaimsFile:
    if run.input is None:
        raise JobFailed(
            "取り込むファイルが指定されていません。ファイルを選んで始め直してください。"
        )
    try:
        return open_file(run.input)
    except FileRefused as refusal:
        raise JobFailed(str(refusal)) from refusal


def _read(file: ClaimsFile) -> list[ReadClaim]:
    return [read_line(line, file.layout) for line in file.lines]


def _sum(rows: list[ReadClaim]) -> int:
    return sum(row.form.signed_yen for row in rows if row.form)


def _require_ours(control: Control) -> None:
    if control.municipality != current_place().municipality:
        raise JobFailed("ほかの団体あてのファイルです。区あてのファイルを選んでください。")
    federation = federation_on(current_place().municipality, control.month)
    if federation is None or federation.code != control.federation:
        raise JobFailed(
            "登録のない国保連のファイルです。管理者に、国保連の登録を確かめてください。"
        )
    if bulk.rows(_CLASH, [control.file_id])[0][0]:
        raise JobFailed(f"ファイルID {control.file_id} は、すでに取り込まれています。")
    if bulk.rows(_SETTLED, [control.federation, control.month])[0][0]:
        raise JobFailed(
            f"{in_month(control.month)}の請求は確定しています。次の月のファイルに入れてもらってください。"
        )


def _require_sum(control: Control, rows: list[ReadClaim]) -> None:
    """Where every line can be read, their sum is that of the control line."""
    if all(row.form for row in rows) and _sum(rows) != control.yen:
        raise JobFailed(
            f"請求額の合計が{_sum(rows):,}円で、制御行の{control.yen:,}円と違います。"
            "ファイルの送り直しを依頼してください。"
        )


def _registered(control: Control, run: Run) -> list[object]:
    return [
        control.file_id,
        run.input_sha256,
        control.federation,
        control.month,
        control.created_at,
        control.rows,
        control.yen,
        run.id,
        now(),
    ]
