"""一斉発行の付番: every fixed candidate gets its place on paper, then its number (B1, V023, V024)."""

from typing import ClassVar

import polars as pl

from sesshu.foundation.runs import Chunk, ChunkPlan, Counts, Job, Outcome, Plan, Run, job
from sesshu.ward.records.jobs.population import JOBS
from sesshu.ward.residents.intake import bulk
from sesshu.ward.vouchers.codes import IssueClass, Step
from sesshu.ward.vouchers.jobs.extract import asked_by
from sesshu.ward.vouchers.jobs.places import placed
from sesshu.ward.vouchers.jobs.steps import take_step
from sesshu.ward.vouchers.numbers import draw

KIND = "issue.number"
TITLE = "一斉発行の付番"
DESK = "run"
# Who gave up on paper meanwhile, by a request at a counter, is passed over by the database.
SHEETS = """
SELECT s.candidate_id, c.resident_id FROM issue_sheet s JOIN issue_candidate c ON c.id = s.candidate_id
WHERE s.issue_run_id = %s AND s.batch = %s ORDER BY s.page
"""
NUMBERED = """
SELECT count(*) FROM voucher v JOIN issue_sheet s ON s.candidate_id = v.candidate_id
WHERE s.issue_run_id = %s AND s.batch = %s
"""
COLUMNS = (
    "candidate_id",
    "issue_run_id",
    "is_guarded",
    "batch",
    "page",
    "envelope",
    "version_id",
    "missing_glyph",
)


@job(KIND, system="ward", title=TITLE, purpose=TITLE)
class NumberSheets(Job):
    """A chunk is a batch of the print."""

    result_page: ClassVar = "issue-runs"
    labels: ClassVar = {
        "numbered": "付番した券",
        "passed_over": "個別に発行済みの券",
        "missing_glyph": "印字できない文字のある券",
    }
    problems: ClassVar = ("missing_glyph",)

    def plan(self, run: Run) -> Plan:
        """Put the sheets in the order of the post and cut them into batches."""
        issue_run = run.params["issue_run"]
        sheets = placed(issue_run, asked_by(issue_run).conditions)
        rows = sheets.with_columns(pl.lit(issue_run).alias("issue_run_id")).select(COLUMNS)
        bulk.add("issue_sheet", rows)
        sizes = sheets.group_by("batch").len().sort("batch").rows()
        return Plan([ChunkPlan(size, {"batch": batch}) for batch, size in sizes])

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Number the sheets of a batch."""
        issue_run, batch = run.params["issue_run"], chunk.spec["batch"]
        sheets = bulk.rows(SHEETS, [issue_run, batch])
        counters, numbers = zip(*draw(len(sheets), JOBS), strict=True)
        candidates, residents = zip(*sheets, strict=True)
        vouchers = {"counter": counters, "number": numbers, "candidate_id": candidates}
        same = [pl.lit(IssueClass.RUN.value).alias("issue_class"), pl.lit(DESK).alias("desk")]
        bulk.add("voucher", pl.DataFrame(vouchers).with_columns(same))
        [(numbered,)] = bulk.rows(NUMBERED, [issue_run, batch])
        counts = {"numbered": numbered, "passed_over": len(sheets) - numbered}
        missing = len(sheets) if batch == 0 else 0
        return Outcome(counts | {"missing_glyph": missing}, list(dict.fromkeys(residents)))

    def finish(self, run: Run, counts: Counts, control: Counts) -> None:
        """Every sheet has its number."""
        super().finish(run, counts, control)
        take_step(run.params["issue_run"], Step.NUMBERED)
