"""What one resident was sent: every number ever given out, and what became of it (V030)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.models import Dose
from sesshu.ward.vouchers.codes import (
    Channel,
    Exemption,
    IssueClass,
    NextStep,
    ReissueReason,
    ReturnCause,
    VoidCause,
)
from sesshu.ward.vouchers.models import (
    IssueStep,
    Voucher,
    VoucherExemption,
    VoucherReturn,
    VoucherVoid,
)


@dataclass(frozen=True, slots=True)
class Issued:
    """One voucher in the history of a resident, in the words of the office."""

    id: int
    number: str
    series: str
    dose: int
    for_year: int | None
    issue_class: IssueClass
    channel: Channel | None
    reason: ReissueReason | None
    desk: str
    by: str
    at: datetime
    run_id: int | None
    run_name: str
    posted_at: datetime | None
    void: VoidCause | None
    void_at: datetime | None
    given_on: date | None
    returns: tuple["Returned", ...]

    @property
    def holds(self) -> bool:
        """Whether it may still be used."""
        return self.void is None and self.given_on is None


@dataclass(frozen=True, slots=True)
class Returned:
    """A letter that came back."""

    id: int
    returned_on: date
    cause: ReturnCause
    next_step: NextStep
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Exempt:
    """Why somebody gets no vouchers of a series, or of any (None)."""

    series: str | None
    cause: Exemption
    by: str
    at: datetime


def history_of(resident_id: int) -> list[Issued]:
    """Every voucher of a resident, given out under whichever of their 宛名, the newest first."""
    numbers = numbers_of([resident_id])[resident_id]
    vouchers = Voucher.objects.filter(resident_id__in=numbers).order_by("-id")
    found = list(vouchers.select_related("candidate__issue_run"))
    ids = [voucher.pk for voucher in found]
    voids = {void.voucher_id: void for void in VoucherVoid.objects.filter(voucher_id__in=ids)}
    used = _used(numbers)
    returns = _returns(ids)
    return [
        _issued(voucher, voids.get(voucher.pk), used.get(voucher.number), returns)
        for voucher in found
    ]


def exemptions_of(resident_id: int) -> list[Exempt]:
    """What holds now of what the ward was told."""
    numbers = numbers_of([resident_id])[resident_id]
    told = VoucherExemption.objects.filter(resident_id__in=numbers)
    newest = told.order_by("series", "-id").distinct("series")
    return [
        Exempt(one.series, Exemption(one.cause), one.recorded_by_name, one.recorded_at)
        for one in newest
        if one.cause
    ]


def _used(numbers: Collection[int]) -> dict[str, date]:
    standing = Dose.objects.filter(resident_id__in=numbers, currentdose__isnull=False)
    ours = standing.filter(voucher_number__isnull=False, foreign_voucher=False)
    return {str(number): day for number, day in ours.values_list("voucher_number", "given_on")}


def _returns(voucher_ids: list[int]) -> dict[int, list[Returned]]:
    found: dict[int, list[Returned]] = {}
    for row in VoucherReturn.objects.filter(voucher_id__in=voucher_ids).order_by("id"):
        told = Returned(
            row.pk, row.returned_on, ReturnCause(row.cause), NextStep(row.next_step), row.settled_at
        )
        found.setdefault(row.voucher_id, []).append(told)
    return found


def _issued(
    voucher: Voucher,
    void: VoucherVoid | None,
    given_on: date | None,
    returns: dict[int, list[Returned]],
) -> Issued:
    run = voucher.candidate.issue_run if voucher.candidate else None
    return Issued(
        id=voucher.pk,
        number=voucher.number,
        series=voucher.series,
        dose=voucher.dose,
        for_year=voucher.for_year,
        issue_class=IssueClass(voucher.issue_class),
        channel=Channel(voucher.channel) if voucher.channel else None,
        reason=ReissueReason(voucher.reason) if voucher.reason else None,
        desk=voucher.desk,
        by=voucher.recorded_by_name,
        at=voucher.recorded_at,
        run_id=run.pk if run else None,
        run_name=run.name if run else "",
        posted_at=_posted_at(run.pk) if run else None,
        void=VoidCause(void.cause) if void else None,
        void_at=void.recorded_at if void else None,
        given_on=given_on,
        returns=tuple(returns.get(voucher.pk, ())),
    )


def _posted_at(run_id: int) -> datetime | None:
    posted = IssueStep.objects.filter(issue_run_id=run_id, step="posted")
    return posted.values_list("recorded_at", flat=True).first()
