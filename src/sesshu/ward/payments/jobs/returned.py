"""銀行の振込結果の取込み: what arrived is marked as paid, what did not waits for the next list (V105)."""

from collections import Counter
from typing import ClassVar

from sesshu.foundation.clock import now, today
from sesshu.foundation.runs import Chunk, ChunkPlan, Job, JobFailed, Outcome, Plan, Run, job
from sesshu.ward.payments.codes import PURPOSE, TAKE_RETURN, Fate
from sesshu.ward.residents.intake import bulk
from sesshu.wire.transfers.files import NotATransferFile
from sesshu.wire.transfers.returns import ReturnFile, read_return

_REGISTER = """
INSERT INTO bank_return (sha256, paid_on, run_id, registered_at) VALUES (%s, %s, %s, %s)
"""
_MINE = "SELECT id FROM bank_return WHERE run_id = %s"
_ADD = """
INSERT INTO bank_return_row (file_id, row_number, batch, reference, yen, sign, result, outcome)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_WORK = "SELECT work_bank_return(%s)"


@job(TAKE_RETURN, system="ward", title="銀行の振込結果の取込み", purpose=PURPOSE)
class TakeBankReturn(Job):
    """One chunk. The same bytes are never taken in twice."""

    takes_files: ClassVar = True
    problems: ClassVar = (Fate.FAILED.value, Fate.UNMATCHED.value)
    result_page: ClassVar = "bank-returns"
    labels: ClassVar = {"rows": "件数", **{fate.value: fate.label for fate in Fate}}

    def plan(self, run: Run) -> Plan:
        """Refuse what is no file of the bank; else enter it."""
        file = _read(run)
        bulk.execute(_REGISTER, [run.input_sha256, file.paid_on, run.id, now()])
        rows = len(file.transfers)
        return Plan([ChunkPlan(rows)], control={"rows": rows})

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Keep every row, and work it into the list it came from."""
        file = _read(run)
        [(file_id,)] = bulk.rows(_MINE, [run.id])
        fates = Counter[str]({fate.value: 0 for fate in Fate})
        for number, each in enumerate(file.transfers, 1):
            told = [each.batch, each.reference, each.yen, each.sign]
            told += [each.result.title, each.result.outcome.value]
            [(row,)] = bulk.rows(_ADD, [file_id, number, *told])
            fates[bulk.rows(_WORK, [row])[0][0]] += 1
        return Outcome({**fates, "rows": len(file.transfers)})


def _read(run: Run) -> ReturnFile:
    if run.input is None:
        raise JobFailed(
            "取り込むファイルが指定されていません。ファイルを選んで始め直してください。"
        )
    try:
        return read_return(run.input.read_bytes(), today())
    except NotATransferFile as problem:
        raise JobFailed(
            "銀行の振込結果のファイルとして読めません。ファイルの種類と、銀行の様式を確かめてください。"
        ) from problem
