"""振込先の消去 as a run: what its ward's time limit no longer lets be kept."""

from datetime import date
from typing import ClassVar

from sesshu.foundation.runs import Chunk, Job, Outcome, Run, job
from sesshu.ward.refunds.accounts import ERASURE, PURPOSE, erase_accounts


@job(ERASURE, system="ward", title="償還払いの振込先の消去", purpose=PURPOSE)
class EraseAccounts(Job):
    """One chunk: the database erases all that are due in one statement."""

    result_page: ClassVar = "refund-payments"
    labels: ClassVar = {"accounts": "消去した振込先"}

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Erase as of the day of the run, and say how many."""
        on = date.fromisoformat(run.params["on"])
        return Outcome({"accounts": erase_accounts(on)})
