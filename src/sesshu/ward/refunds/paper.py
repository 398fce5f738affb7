"""支給・不支給決定通知書 as PDF, made when somebody opens it (F11)."""

from datetime import date

from sesshu.documents import render
from sesshu.documents.official_letter import FORM, Letter, OfficialLetters, payment_order
from sesshu.documents.official_letter import refund_decision as drawn
from sesshu.foundation.walls import current_place
from sesshu.schedule.types import Rulebook
from sesshu.ward.letters.paper import number_on_paper, person_on_paper
from sesshu.ward.offices import office_of
from sesshu.ward.payments.account import Account
from sesshu.ward.records.queries import RecordedDose
from sesshu.ward.refunds.codes import Reason
from sesshu.ward.refunds.models import RefundDecision
from sesshu.ward.refunds.situations import RefundNotPrintable
from sesshu.ward.residents.queries import Resident

__all__ = ["decision_pdf", "number_on_paper"]


def decision_pdf(
    decision: RefundDecision,
    dose: RecordedDose,
    resident: Resident,
    rulebook: Rulebook,
    *,
    handed_over: bool = False,
) -> bytes:
    """The letter to the applicant, at the registered address; one handed over bears none.

    Raises RefundNotPrintable for a guarded resident whose letter is not handed over, MissingGlyph.
    """
    if resident.address is None and not handed_over:
        raise RefundNotPrintable
    person = person_on_paper(resident)
    series = rulebook.series.get(dose.entry.series)
    number = f"　{dose.dose_number}回目" if dose.dose_number else ""
    letter = drawn(
        number=number_on_paper(decision.fiscal_year, decision.number),
        issued_on=decision.decided_on,
        reader=decision.application.applicant_name,
        address=None if handed_over else person.address,
        person=person,
        vaccination=f"{series.name if series else dose.entry.series}{number}",
        given_on=dose.entry.given_on,
        claimed_yen=decision.claimed_yen,
        paid_yen=decision.amount_yen,
        reason=reason_on_paper(decision),
    )
    return _printed(letter)


def order_pdf(decision: RefundDecision, account: Account, on: date) -> bytes:
    """支払依頼書: what the treasury pays somebody guarded; who it is stands in the account alone."""
    return _printed(
        payment_order(
            number=number_on_paper(decision.fiscal_year, decision.number),
            issued_on=on,
            paid_yen=decision.amount_yen,
            bank=f"{account.bank_code}-{account.branch_code}",
            account=f"{account.kind.label}　{account.number}",
            holder=account.holder_kana,
        )
    )


def reason_on_paper(decision: RefundDecision) -> str:
    """The office's words, with what the clerk added; nothing where all is paid."""
    if decision.reason is None:
        return ""
    words = Reason(decision.reason).label
    return f"{words}　{decision.note}" if decision.note else words


def _printed(letter: Letter) -> bytes:
    office = office_of(current_place().municipality)
    return render(FORM, OfficialLetters(office=office, letters=(letter,)))
