"""The money of the fictional ward: prices, accounts, budgets; each clinic's month claimed, settled, paid."""

from contextlib import suppress
from datetime import date

from sesshu.config.demo.doses import CLINICS
from sesshu.config.demo.masters import Staff
from sesshu.foundation import second_person
from sesshu.foundation.second_person import Proposal
from sesshu.schedule.load import current
from sesshu.ui.dates import in_month
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.fees import budgets, claims, prices, settlements
from sesshu.ward.fees.budgets import Allowed
from sesshu.ward.fees.models import Budget, UnitPrice
from sesshu.ward.fees.overview import clinics_of
from sesshu.ward.fees.prices import Price
from sesshu.ward.fees.settling import Claimed
from sesshu.ward.payments import operations as to_clinics
from sesshu.ward.payments import payees
from sesshu.ward.payments.account import Account, AccountKind
from sesshu.ward.payments.models import ClinicPayee
from sesshu.ward.payments.payees import Payee
from sesshu.ward.payments.queries import lists as lists_to_clinics
from sesshu.ward.payments.situations import NoClinicToPay
from sesshu.ward.records.codes import Outcome
from sesshu.ward.refunds import operations as refunds
from sesshu.ward.refunds.queries import lists as lists_of_refunds
from sesshu.ward.refunds.situations import NothingToPay

YEN = {Outcome.GIVEN: 11_000, Outcome.SCREENED_ONLY: 3_000}
"""Amounts of the fictional ward, the same for every series."""
BUDGET_YEN = {"MR1": 6_000_000, "VAR": 6_000_000, "BCG": 3_000_000, "FLU": 25_000_000}
HOLDERS = ("サクラダイコドモクリニツク", "チトセドオリフアミリイイイン", "ミドリザカシヨウニカ")
TOO_MANY = "記録と請求の件数が違います。予診票を確かめて、もう一度請求してください。"
MONTHS_CLAIMED_WRONG = (6, 12)


def enter_prices(staff: Staff, begins: date) -> None:
    """The same price for every series from a day on, and each clinic's account, unless they are there."""
    if not UnitPrice.objects.exists():
        entries = [
            Price(contract=Contract.WARD, series=code, outcome=outcome, yen=yen, valid_from=begins)
            for code in current().series
            for outcome, yen in YEN.items()
        ]
        _agreed(staff, prices.propose(staff.fees, entries, "契約書のとおり"))
    if not ClinicPayee.objects.exists():
        for number, (code, _) in enumerate(CLINICS):
            payee = Payee(code, _account(number), begins)
            _agreed(staff, payees.propose(staff.fees, payee, "口座振替依頼書のとおり"))


def enter_budgets(staff: Staff, year: int) -> None:
    """What the series may cost in a fiscal year, unless it was said."""
    if not Budget.objects.filter(fiscal_year=year).exists():
        for series, yen in BUDGET_YEN.items():
            asked = budgets.propose(staff.fees, Allowed(year, series, yen), "当初予算のとおり")
            _agreed(staff, asked)


def settle(staff: Staff, month: date) -> None:
    """Every clinic's month that is not settled.

    In some months the first claims one too many, which goes back.
    """
    for place, clinic in enumerate(clinics_of(month)):
        if clinic.settled_yen is None and not clinic.waits:
            too_many = place == 0 and month.month in MONTHS_CLAIMED_WRONG
            settle_clinic(staff, clinic.provider_code, month, too_many=int(too_many))


def settle_clinic(staff: Staff, provider: str, month: date, *, too_many: int) -> None:
    """One clinic's month, which claims so many more of its first kind than were recorded."""
    _agreed(staff, _asked(staff, provider, month, too_many=too_many))


def leave_waiting(staff: Staff, month: date) -> None:
    """Every clinic's month that was not claimed is, and waits for its second person."""
    for clinic in clinics_of(month):
        if clinic.recorded and not clinic.claimed:
            _asked(staff, clinic.provider_code, month, too_many=0)


def list_payments(staff: Staff, on: date) -> None:
    """What was settled and decided since the last time goes into lists."""
    with suppress(NoClinicToPay):
        to_clinics.make_list(staff.fees, on)
    with suppress(NothingToPay):
        refunds.make_list(staff.runner, on)


def mark_paid(staff: Staff, on: date) -> None:
    """The money of every list of an earlier day has gone."""
    for clinics in lists_to_clinics():
        if clinics.paid_on is None and clinics.payment_list.listed_on < on:
            to_clinics.mark_paid(staff.fees, clinics.payment_list.pk, on)
    for people in lists_of_refunds():
        if people.paid_on is None and people.payment_list.listed_on < on:
            refunds.mark_paid(staff.runner, people.payment_list.pk, on)


def _asked(staff: Staff, provider: str, month: date, *, too_many: int) -> Proposal:
    counted = settlements.month_of(provider, month, current())
    lines = {each.kind: Claimed(each.doses, each.yen) for each in counted}
    first = counted[0]
    more = too_many * YEN[Outcome.GIVEN]
    lines[first.kind] = Claimed(first.doses + too_many, first.yen + more)
    claims.enter(staff.fees, provider, month, lines)
    wrong = {first.kind} if too_many else set()
    returned = {
        each.kind: TOO_MANY for each in counted if each.kind in wrong or not each.may_be_paid
    }
    return settlements.propose(staff.fees, provider, month, returned, f"{in_month(month)}分")


def _account(number: int) -> Account:
    return Account(
        bank_code="0001",
        branch_code=f"{201 + number}",
        kind=AccountKind.ORDINARY,
        number=f"{7_000_001 + number}",
        holder_kana=HOLDERS[number],
    )


def _agreed(staff: Staff, asked: Proposal) -> None:
    second_person.approve(staff.checker, asked.pk, asked.sha256)
