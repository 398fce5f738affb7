"""Children of the fictional ward who are vaccinated at their grandparents'; the parents are paid back."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from sesshu.config.demo.masters import Staff
from sesshu.config.demo.patients import living_here
from sesshu.config.demo.scans import scan
from sesshu.foundation import second_person
from sesshu.foundation.second_person import Proposal
from sesshu.schedule.load import current
from sesshu.ward.letters import request_letters
from sesshu.ward.letters.application import Application, Stay, Vaccination
from sesshu.ward.letters.codes import Addressee, Applicant, Channel, StayReason
from sesshu.ward.letters.models import RequestLetter
from sesshu.ward.payments.account import Account, AccountKind
from sesshu.ward.records import operations as records
from sesshu.ward.records import queries
from sesshu.ward.records.codes import Evidence as Shown
from sesshu.ward.records.codes import Source
from sesshu.ward.records.entry import DoseEntry, Particulars
from sesshu.ward.refunds import operations as refunds
from sesshu.ward.refunds.application import Application as Refund
from sesshu.ward.refunds.application import Evidence
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.codes import EvidenceKind
from sesshu.ward.refunds.models import RefundApplication
from sesshu.ward.residents.models import ResidentSearch

DESK = "感染症対策課"
FORMS = uuid.UUID("7a1c52b0-9f0e-4b0a-9a5b-5a2e7d0c4a64")  # one key per letter
AGE = (timedelta(days=63), timedelta(days=110))
AWAY = (timedelta(days=28), timedelta(days=58))
DOSE_AFTER = timedelta(days=40)
AT_GRANDPARENTS = Stay(
    municipality="271276",
    address="大阪府大阪市北区中之島一丁目3番20号",
    addressee_name="大阪市長",
    applicant_name="保護者",
)
PAID_YEN = 8_000
ACCOUNT = Account(
    bank_code="0001",
    branch_code="123",
    kind=AccountKind.ORDINARY,
    number="0012345",
    holder_kana="ホゴシヤ",
)


def ask_letter(staff: Staff, on: date) -> None:
    """The mayor of where the grandparents live is asked for the first HBV of a baby, unless today was."""
    if RequestLetter.objects.filter(issued_on=on).exists():
        return
    for child in _babies(on)[:1]:
        asked = _asked(staff, child.pk, on)
        second_person.approve(staff.checker, asked.pk, asked.sha256)


def leave_waiting(staff: Staff, on: date) -> None:
    """An application for a letter waits for its second person, unless there was one."""
    applied = Proposal.objects.filter(kind=request_letters.KIND, proposed_at__date=on)
    if not applied.exists():
        for child in _babies(on)[:1]:
            _asked(staff, child.pk, on)


def pay_back(staff: Staff, on: date) -> None:
    """Who was away and is back brings a receipt and a record of the dose; two people decide."""
    back = RequestLetter.objects.filter(planned_until__lt=on).order_by("pk")
    for letter in back.exclude(resident__in=RefundApplication.objects.values("resident")):
        dose = _recorded(staff, letter, on)
        number = refunds.take_in(staff.clerk, _refund(letter, dose, on))
        found = considered(RefundApplication.objects.get(pk=number)).proposed
        if found is not None:
            asked = refunds.propose_decision(staff.clerk, number, found, None, "")
            second_person.approve(staff.checker, asked.pk, asked.sha256)


def _babies(on: date) -> QuerySet[ResidentSearch]:
    youngest, oldest = AGE
    born = living_here().filter(birth_on__range=(on - oldest, on - youngest))
    return born.exclude(pk__in=RequestLetter.objects.values("resident"))


def _asked(staff: Staff, child: int, on: date) -> Proposal:
    return request_letters.apply(staff.clerk, _application(child, on), on, current())


def _application(child: int, on: date) -> Application:
    return Application(
        resident_id=child,
        vaccinations=(Vaccination("HBV", 1),),
        addressee=Addressee.MAYOR,
        reason=StayReason.BIRTH_AT_PARENTS,
        applicant=Applicant.GUARDIAN,
        channel=Channel.COUNTER,
        received_on=on,
        planned_from=on + AWAY[0],
        planned_until=on + AWAY[1],
        stay=AT_GRANDPARENTS,
    )


def _recorded(staff: Staff, letter: RequestLetter, on: date) -> queries.RecordedDose:
    """The dose as 実施報告書 tells of it, entered by one and checked by another."""
    entry = DoseEntry(
        resident_id=letter.resident_id,
        series="HBV",
        given_on=letter.issued_on + DOSE_AFTER,
        product="HBV",
        brand="bimmugen",
        vaccine_name="ビームゲン",
        maker="KMバイオロジクス",
        lot=f"Y{letter.issued_on:%y%m}",
        expires_on=letter.issued_on + timedelta(days=400),
        volume_ml=Decimal("0.25"),
        route="SC",
        payment_excluded=True,
        desk=DESK,
        source=Source.REQUEST_LETTER,
        evidence=Shown.COMPLETION_REPORT,
        particulars=Particulars(provider_name="大阪市の医療機関"),
    )
    asked = records.enter_dose(staff.clerk, entry, on, current(), _key(letter, "dose"))
    shown = records.verdict_shown(asked, on)
    records.approve(staff.checker, asked.pk, asked.sha256, shown, on)
    return max(queries.rows_of(letter.resident_id), key=lambda row: row.id)


def _refund(letter: RequestLetter, dose: queries.RecordedDose, on: date) -> Refund:
    kinds = (EvidenceKind.FORM, EvidenceKind.RECEIPT, EvidenceKind.RECORD)
    return Refund(
        form_key=_key(letter, "refund"),
        resident_id=letter.resident_id,
        dose_id=dose.id,
        applicant=Applicant.GUARDIAN,
        applicant_name="保護者",
        received_on=on,
        paid_on=dose.entry.given_on,
        claimed_yen=PAID_YEN,
        account=ACCOUNT,
        evidence=tuple(Evidence(kind, "image/png", scan()) for kind in kinds),
    )


def _key(letter: RequestLetter, what: str) -> uuid.UUID:
    return uuid.uuid5(FORMS, f"{letter.pk} {what}")
