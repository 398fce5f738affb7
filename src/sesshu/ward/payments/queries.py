"""Reading payments to clinics: lists with a sum for each payee, and what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Sum

from sesshu.ward.fees.models import Settlement
from sesshu.ward.payments.models import ClinicPayee, ClinicPayment, ClinicPaymentList
from sesshu.ward.payments.returned import failed_clinics

LISTED = 100


@dataclass(frozen=True, slots=True)
class Due:
    """What one clinic is paid by a list: the sum over its settled months, which may take money back."""

    payee: ClinicPayee
    lines: tuple[ClinicPayment, ...]

    @property
    def yen(self) -> int:
        """The sum; more than nothing."""
        return sum(line.settlement.yen for line in self.lines)

    @property
    def paid_on(self) -> date | None:
        """The day on which the money went."""
        return self.lines[0].paid_on


@dataclass(frozen=True, slots=True)
class ListSeen:
    """A list with its payees in the order of their codes."""

    payment_list: ClinicPaymentList
    dues: tuple[Due, ...]

    @property
    def yen(self) -> int:
        """What is paid altogether."""
        return sum(each.yen for each in self.dues)

    @property
    def paid_on(self) -> date | None:
        """The day on which the money went; None while it did not."""
        return next((each.paid_on for each in self.dues), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Settled months of a clinic that are in no list; `failed` is what the bank said of the last try."""

    provider_code: str
    yen: int
    has_payee: bool
    failed: str | None = None


def lists() -> tuple[ListSeen, ...]:
    """Payment lists, newest first."""
    return _seen(ClinicPaymentList.objects.order_by("-id")[:LISTED])


def list_of(list_id: int) -> ListSeen | None:
    """One list; None if there is none."""
    return next(iter(_seen(ClinicPaymentList.objects.filter(pk=list_id))), None)


def waiting(on: date) -> tuple[Waiting, ...]:
    """Clinics with settled months in no list, and whether they have an account that may be paid on a day."""
    unlisted = Settlement.objects.filter(clinicpayment=None).values("provider_code")
    sums = unlisted.annotate(total=Sum("yen")).exclude(total=0).order_by("provider_code")
    known = set(
        ClinicPayee.objects.filter(valid_from__lte=on)
        .exclude(valid_until__lt=on)
        .filter(failedtransfer=None)
        .values_list("provider_code", flat=True)
    )
    failed = failed_clinics()
    return tuple(
        Waiting(code, yen, code in known, failed.get(code))
        for code, yen in sums.values_list("provider_code", "total")
    )


def _seen(rows: Iterable[ClinicPaymentList]) -> tuple[ListSeen, ...]:
    read = list(rows)
    found = ClinicPayment.objects.filter(payment_list__in=read)
    lines = found.select_related("settlement", "payee").order_by(
        "payment_list_id", "settlement__provider_code", "settlement__month"
    )
    dues: dict[int, list[Due]] = {}
    for (number, _), of_clinic in groupby(lines, key=_of_clinic):
        told = tuple(of_clinic)
        dues.setdefault(number, []).append(Due(told[0].payee, told))
    return tuple(ListSeen(row, tuple(dues.get(row.pk, ()))) for row in read)


def _of_clinic(line: ClinicPayment) -> tuple[int, str]:
    return line.payment_list_id, line.settlement.provider_code
