"""Letters that came back and wait for somebody (返戻)."""

from dataclasses import dataclass
from datetime import date

from sesshu.ward.records.subject import Subject, subjects_of
from sesshu.ward.vouchers.codes import NextStep, ReturnCause
from sesshu.ward.vouchers.models import VoucherReturn

LISTED = 300


@dataclass(frozen=True, slots=True)
class Waiting:
    """One letter that came back, with whose it is and what is to be done."""

    id: int
    subject: Subject
    number: str
    series: str
    dose: int
    returned_on: date
    cause: ReturnCause
    next_step: NextStep


def returns_to_settle() -> list[Waiting]:
    """What came back and is not settled, the oldest first."""
    found = VoucherReturn.objects.filter(settled_at=None).select_related("voucher")
    rows = list(found.order_by("returned_on", "id")[:LISTED])
    subjects = subjects_of({row.voucher.resident_id for row in rows})
    return [_waiting(row, subjects[row.voucher.resident_id]) for row in rows]


def _waiting(row: VoucherReturn, subject: Subject) -> Waiting:
    voucher = row.voucher
    return Waiting(
        id=row.pk,
        subject=subject,
        number=voucher.number,
        series=voucher.series,
        dose=voucher.dose,
        returned_on=row.returned_on,
        cause=ReturnCause(row.cause),
        next_step=NextStep(row.next_step),
    )
