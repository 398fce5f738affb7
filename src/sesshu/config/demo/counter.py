"""The counters of the fictional ward: lost papers, letters that came back, pregnancies, a guarded contact."""

from datetime import date, timedelta

from django.db.models import QuerySet

from sesshu.config.demo.masters import Staff
from sesshu.config.demo.patients import living_here
from sesshu.foundation import second_person
from sesshu.foundation.second_person import Proposal
from sesshu.ward.pregnancies import operations as pregnancies
from sesshu.ward.pregnancies.models import Pregnancy
from sesshu.ward.records.models import CurrentDose
from sesshu.ward.residents.guarded import KIND, request_contact
from sesshu.ward.residents.models import Resident, ResidentSearch
from sesshu.ward.vouchers import issuing, telling
from sesshu.ward.vouchers.codes import Channel, NextStep, ReissueReason, ReturnCause, VoidCause
from sesshu.ward.vouchers.models import Voucher, VoucherReturn, VoucherVoid
from sesshu.wire.residents.codes import Sex

DESK = "感染症対策課"
MOTHERS_AGES = (timedelta(days=23 * 366), timedelta(days=38 * 366))
MOTHERS_A_MONTH = 4
UNTIL_DUE = timedelta(days=110)


def papers_lost(staff: Staff, on: date) -> None:
    """Somebody lost the voucher that was sent last: its number is void, another holds."""
    reissued = VoucherVoid.objects.filter(cause=VoidCause.REISSUED, recorded_at__date=on)
    if not reissued.exists():
        for lost in _unused()[:1]:
            issuing.reissue(staff.clerk, [lost.pk], Channel.COUNTER, ReissueReason.LOST, DESK)


def letter_came_back(staff: Staff, on: date) -> None:
    """A letter came back; what was to be done about the one before is done."""
    if VoucherReturn.objects.filter(returned_on=on).exists():
        return
    for before in VoucherReturn.objects.filter(settled_at=None):
        telling.settle(staff.clerk, before.pk)
    for sent in _unused()[:1]:
        cause, following = ReturnCause.UNKNOWN_ADDRESS, NextStep.CHECK_RESIDENCE
        telling.came_back(staff.clerk, sent.number, on, cause, following)


def pregnancies_told(staff: Staff, on: date) -> None:
    """Some women tell of a pregnancy."""
    if not Pregnancy.objects.filter(notified_on=on).exists():
        for mother in _mothers(on):
            pregnancies.record(staff.maternal, mother.pk, on, on + UNTIL_DUE)


def contact_asked(staff: Staff, on: date) -> None:
    """A clerk asks for a contact that is guarded; another allows one look."""
    if Proposal.objects.filter(kind=KIND, proposed_at__date=on).exists():
        return
    for resident in Resident.objects.filter(is_guarded=True).order_by("pk")[:1]:
        asked = request_contact(staff.clerk, resident.pk, "再発行した券の送付先を確かめるため")
        second_person.approve(staff.guarding, asked.pk, asked.sha256)


def _unused() -> QuerySet[Voucher]:
    """Vouchers of people who live here and have had neither a dose nor another paper, the newest first."""
    holding = Voucher.objects.filter(vouchervoid=None, pregnancy=None, voucherreturn=None)
    here = holding.filter(resident__in=living_here().values("resident"))
    left = here.exclude(resident__in=CurrentDose.objects.values("resident"))
    return left.exclude(resident__in=VoucherVoid.objects.values("voucher__resident")).order_by(
        "-pk"
    )


def _mothers(on: date) -> QuerySet[ResidentSearch]:
    youngest, oldest = MOTHERS_AGES
    women = living_here().filter(version__sex=Sex.FEMALE)
    aged = women.filter(birth_on__range=(on - oldest, on - youngest))
    return aged.exclude(pk__in=Pregnancy.objects.values("resident"))[:MOTHERS_A_MONTH]
