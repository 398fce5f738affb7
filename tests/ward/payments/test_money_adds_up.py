"""Whatever is recorded, excluded, cancelled, settled, listed in any order: a clinic is paid for what stands.

The oracle is arithmetic: so many doses that stand and were settled, times the price.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

import pytest
from clinic_files_of_tests import clinic, enter_clinics
from doses_of_tests import BORN, PROVIDER, cancel, check, mr1, record
from examples_of_tests import ONE_WARD, examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from ledger_of_tests import CLERK
from payments_of_tests import enter_payee, payee
from residents_of_tests import add_resident
from settlements_of_tests import MR1, UNIT, approve, enter_prices, price

from sesshu.foundation.clock import today
from sesshu.foundation.walls import Place
from sesshu.kernel.clinics import clinic_check_digit
from sesshu.ward.fees import claims, settlements
from sesshu.ward.fees.models import Settlement
from sesshu.ward.fees.settling import Claimed
from sesshu.ward.payments import operations, queries
from sesshu.ward.payments.models import ClinicPayment
from sesshu.ward.payments.queries import Waiting
from sesshu.ward.payments.situations import NoClinicToPay
from sesshu.ward.records.queries import RecordedDose

MONTHS = [date(2026, month, 1) for month in range(4, 11)]
which = st.integers(0, 5)
clinics = count(1)


@dataclass
class Given:
    """What the test knows of a dose."""

    dose: RecordedDose
    month: date
    excluded: bool = False
    cancelled: bool = False
    paid: bool = False

    @property
    def stands(self) -> bool:
        return not (self.excluded or self.cancelled)


class Year(RuleBasedStateMachine):
    """The year of a clinic of its own; what it should have been paid is told without the database."""

    def __init__(self) -> None:
        super().__init__()
        leading = f"131{next(clinics):06d}"
        self.provider = f"{leading}{clinic_check_digit(leading)}"
        enter_clinics([clinic(self.provider)])
        enter_payee(payee(self.provider))
        self.given: list[Given] = []
        self.months = iter(MONTHS)
        self.listed = 0

    def paid(self) -> int:
        return UNIT * sum(each.paid for each in self.given)

    @rule(month=st.sampled_from(MONTHS), day=st.integers(1, 20))
    def vaccinate(self, month: date, day: int) -> None:
        there = replace(PROVIDER, provider_code=self.provider)
        given_on = month + timedelta(days=day)
        self.given.append(
            Given(record(mr1(add_resident(BORN), given_on, particulars=there)), month)
        )

    @precondition(lambda self: self.given)
    @rule(at=which)
    def exclude_or_take_that_back(self, at: int) -> None:
        each = self.given[at % len(self.given)]
        if not each.cancelled:
            each.excluded = not each.excluded
            settlements.exclude(CLERK, each.dose.id, "間違い接種" if each.excluded else None)

    @precondition(lambda self: self.given)
    @rule(at=which)
    def cancel(self, at: int) -> None:
        each = self.given[at % len(self.given)]
        if not each.cancelled:
            each.cancelled = True
            check(cancel(each.dose))

    @rule()
    def settle(self) -> None:
        month = next(self.months, None)
        if month is None:
            return
        now = sum(each.month == month and each.stands for each in self.given)
        said = Claimed(max(1, now), max(1, now) * UNIT)
        claims.enter(CLERK, self.provider, month, {MR1: said})
        returned = {} if now else {MR1: "記録がない"}
        approve(settlements.propose(CLERK, self.provider, month, returned, "月の確定"))
        for each in self.given:
            each.paid = each.stands and each.month <= month

    @rule()
    def make_list(self) -> None:
        waits = self.paid() - self.listed
        try:
            found = queries.list_of(operations.make_list(CLERK, today()))
        except NoClinicToPay:
            assert waits <= 0
            return
        assert found is not None
        own = [due.yen for due in found.dues if due.payee.provider_code == self.provider]
        assert own == [waits] * (waits > 0)
        self.listed += sum(own)

    @invariant()
    def what_was_settled_is_the_price_of_what_stands_paid(self) -> None:
        rows = Settlement.objects.filter(provider_code=self.provider)
        assert sum(row.yen for row in rows) == self.paid()
        lines = ClinicPayment.objects.filter(settlement__provider_code=self.provider)
        assert sum(line.settlement.yen for line in lines.select_related()) == self.listed

    @invariant()
    def what_waits_is_settled_and_in_no_list(self) -> None:
        waits = self.paid() - self.listed
        own = [each for each in queries.waiting(today()) if each.provider_code == self.provider]
        assert own == [Waiting(self.provider, waits, has_payee=True)] * (waits != 0)


@pytest.mark.hypothesis
def test_a_clinic_is_paid_for_what_stands_and_once(fresh_ward: Place) -> None:
    enter_prices(price())
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=examples(10),
            stateful_step_count=14,
            suppress_health_check=ONE_WARD,
            deadline=None,
        ),
    )
