"""上限額 of refunds: the contract price of the day of the dose, entered by two (V011, V091)."""

from datetime import date, timedelta

import pytest
from ledger_of_tests import CLERK
from letters_of_tests import BORN, ON
from refunds_of_tests import MOST, approve, decided, given, proposed, taken_in, under_a_letter
from residents_of_tests import add_resident
from settlements_of_tests import enter_prices, price

from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.fees.charges import Charges
from sesshu.ward.fees.prices import price_on
from sesshu.ward.records.codes import Outcome
from sesshu.ward.refunds import operations, situations
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.ceilings import Ceiling, ceiling_of
from sesshu.ward.refunds.models import RefundDecision
from sesshu.ward.refunds.rules import Proposed

pytestmark = pytest.mark.usefixtures("fresh_ward")
FROM = date(2026, 4, 1)
OF_WARD = (Contract.WARD, "ZOS")


def ceiling(series: str, product: str | None, day: date) -> Ceiling | None:
    return ceiling_of(series, product, day, load.current())


def test_the_price_of_the_day_of_the_dose_is_the_ceiling_not_that_of_today() -> None:
    enter_prices(price(series="HBV", yen=9_000, valid_from=FROM))
    enter_prices(price(series="HBV", yen=7_000, valid_from=FROM + timedelta(days=30)))
    assert ceiling("HBV", "HBV", FROM + timedelta(days=29)) == Ceiling(9_000, 0)
    assert ceiling("HBV", "HBV", FROM + timedelta(days=30)) == Ceiling(7_000, 0)
    assert ceiling("HBV", "HBV", FROM - timedelta(days=1)) is None


def test_a_price_of_its_product_comes_before_the_price_of_any() -> None:
    enter_prices(
        price(series="ZOS", yen=9_000, valid_from=FROM),
        price(series="ZOS", product="RZV", yen=22_000, valid_from=FROM),
    )
    assert price_on(*OF_WARD, "RZV", Outcome.GIVEN, FROM) == 22_000
    assert price_on(*OF_WARD, "ZVL", Outcome.GIVEN, FROM) == 9_000
    assert price_on(*OF_WARD, None, Outcome.GIVEN, FROM) == 9_000
    assert ceiling("ZOS", "RZV", FROM) == Ceiling(22_000, 10_000)
    assert ceiling("ZOS", "ZVL", FROM) == Ceiling(9_000, 4_000)


def test_a_newer_price_of_one_product_leaves_the_others_running() -> None:
    enter_prices(
        price(series="ZOS", yen=9_000, valid_from=FROM),
        price(series="ZOS", product="RZV", yen=22_000, valid_from=FROM),
    )
    enter_prices(price(series="ZOS", product="RZV", yen=21_000, valid_from=date(2026, 6, 1)))
    assert price_on(*OF_WARD, "RZV", Outcome.GIVEN, date(2026, 5, 31)) == 22_000
    assert price_on(*OF_WARD, "RZV", Outcome.GIVEN, date(2026, 6, 1)) == 21_000
    assert price_on(*OF_WARD, "ZVL", Outcome.GIVEN, date(2027, 3, 31)) == 9_000


def test_prices_of_other_contracts_and_of_screenings_are_no_ceiling() -> None:
    enter_prices(
        price(series="HBV", contract=Contract.MUTUAL, valid_from=FROM),
        price(series="HBV", outcome=Outcome.SCREENED_ONLY, yen=3_000, valid_from=FROM),
    )
    assert ceiling("HBV", "HBV", FROM) is None


def test_without_an_own_share_entered_b_has_no_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    enter_prices(price(series="FLU", yen=5_500, valid_from=FROM))
    assert ceiling("FLU", "FLU", FROM) == Ceiling(5_500, 2_500)
    monkeypatch.setattr("sesshu.ward.refunds.ceilings.charges_of", lambda _: Charges())
    assert ceiling("FLU", "FLU", FROM) is None


def test_a_share_above_the_price_leaves_nothing_and_takes_nothing() -> None:
    assert Ceiling(2_000, 2_500).most(fee_exempt=False) == 0
    assert Ceiling(2_000, 2_500).most(fee_exempt=True) == 2_000


def test_a_price_that_changed_after_the_page_was_shown_stops_the_decision() -> None:
    proposal = proposed(taken_in(under_a_letter(add_resident(BORN))))
    enter_prices(price(series="HBV", yen=MOST - 1, valid_from=ON))
    with pytest.raises(situations.NotAsFound):
        approve(proposal)
    assert not RefundDecision.objects.exists()


def test_the_database_itself_pays_nothing_above_the_contract_price(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = taken_in(under_a_letter(add_resident(BORN)), claimed_yen=MOST + 1)
    too_much = Proposed(operations.Outcome.GRANTED, MOST + 1, MOST + 1, None)
    monkeypatch.setattr(operations, "_found", lambda _: too_much)
    proposal = operations.propose_decision(CLERK, row.pk, too_much, None, "")
    with pytest.raises(situations.NotAsFound):
        approve(proposal)


def test_what_was_decided_stays_when_the_price_changes(fresh_ward: Place) -> None:
    decision = decided(taken_in(under_a_letter(add_resident(BORN))))
    enter_prices(price(series="HBV", yen=1, valid_from=ON))
    decision.refresh_from_db()
    assert (decision.amount_yen, decision.most_yen) == (8_000, MOST)


def test_a_dose_of_a_day_without_a_price_waits_for_one() -> None:
    enter_prices(price(series="HBV", valid_from=ON + timedelta(days=1)))
    row = taken_in(given(add_resident(BORN)))
    assert considered(row).proposed is None
    enter_prices(price(series="HBV", yen=MOST, valid_from=ON, valid_until=ON))
    assert considered(row).proposed is not None
