"""直した行の確認: rows that clerks put right, beside all others of their file that are still open."""

from typing import ClassVar

from sesshu.foundation.clock import today
from sesshu.foundation.runs import Chunk, Job, Outcome, Run, job
from sesshu.ward.intake.codes import PURPOSE, RECHECK
from sesshu.ward.intake.jobs.cases import OF_FILE, stored_rows
from sesshu.ward.intake.jobs.checking import check_rows
from sesshu.ward.intake.jobs.files import facts_of
from sesshu.ward.intake.jobs.keeping import write_rows
from sesshu.ward.intake.jobs.take_in import LABELS
from sesshu.ward.rulebooks.releases import rulebook_here


@job(RECHECK, system="ward", title="医療機関ファイルの再確認", purpose=PURPOSE)
class Recheck(Job):
    """One chunk. Rows that were handed over, recorded or dropped are left alone."""

    result_page: ClassVar = "intake-files"
    labels: ClassVar = LABELS

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Check every open row of the file again."""
        file = facts_of(run.params["file"])
        rows = stored_rows(OF_FILE, [file.id])
        counts = write_rows(check_rows(rows, file, today(), rulebook_here("jobs")))
        return Outcome({**counts, "rows": len(rows)})
