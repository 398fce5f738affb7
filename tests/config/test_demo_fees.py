"""The demo's welfare file and its settled month, on a ward of two children."""

from datetime import date

import pytest
from clinic_files_of_tests import CLINIC, clinic, enter_clinics
from residents_of_tests import add_resident
from settlements_of_tests import APRIL, dose

from sesshu.config.demo import fees
from sesshu.config.demo.masters import staff
from sesshu.foundation.accounts.demo import demo_accounts
from sesshu.foundation.clock import now
from sesshu.foundation.walls import Place
from sesshu.ward.fees.exemptions import exempt_on
from sesshu.ward.fees.models import Settlement, SettlementLine, UnitPrice, WelfareFile

ON = date(2026, 5, 20)


@pytest.fixture
def lived(fresh_ward: Place) -> int:
    demo_accounts(now())
    first = add_resident(date(1950, 4, 1))
    enter_clinics([clinic(CLINIC)])
    dose()
    fees.work(staff(), ON)
    return first


def test_a_clinic_is_settled_with_a_claim_that_goes_back(lived: int) -> None:
    settled = Settlement.objects.get()
    assert (settled.provider_code, settled.month) == (CLINIC, APRIL)
    assert [line.treatment for line in SettlementLine.objects.all()] == ["returned"]
    assert exempt_on([lived], date(2026, 4, 1)) == {lived}


def test_a_second_build_does_nothing_again(lived: int) -> None:
    before = [model.objects.count() for model in (WelfareFile, UnitPrice, Settlement)]
    fees.work(staff(), ON)
    assert [model.objects.count() for model in (WelfareFile, UnitPrice, Settlement)] == before
