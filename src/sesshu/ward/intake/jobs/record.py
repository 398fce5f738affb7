"""接種の登録: the rows of an approved file become doses, a few residents at a time, each dose once.

A chunk approves the text of each row in the name of whoever approved the file, and names it to `dose`, whose
trigger writes the rest (ADR 45). PostgreSQL refuses both without that approval. What is killed is undone with
its chunk; what is begun again finds only rows that still wait.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sesshu.foundation.arrays import array_of
from sesshu.foundation.clock import today
from sesshu.foundation.runs import Chunk, ChunkPlan, Job, Outcome, Plan, Run, job
from sesshu.ward.intake.codes import PURPOSE, RECORD, RowState
from sesshu.ward.intake.jobs.cases import JOBS, Case, StoredRow, case_of, stored_rows
from sesshu.ward.intake.jobs.doubles import TOLD_TWICE, check_doubles, unsettled_rows
from sesshu.ward.intake.jobs.law import RowDose, Said, verdicts_of
from sesshu.ward.intake.jobs.numbers import UNUSABLE, check_numbers
from sesshu.ward.intake.subjects import residents_of
from sesshu.ward.residents.intake import bulk
from sesshu.ward.rulebooks.releases import keep_current, rulebook_here

RESIDENTS_AT_A_TIME = 100
_STRETCHES = """
SELECT min(resident_id), max(resident_id), count(*) FROM (
    SELECT resident_id, (dense_rank() OVER (ORDER BY resident_id) - 1) / %s AS stretch
    FROM intake_row WHERE submission_id = %s AND state = 'submitted'
) numbered GROUP BY stretch ORDER BY stretch
"""
_MINE = "submission_id = %s AND state = 'submitted' AND resident_id BETWEEN %s AND %s"
_TEXTS = """
SELECT r.id, r.proposal_id, r.resident_id, (p.payload::jsonb ->> 'as_given')::boolean FROM intake_row r
JOIN proposal p ON p.id = r.proposal_id WHERE r.id = ANY (%s) FOR UPDATE OF r
"""
_APPROVE = """
UPDATE proposal SET state = 'approved', decided_sha256 = payload_sha256 WHERE id = ANY (%s)
"""
_RECORD = """
INSERT INTO dose (proposal_id, dose_number, legal, counts, error_class, release, judged_on)
SELECT n.proposal_id, n.dose_number, n.legal, n.counts, n.error_class, %s, %s
FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::text[], %s::integer[])
    AS n (proposal_id, dose_number, legal, counts, error_class)
"""
_STATE = "UPDATE intake_row SET state = %s WHERE id = ANY (%s)"
_SEND_BACK = """
UPDATE proposal SET state = 'declined', decision_reason = '登録のときに確認が必要になった'
WHERE id = ANY (%s)
"""
_OPEN_AGAIN = """
UPDATE intake_row SET state = 'new', proposal_id = NULL, submission_id = NULL WHERE id = ANY (%s)
"""
_ASK_AGAIN = """
UPDATE intake_row SET stated_reason = NULL WHERE id = ANY (%s) AND stated_reason IS NOT NULL
"""


@job(RECORD, system="ward", title="医療機関ファイルの接種の登録", purpose=PURPOSE)
class Record(Job):
    """A chunk holds all rows of its residents, for one dose changes what the law says of the next."""

    problems: ClassVar = ("sent_back",)
    result_page: ClassVar = "intake-files"
    labels: ClassVar = {
        "rows": "行数",
        RowState.RECORDED.value: "登録した行",
        "sent_back": "確認が必要になった行",
    }

    def plan(self, run: Run) -> Plan:
        """Cut the residents of the approved rows into stretches."""
        chunks = list(_stretches(run.params["submission"]))
        return Plan(chunks, control={"rows": sum(chunk.size for chunk in chunks)})

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Judge the rows once more as of now, and record those that the law answers as it did."""
        stored = stored_rows(_MINE, [run.params["submission"], *chunk.spec["residents"]])
        cases = _cases(stored)
        check_numbers(cases)
        check_doubles(cases)
        texts = {row[0]: row[1:] for row in bulk.rows(_TEXTS, [[row.id for row in stored]])}
        verdicts = verdicts_of(_doses(cases), today(), rulebook_here("jobs"))
        unsettled = unsettled_rows(cases)
        stopped = [
            case.stored.id
            for case in cases
            if case.stored.id in unsettled or _stops_now(case, verdicts, texts[case.stored.id])
        ]
        # In the order of the residents, whom `dose` locks: two files at once do not wait for each other.
        kept = sorted(
            {case.stored.id for case in cases} - {*stopped}, key=lambda row: texts[row][1]
        )
        _record(kept, texts, verdicts, today())
        _reopen(stopped, texts)
        counts = Counter({"rows": chunk.size, RowState.RECORDED.value: len(kept)})
        counts["sent_back"] = len(stopped)
        return Outcome(dict(counts), sorted({texts[row][1] for row in kept}))


def _stretches(submission: int) -> Iterator[ChunkPlan]:
    for first, last, size in bulk.rows(_STRETCHES, [RESIDENTS_AT_A_TIME, submission]):
        yield ChunkPlan(size, {"residents": [first, last]})


def _cases(stored: Sequence[StoredRow]) -> list[Case]:
    """The rows with the residents they were handed over for."""
    owners = dict(
        bulk.rows(
            "SELECT id, resident_id FROM intake_row WHERE id = ANY (%s)",
            [[row.id for row in stored]],
        )
    )
    people = residents_of(set(owners.values()), JOBS)
    cases = [case_of(row) for row in stored]
    for case in cases:
        case.resident = people[owners[case.stored.id]]
    return cases


def _doses(cases: Sequence[Case]) -> list[RowDose]:
    return [
        RowDose(case.stored.id, case.resident, case.form)
        for case in cases
        if case.resident and case.form and case.form.is_given
    ]


def _stops_now(case: Case, verdicts: Mapping[int, Said], text: Sequence[Any]) -> bool:
    """Whether something was recorded since that makes the row another one than was approved."""
    if case.situations & (TOLD_TWICE | UNUSABLE):
        return True
    said = verdicts.get(case.stored.id)
    as_given = bool(text[2])
    return said is not None and said.stops and not as_given


def _record(
    rows: Sequence[int],
    texts: Mapping[int, Sequence[Any]],
    verdicts: Mapping[int, Said],
    on: date,
) -> None:
    if not rows:
        return
    proposals = [texts[row][0] for row in rows]
    said = [verdicts.get(row) for row in rows]
    bulk.execute(_APPROVE, [array_of(proposals)])
    columns = [
        array_of(proposals),
        [each and each.dose_number for each in said],
        [each and each.legal.value for each in said],
        [each and each.counts.value for each in said],
        [each.error.value if each and each.error else None for each in said],
    ]
    bulk.execute(_RECORD, [keep_current(JOBS), on, *columns])
    bulk.execute(_STATE, [RowState.RECORDED.value, array_of(rows)])


def _reopen(rows: Sequence[int], texts: Mapping[int, Sequence[Any]]) -> None:
    """Rows that must be looked at again wait for it; what was approved of them is declined.

    A reason to let one pass was given beside another record: it does not count any more.
    """
    if rows:
        bulk.execute(_SEND_BACK, [array_of([texts[row][0] for row in rows])])
        bulk.execute(_OPEN_AGAIN, [array_of(rows)])
        bulk.execute(_ASK_AGAIN, [array_of(rows)])
