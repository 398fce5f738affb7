"""All checks over rows of a file, and what they leave behind."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sesshu.kernel.clinics import lot_key
from sesshu.schedule.types import Rulebook
from sesshu.ward.clinics.queries import contracts_of, known_lots
from sesshu.ward.intake.codes import RowState
from sesshu.ward.intake.findings import IN_PREGNANCY, OF_THE_LAW, state_of, weighed, weights_on
from sesshu.ward.intake.jobs.cases import JOBS, Case, FileFacts, StoredRow, case_of
from sesshu.ward.intake.jobs.doubles import TOLD_TWICE, check_doubles
from sesshu.ward.intake.jobs.law import Judged, RowDose, Said, judge_rows
from sesshu.ward.intake.jobs.numbers import check_numbers
from sesshu.ward.intake.jobs.row_checks import Desk, check_row
from sesshu.ward.intake.subjects import subjects_of_rows
from sesshu.ward.residents.intake import bulk
from sesshu.wire.clinic_files.codes import Channel
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.render import without_home

PREGNANCY_COURSE = "pregnancy"
NOT_JUDGED = {"before_birth", "in_future"} | TOLD_TWICE
_SHELTER = """
INSERT INTO guarded_intake_row (row_id, text)
SELECT id, coalesce(corrected, text) FROM intake_row WHERE id = ANY (%s) AND text IS NOT NULL
ON CONFLICT DO NOTHING
"""
_EMPTY = """
UPDATE intake_row SET state = 'guarded', text = NULL, corrected = NULL, chosen_id = NULL, resident_id = NULL,
    outcome = NULL, findings = '[]' WHERE id = ANY (%s)
"""
_WRITE = """
UPDATE intake_row r SET state = n.state, resident_id = n.resident_id, outcome = n.outcome,
    findings = n.findings
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::jsonb[])
    AS n (id, state, resident_id, outcome, findings) WHERE r.id = n.id
"""
_KEEP_WHOLE = """
INSERT INTO guarded_intake_row (row_id, text) SELECT id, text FROM intake_row WHERE id = ANY (%s)
ON CONFLICT DO NOTHING
"""
_WITHOUT_HOME = """
UPDATE intake_row r SET text = n.text FROM unnest(%s::bigint[], %s::text[]) AS n (id, text) WHERE r.id = n.id
"""


def check_rows(
    rows: Sequence[StoredRow], file: FileFacts, on: date, rulebook: Rulebook
) -> Counter[str]:
    """Check rows and write what was found; how many stand where."""
    cases = examined(rows, file, on, rulebook)
    weights = weights_on(file.month, Channel(file.channel), JOBS)
    guarded = [case for case in cases if case.is_guarded]
    open_cases = [case for case in cases if not case.is_guarded]
    states = []
    for case in open_cases:
        weighty = weighed(case.findings, weights)
        state = state_of(weighty, stated=bool(case.stored.stated_reason))
        states.append((case, state, json.dumps(weighty, ensure_ascii=False)))
    _write(states)
    _hide_homes([case for case in open_cases if case.resident is None])
    _shelter([case.stored.id for case in guarded])
    counts = Counter(str(state) for _, state, _ in states)
    counts[RowState.GUARDED.value] = len(guarded)
    return counts


def examined(
    rows: Sequence[StoredRow], file: FileFacts, on: date, rulebook: Rulebook
) -> list[Case]:
    """Rows with everything that was found, whatever it weighs."""
    cases = [case_of(row) for row in rows]
    _find_residents(cases)
    desk = _desk(cases, file, on, rulebook)
    for case in cases:
        check_row(case, desk)
    check_numbers(cases)
    check_doubles(cases)
    _ask_the_law(cases, on, rulebook)
    return cases


def row_doses(cases: Iterable[Case]) -> list[RowDose]:
    """The rows that tell of a dose of a known resident and are worth asking the rulebook about."""
    return [
        RowDose(case.stored.id, case.resident, case.form)
        for case in cases
        if case.resident
        and case.form
        and case.form.is_given
        and not case.is_guarded
        and not case.situations & NOT_JUDGED
    ]


def _find_residents(cases: Sequence[Case]) -> None:
    readable = [case for case in cases if case.read.told]
    rows = [(case.read.told, case.stored.chosen) for case in readable if case.read.told]
    for case, who in zip(readable, subjects_of_rows(rows, JOBS), strict=True):
        case.resident, case.is_guarded = who.resident, who.is_guarded
        if who.situation:
            case.find(who.situation)


def _desk(cases: Sequence[Case], file: FileFacts, on: date, rulebook: Rulebook) -> Desk:
    forms = [case.form for case in cases if case.form]
    return Desk(
        file,
        on,
        rulebook,
        contracts_of({form.provider_code for form in forms}, JOBS),
        known_lots({lot_key(form.lot) for form in forms if form.lot}, JOBS),
    )


def _ask_the_law(cases: Sequence[Case], on: date, rulebook: Rulebook) -> None:
    by_id = {case.stored.id: case for case in cases}
    doses = row_doses(cases)
    judged = judge_rows(doses, on, rulebook)
    for dose in doses:
        case, said = by_id[dose.row_id], judged.verdicts[dose.row_id]
        _note_verdict(case, dose.form, said, rulebook)
        _note_standard(case, dose, judged)


def _note_verdict(case: Case, form: Form, said: Said, rulebook: Rulebook) -> None:
    for reason in said.reasons:
        situation = _situation(reason, form, rulebook)
        if situation:
            case.find(situation)
    if said.stops and not case.situations & set(OF_THE_LAW.values()):
        case.find("undecided")
    if form.dose_number and said.dose_number and form.dose_number != said.dose_number:
        text = f"記録から数えると{said.dose_number}回目です。"
        case.find("other_dose_number", text)


def _situation(reason: str, form: Form, rulebook: Rulebook) -> str | None:
    series = rulebook.series.get(form.series)
    courses: Mapping[str, object] = rulebook.courses
    of_pregnancy = series is not None and any(
        getattr(courses.get(code), "each", None) == PREGNANCY_COURSE for code in series.serves
    )
    if of_pregnancy and reason in IN_PREGNANCY:
        return IN_PREGNANCY[reason]
    return OF_THE_LAW.get(reason)


def _note_standard(case: Case, dose: RowDose, judged: Judged) -> None:
    begins, ends = judged.standard.get((dose.resident.id, dose.form.series), (None, None))
    early = begins is not None and dose.form.given_on < begins
    late = ends is not None and ends < dose.form.given_on
    if (early or late) and not case.findings:
        case.find("outside_standard")


def _write(states: Sequence[tuple[Case, RowState, str]]) -> None:
    columns: tuple[list[object], ...] = ([], [], [], [], [])
    for case, state, findings in states:
        resident = case.resident.id if case.resident else None
        outcome = case.form.outcome if case.form else None
        values = (case.stored.id, state.value, resident, outcome, findings)
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    bulk.execute(_WRITE, columns)


def _hide_homes(cases: Sequence[Case]) -> None:
    """Nobody knows yet whether the person is protected: the address goes behind the wall."""
    hidden = {case.stored.id: without_home(case.stored.text) for case in cases}
    bulk.execute(_KEEP_WHOLE, [list(hidden)])
    bulk.execute(_WITHOUT_HOME, [list(hidden), list(hidden.values())])


def _shelter(rows: Sequence[int]) -> None:
    bulk.execute(_SHELTER, [list(rows)])
    bulk.execute(_EMPTY, [list(rows)])
