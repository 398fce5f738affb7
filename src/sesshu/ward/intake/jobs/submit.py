"""医療機関ファイルの承認申請: every row that may be recorded becomes a text; one hash stands for all of them.

Nothing is recorded here. A second person compares the rows that were drawn and approves the hash (ADR 45).
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from sesshu.foundation.arrays import array_of
from sesshu.foundation.clock import today
from sesshu.foundation.runs import Chunk, Job, JobFailed, Outcome, Run, job
from sesshu.foundation.second_person.canonical import Content, canonical_json
from sesshu.schedule.types import Rulebook
from sesshu.ward.clinics.entry import ClinicEntry
from sesshu.ward.clinics.queries import contract_on, contracts_of
from sesshu.ward.intake.codes import DOSE_KIND, FILE_KIND, PURPOSE, SUBMIT
from sesshu.ward.intake.entries import entry_of
from sesshu.ward.intake.jobs.cases import JOBS, READY, Case, FileFacts, stored_rows
from sesshu.ward.intake.jobs.checking import examined, row_doses
from sesshu.ward.intake.jobs.files import facts_of
from sesshu.ward.intake.jobs.law import verdicts_of
from sesshu.ward.intake.jobs.numbers import issued_numbers
from sesshu.ward.records.entry import DoseEntry, Particulars
from sesshu.ward.records.payload import payload_of
from sesshu.ward.records.whereabouts import new_salt, sealed
from sesshu.ward.residents.intake import bulk
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.wire.clinic_files.form import Form

REASON = "医療機関ファイル"
_BEGIN = "INSERT INTO intake_submission (file_id, run_id) VALUES (%s, %s) RETURNING id"
_PROPOSE = """
INSERT INTO proposal (kind, payload, subjects, reason)
SELECT %s, n.payload, ARRAY[n.resident_id], %s FROM unnest(%s::text[], %s::bigint[])
    WITH ORDINALITY AS n (payload, resident_id, at) ORDER BY n.at RETURNING id
"""
_WHEREABOUTS = """
INSERT INTO dose_particulars
    (proposal_id, resident_id, salt, provider_code, provider_name, doctor, note, stated_reason)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::text[])
"""
_HAND_OVER = """
UPDATE intake_row r SET state = 'submitted', proposal_id = n.proposal_id, submission_id = %s
FROM unnest(%s::bigint[], %s::bigint[]) AS n (id, proposal_id) WHERE r.id = n.id
"""
_SIZE = """
SELECT greatest(at_least, ceil(per_mille * %s / 1000.0)::integer) FROM intake_sample_size
WHERE channel = %s AND valid_from <= %s AND coalesce(valid_until, 'infinity') >= %s
"""
_DRAW = "INSERT INTO intake_sample (submission_id, row_id) SELECT %s, unnest(%s::bigint[])"
_HASH = "SELECT intake_rows_sha256(%s)"
_ASK = """
INSERT INTO proposal (kind, payload, subjects, reason) VALUES (%s, %s, '{}', %s) RETURNING id
"""
_END = "UPDATE intake_submission SET proposal_id = %s WHERE id = %s"


@job(SUBMIT, system="ward", title="医療機関ファイルの承認申請", purpose=PURPOSE)
class Submit(Job):
    """One chunk: a file is handed over whole or not at all. It acts as whoever asked for it."""

    result_page: ClassVar = "intake-files"
    labels: ClassVar = {"rows": "承認に出した行", "drawn": "抜取り確認の行"}

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Write the text of each ready row, draw the sample, and ask for the approval."""
        file = facts_of(run.params["file"])
        cases = examined(stored_rows(READY, [file.id]), file, today(), rulebook_here("jobs"))
        if not cases:
            raise JobFailed("登録できる行がありません。エラーと保留の行を直してください。")
        submission = int(bulk.rows(_BEGIN, [file.id, run.id])[0][0])
        proposals = _propose(_entries(cases, today(), rulebook_here("jobs")))
        ids = [case.stored.id for case in cases]
        bulk.execute(_HAND_OVER, [submission, array_of(ids), array_of(proposals)])
        drawn = _drawn(cases, file, today())
        bulk.execute(_DRAW, [submission, array_of(drawn)])
        _ask(run, file, submission, len(ids), len(drawn))
        members = [case.resident.id for case in cases if case.resident]
        return Outcome({"rows": len(ids), "drawn": len(drawn)}, members)


