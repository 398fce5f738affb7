"""What speaks against a refund, and how much it is: pure decisions (immunization-schedule §8.1)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sesshu.kernel.eras import in_japanese
from sesshu.kernel.intervals import MissingDay, earliest_after_months
from sesshu.kernel.outcomes import Legal
from sesshu.ward.refunds.ceilings import Ceiling
from sesshu.ward.refunds.codes import EvidenceKind, Outcome, Reason
from sesshu.ward.refunds.practice import Practice

NEEDED = (EvidenceKind.RECEIPT, EvidenceKind.RECORD)
ROUTINE = (Legal.ROUTINE_A, Legal.ROUTINE_B)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application with all that decides about it."""

    series: str
    given_on: date
    legal: Legal | None
    has_error: bool
    letters_on: Collection[date]
    """Days of issue of the request letters for this dose."""
    was_resident: bool
    clinic_is_paid: bool
    """Whether a clinic may bill the ward for the dose: then nobody else is paid for it."""
    refunded: bool
    """Whether this dose, or one of the same day and kind, was paid back before."""
    received_on: date
    claimed_yen: int
    fee_exempt: bool
    shown: Collection[EvidenceKind]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that speaks against paying."""

    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What follows from a case; ``reason`` is why not all is paid."""

    outcome: Outcome
    amount_yen: int
    most_yen: int
    reason: Reason | None


def findings_of(case: Case, practice: Practice) -> tuple[Finding, ...]:
    """Everything that speaks against paying, the gravest first."""
    return (*_of_dose(case), *_of_application(case, practice))


def last_day(given_on: date, practice: Practice) -> date | None:
    """The last day to apply: the same day months later, or the last of that month (民法第143条第2項)."""
    months = practice.months_on(given_on)
    if months is None:
        return None
    return earliest_after_months(given_on, months, MissingDay.LAST_OF_MONTH)


def proposed(case: Case, ceiling: Ceiling, findings: Collection[Finding]) -> Proposed:
    """Refused by the first finding; else the lesser of what was paid and of the ceiling (V091)."""
    most = ceiling.most(fee_exempt=case.fee_exempt)
    amount = min(case.claimed_yen, most)
    if findings:
        return Proposed(Outcome.REFUSED, 0, most, next(iter(findings)).reason)
    if amount <= 0:
        return Proposed(Outcome.REFUSED, 0, most, Reason.NOT_PAID)
    if amount < case.claimed_yen:
        return Proposed(Outcome.PARTLY, amount, most, Reason.CEILING)
    return Proposed(Outcome.GRANTED, amount, most, None)


def _of_dose(case: Case) -> Iterator[Finding]:
    if case.refunded:
        yield Finding(
            Reason.PAID_BEFORE, "この接種、または同じ日の同じ種類の接種に、支給の決定があります。"
        )
    if case.clinic_is_paid:
        yield Finding(
            Reason.CLINIC_PAID,
            "この接種は、医療機関への支払の対象です。本人が支払ったものなら、先に接種を訂正して"
            "「支払対象外」にしてください。",
        )
    if not any(issued_on <= case.given_on for issued_on in case.letters_on):
        yield Finding(
            Reason.NO_LETTER,
            "接種日までに発行した、この種類と回数の依頼書がありません。依頼書は、接種の後には出せません。",
        )
    if case.legal not in ROUTINE or case.has_error:
        yield Finding(
            Reason.NOT_ROUTINE, "接種の年齢・間隔などが定期接種の決まりに合っていません。"
        )
    if not case.was_resident:
        yield Finding(Reason.NOT_RESIDENT, "接種日に、区の住民ではありませんでした。")


def _of_application(case: Case, practice: Practice) -> Iterator[Finding]:
    until = last_day(case.given_on, practice)
    if until is not None and case.received_on > until:
        yield Finding(Reason.LATE, f"申請の期限（{in_japanese(until)}）を過ぎています。")
    if missing := [kind.label for kind in NEEDED if kind not in case.shown]:
        yield Finding(Reason.NOT_PROVED, f"{'と'.join(missing)}がありません。")
