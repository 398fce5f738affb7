"""Reading what banks sent back, and what waits because a transfer failed."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from sesshu.ward.payments.codes import Fate
from sesshu.ward.payments.models import BankReturn, BankReturnRow, FailedTransfer

LISTED = 60
MOST = 200
_FAILED = FailedTransfer.objects.select_related("row", "settlement", "decision").order_by("id")


def bank_returns() -> QuerySet[BankReturn]:
    """Files of the bank, the newest first, each with the numbers of its rows by fate."""
    counts = {
        fate.value: Count("bankreturnrow", filter=Q(bankreturnrow__fate=fate.value))
        for fate in Fate
    }
    return BankReturn.objects.annotate(**counts).order_by("-id")[:LISTED]


def rows_to_look_at(files: Iterable[BankReturn]) -> list[BankReturnRow]:
    """Rows of the files that were not paid; at most MOST, the newest first."""
    found = BankReturnRow.objects.filter(file__in=list(files)).exclude(fate=Fate.PAID)
    return list(found.select_related("file").order_by("-file_id", "row_number")[:MOST])


def failed_of_clinic_list(list_id: int) -> list[FailedTransfer]:
    """The settled months that left a list."""
    return list(_FAILED.all().filter(clinic_list_id=list_id))


def failed_of_refund_list(list_id: int) -> list[FailedTransfer]:
    """The decisions of ordinary people that left a list."""
    found = _FAILED.all().filter(refund_list_id=list_id)
    return list(found.exclude(decision__resident__is_guarded=True))


def failed_clinics() -> dict[str, str]:
    """Why clinics whose months wait for another list could not be paid, by their codes."""
    found = _FAILED.all().filter(settlement__isnull=False, settlement__clinicpayment=None)
    return {each.settlement.provider_code: each.row.result for each in found if each.settlement}


def failed_refunds() -> list[FailedTransfer]:
    """Decided refunds of ordinary people that a bank could not pay and that are in no list yet."""
    found = _FAILED.all().filter(decision__isnull=False, decision__refundpayment=None)
    newest = {each.decision_id: each for each in found.exclude(decision__resident__is_guarded=True)}
    return list(newest.values())