def _entries(cases: Sequence[Case], on: date, rulebook: Rulebook) -> list[DoseEntry]:
    verdicts = verdicts_of(row_doses(cases), on, rulebook)
    clinic = _clinics(cases)
    ours = issued_numbers(case.form for case in cases if case.form)
    found = []
    for case in cases:
        if case.form is None or case.resident is None:
            raise JobFailed("確認していない行があります。直した行を確かめ直してください。")
        said = verdicts.get(case.stored.id)
        entry = entry_of(
            case.form,
            case.resident.id,
            clinic(case.form),
            rulebook,
            case.stored.stated_reason,
            stops=said is not None and said.stops,
            foreign=bool(case.form.voucher_number) and case.form.voucher_number not in ours,
        )
        found.append(entry)
    return found


def _clinics(cases: Sequence[Case]) -> Callable[[Form], ClinicEntry | None]:
    """A function that says a form's clinic by its contract of the day, or its first where none covers it."""
    contracts = contracts_of({case.form.provider_code for case in cases if case.form}, JOBS)

    def clinic(form: Form) -> ClinicEntry | None:
        own = contracts.get(form.provider_code, [])
        return contract_on(own, form.given_on) or next(iter(own), None)

    return clinic


def _propose(entries: Sequence[DoseEntry]) -> list[int]:
    """A proposal for each entry, in their order, with where it was given beside it."""
    places = [(entry.particulars, new_salt()) for entry in entries]
    payloads = [
        canonical_json(payload_of(entry, particulars_sha256=sealed(place, salt)))
        for entry, (place, salt) in zip(entries, places, strict=True)
        if place is not None
    ]
    residents = [entry.resident_id for entry in entries]
    proposals = bulk.rows(_PROPOSE, [DOSE_KIND, REASON, payloads, residents])
    numbers = [row[0] for row in proposals]
    _keep_whereabouts(numbers, residents, [(p, salt) for p, salt in places if p is not None])
    return numbers


def _keep_whereabouts(
    proposals: Sequence[int], residents: Sequence[int], places: Sequence[tuple[Particulars, str]]
) -> None:
    columns = [
        [salt for _, salt in places],
        *(
            [getattr(place, name) for place, _ in places]
            for name in ("provider_code", "provider_name", "doctor", "note", "stated_reason")
        ),
    ]
    bulk.execute(_WHEREABOUTS, [list(proposals), list(residents), *columns])


def _drawn(cases: Sequence[Case], file: FileFacts, on: date) -> list[int]:
    """Rows by chance, as many as the ward's rule says, and every row that somebody let pass."""
    size = _sample_size(len(cases), file, on)
    ids = [case.stored.id for case in cases]
    let_pass = {case.stored.id for case in cases if case.stored.stated_reason}
    by_chance = secrets.SystemRandom().sample(ids, min(size, len(ids)))
    return sorted(let_pass | set(by_chance))


def _ask(run: Run, file: FileFacts, submission: int, rows: int, drawn: int) -> None:
    said: dict[str, Content] = {
        "file": file.id,
        "rows": rows,
        "drawn": drawn,
        "rows_sha256": str(bulk.rows(_HASH, [submission])[0][0]),
    }
    reason = run.params.get("reason") or REASON
    [(proposal,)] = bulk.rows(_ASK, [FILE_KIND, canonical_json(said), reason])
    bulk.execute(_END, [proposal, submission])


def _sample_size(rows: int, file: FileFacts, on: date) -> int:
    found = bulk.rows(_SIZE, [rows, file.channel, on, on])
    if not found:
        raise JobFailed("抜取り確認の件数が決められていません。管理者に連絡してください。")
    return int(found[0][0])
