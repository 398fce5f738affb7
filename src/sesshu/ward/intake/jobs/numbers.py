"""券番号 of rows: held against the vouchers that were issued (V081)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sesshu.kernel.voucher_numbers import check_digit
from sesshu.ward.intake.jobs.cases import Case
from sesshu.ward.residents.intake import bulk
from sesshu.wire.clinic_files.form import Form

UNUSABLE = {"number_void", "number_of_other", "number_of_other_series"}
_ISSUED = """
SELECT v.number, v.resident_id, v.series, EXISTS (SELECT FROM voucher_void x WHERE x.voucher_id = v.id)
FROM voucher v WHERE v.number = ANY (%s)
"""


class Issued(NamedTuple):
    """A voucher as it was issued."""

    resident_id: int
    series: str
    is_void: bool


def check_numbers(cases: Sequence[Case]) -> None:
    """Note numbers that were misread, never issued, voided, or issued for somebody or something else."""
    issued = issued_numbers(case.form for case in cases if case.form)
    for case in cases:
        if case.form and case.form.voucher_number:
            situation = _wrong(case, case.form, issued.get(case.form.voucher_number))
            if situation:
                case.find(situation)


def issued_numbers(forms: Iterable[Form]) -> dict[str, Issued]:
    """The vouchers of ours among the numbers of forms."""
    numbers = [form.voucher_number for form in forms if form.voucher_number]
    return {row[0]: Issued(*row[1:]) for row in bulk.rows(_ISSUED, [numbers])}


def _wrong(case: Case, form: Form, voucher: Issued | None) -> str | None:
    if voucher is None:
        return "number_misread" if check_digit(str(form.voucher_number)) else "number_unknown"
    if case.resident is not None and case.resident.id != voucher.resident_id:
        return "number_of_other"
    if voucher.is_void:
        return "number_void"
    return None if voucher.series == form.series else "number_of_other_series"
