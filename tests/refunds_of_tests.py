"""Refunds of tests: today's letter, today's dose, paid and applied for today."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from doses_of_tests import mr1
from ledger_of_tests import CLERK, COLLEAGUE
from letters_of_tests import ON, applied, approved
from settlements_of_tests import enter_prices, price

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal
from sesshu.schedule import load
from sesshu.ward.fees.models import UnitPrice
from sesshu.ward.letters.codes import Applicant
from sesshu.ward.payments.account import Account, AccountKind
from sesshu.ward.records import operations as records
from sesshu.ward.records.codes import Evidence as Shown
from sesshu.ward.records.codes import Source
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.refunds import operations
from sesshu.ward.refunds.application import Application, Evidence
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.codes import EvidenceKind, Reason
from sesshu.ward.refunds.models import RefundApplication, RefundDecision

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
ACCOUNT = Account(
    bank_code="0001",
    branch_code="123",
    kind=AccountKind.ORDINARY,
    number="0012345",
    holder_kana="ヤマダ タロウ",
)
RECEIPT = Evidence(EvidenceKind.RECEIPT, "image/png", PNG)
RECORD = Evidence(EvidenceKind.RECORD, "image/png", PNG)
MOST = 10_000
"""The contract price of HBV."""


def given(child: int, **others: Any) -> RecordedDose:
    """HBV of today, reported by another municipality, as two people recorded it."""
    said: dict[str, Any] = {
        "series": "HBV",
        "product": "HBV",
        "brand": "bimmugen",
        "vaccine_name": "ビームゲン",
        "volume_ml": Decimal("0.25"),
        "source": Source.REQUEST_LETTER,
        "evidence": Shown.COMPLETION_REPORT,
        "payment_excluded": True,
    }
    if not UnitPrice.objects.filter(series="HBV").exists():
        enter_prices(price(series="HBV", yen=MOST, valid_from=date(2024, 4, 1)))
    entry = mr1(child, ON, **(said | others))
    _confirmed(records.enter_dose(CLERK, entry, ON, load.current(), uuid4()))
    return doses_of(child)[-1]


def corrected(dose: RecordedDose, **others: Any) -> None:
    """Two people correct a dose."""
    entry = replace(dose.entry, **others)
    _confirmed(records.correct_dose(CLERK, dose.id, entry, "控え", ON, load.current(), uuid4()))


def _confirmed(proposal: Proposal) -> None:
    shown = records.verdict_shown(proposal, ON)
    records.approve(COLLEAGUE, proposal.pk, proposal.sha256, shown, ON)


def under_a_letter(child: int, **others: Any) -> RecordedDose:
    """The same, after a letter of today."""
    approved(applied(child))
    return given(child, **others)


def application(dose: RecordedDose, **others: Any) -> Application:
    """A guardian paid for a dose."""
    said: dict[str, Any] = {
        "form_key": uuid4(),
        "resident_id": dose.entry.resident_id,
        "dose_id": dose.id,
        "applicant": Applicant.GUARDIAN,
        "applicant_name": "山田 太郎",
        "received_on": ON,
        "paid_on": ON,
        "claimed_yen": 8_000,
        "account": ACCOUNT,
        "evidence": (RECEIPT, RECORD),
    }
    return Application(**(said | others))


def taken_in(dose: RecordedDose, **others: Any) -> RefundApplication:
    """The clerk takes it in."""
    number = operations.take_in(CLERK, application(dose, **others))
    return RefundApplication.objects.get(pk=number)


def proposed(
    row: RefundApplication, refusal: Reason | None = None, note: str = "", actor: Actor = CLERK
) -> Proposal:
    """The clerk hands on what was found."""
    found = considered(row).proposed
    assert found
    return operations.propose_decision(actor, row.pk, found, refusal, note)


def decided(row: RefundApplication, refusal: Reason | None = None) -> RefundDecision:
    """The colleague decides so."""
    approve(proposed(row, refusal))
    return RefundDecision.objects.get(application=row)


def approve(proposal: Proposal, actor: Actor = COLLEAGUE) -> Proposal:
    """Somebody decides what is shown."""
    return second_person.approve(actor, proposal.pk, proposal.sha256)


def other_account(**others: Any) -> Account:
    """The account with parts changed."""
    return replace(ACCOUNT, **others)
