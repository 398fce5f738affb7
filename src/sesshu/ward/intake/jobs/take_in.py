"""医療機関ファイルの取込み: every line is kept, checked, and waits to be put right or handed over (V052)."""

from typing import ClassVar

from sesshu.foundation.clock import now, today
from sesshu.foundation.runs import Chunk, ChunkPlan, Job, JobFailed, Outcome, Plan, Run, job
from sesshu.foundation.walls import current_place
from sesshu.ward.intake.codes import PURPOSE, TAKE, RowState
from sesshu.ward.intake.jobs.cases import StoredRow
from sesshu.ward.intake.jobs.checking import check_rows
from sesshu.ward.intake.jobs.files import known_file, register
from sesshu.ward.intake.jobs.images import keep_images
from sesshu.ward.intake.jobs.keeping import add_rows
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.wire.clinic_files.parse import ClinicFile, open_file
from sesshu.wire.residents.control import FileRefused

LABELS = {
    "rows": "行数",
    **{
        state.value: state.label
        for state in (RowState.READY, RowState.HELD, RowState.FAULTY, RowState.GUARDED)
    },
}


@job(TAKE, system="ward", title=PURPOSE, purpose=PURPOSE)
class TakeIn(Job):
    """One chunk: rows of a month are compared with each other. The same bytes are never taken in twice."""

    takes_files: ClassVar = True
    problems: ClassVar = (RowState.FAULTY.value, RowState.HELD.value)
    result_page: ClassVar = "intake-files"
    labels: ClassVar = LABELS

    def plan(self, run: Run) -> Plan:
        """Refuse what is no clinic file, not ours, or known under its id; else enter it."""
        file = _opened(run)
        register(file.control, run, now())
        return Plan([ChunkPlan(len(file.lines))], control={"rows": len(file.lines)})

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Check every line, and keep them all."""
        file = _opened(run)
        known = known_file(run)
        rows = [StoredRow(line.number, line.number, line.text) for line in file.lines]
        counts = add_rows(known.id, check_rows(rows, known, today(), rulebook_here("jobs")))
        keep_images(run.input, known.id)
        return Outcome({**counts, "rows": len(file.lines)})


def _opened(run: Run) -> ClinicFile:
    if run.input is None:
        raise JobFailed(
            "取り込むファイルが指定されていません。ファイルを選んで始め直してください。"
        )
    try:
        file = open_file(run.input)
    except FileRefused as refusal:
        raise JobFailed(str(refusal)) from refusal
    if file.control.municipality != current_place().municipality:
        raise JobFailed(
            f"このファイルは団体コード{file.control.municipality}のものです。区のファイルを選んでください。"
        )
    return file
