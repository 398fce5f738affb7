"""All checks over rows of a file."""

from collections.abc import Iterable, Sequence
from datetime import date

from sesshu.foundation.walls import current_place
from sesshu.kernel.clinics import lot_key
from sesshu.schedule.types import Rulebook
from sesshu.ward.clinics.queries import contracts_of, known_lots
from sesshu.ward.fees.charges import charges_of
from sesshu.ward.fees.exemptions import exempt_on_days
from sesshu.ward.fees.rules import is_charged
from sesshu.ward.intake.codes import RowState
from sesshu.ward.intake.findings import (
    IN_PREGNANCY,
    OF_THE_LAW,
    Weights,
    state_of,
    weighed,
    weights_on,
)
from sesshu.ward.intake.jobs.cases import JOBS, Case, Checked, FileFacts, StoredRow, case_of
from sesshu.ward.intake.jobs.doubles import TOLD_TWICE, check_doubles
from sesshu.ward.intake.jobs.law import Judged, RowDose, Said, judge_rows
from sesshu.ward.intake.jobs.numbers import check_numbers
from sesshu.ward.intake.jobs.row_checks import Desk, check_row
from sesshu.ward.intake.subjects import subjects_of_rows
from sesshu.ward.pregnancies.rules import asks_for_pregnancy
from sesshu.wire.clinic_files.codes import Channel
from sesshu.wire.clinic_files.form import Form

NOT_JUDGED = {"before_birth", "in_future"} | TOLD_TWICE


def check_rows(
    rows: Sequence[StoredRow], file: FileFacts, on: date, rulebook: Rulebook
) -> list[Checked]:
    """Check the rows of a file together; where each of them stands now."""
    weights = weights_on(file.month, Channel(file.channel), JOBS)
    return [_checked(case, weights) for case in examined(rows, file, on, rulebook)]


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
    _ask_the_law(cases, file, on, rulebook)
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


def _checked(case: Case, weights: Weights) -> Checked:
    weighty = weighed(case.findings, weights)
    if case.is_guarded:
        return Checked(case, RowState.GUARDED, weighty)
    return Checked(case, state_of(weighty, stated=bool(case.stored.stated_reason)), weighty)


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
        charges_of(current_place().municipality),
        _exempt(cases, rulebook),
    )


def _exempt(cases: Iterable[Case], rulebook: Rulebook) -> set[tuple[int, date]]:
    charged = [
        (case.resident.id, case.form.given_on)
        for case in cases
        if case.resident and case.form and is_charged(case.form.series, rulebook)
    ]
    return exempt_on_days(charged, JOBS) if charged else set()


def _ask_the_law(cases: Sequence[Case], file: FileFacts, on: date, rulebook: Rulebook) -> None:
    by_id = {case.stored.id: case for case in cases}
    doses = row_doses(cases)
    judged = judge_rows(doses, file.month, on, rulebook)
    for dose in doses:
        case, said = by_id[dose.row_id], judged.verdicts[dose.row_id]
        _note_verdict(case, dose.form, said, rulebook)
        if not said.stops:
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
    if reason in IN_PREGNANCY and asks_for_pregnancy(form.series, rulebook):
        return IN_PREGNANCY[reason]
    return OF_THE_LAW.get(reason)


def _note_standard(case: Case, dose: RowDose, judged: Judged) -> None:
    begins, ends = judged.standard.get((dose.resident.id, dose.form.series), (None, None))
    early = begins is not None and dose.form.given_on < begins
    late = ends is not None and ends < dose.form.given_on
    if early or late:
        case.find("outside_standard")
