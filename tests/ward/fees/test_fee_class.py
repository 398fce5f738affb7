"""Who pays for a dose on a day: the rule by itself (B14, V107)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.schedule import load
from sesshu.ward.fees.charges import Charge, Charges, ExemptsUntaxed, charges_of
from sesshu.ward.fees.codes import MARKS, FeeClass
from sesshu.ward.fees.rules import fee_of

FROM, UNTIL = date(2026, 10, 1), date(2027, 3, 31)
DAYS = st.dates(FROM - timedelta(400), UNTIL + timedelta(400))
HERE = Charges(
    exempts_untaxed=(ExemptsUntaxed(effective_from=FROM, value=True, source="条例", verify=False),),
    charges=(
        Charge(
            series="FLU",
            yen=2500,
            effective_from=FROM,
            effective_until=UNTIL,
            source="告示",
            verify=False,
        ),
        Charge(series="PPV", yen=0, effective_from=FROM, source="告示", verify=False),
    ),
)


@given(DAYS)
def test_a_charge_holds_on_its_first_and_last_day_and_no_other(day: date) -> None:
    fee = fee_of("FLU", day, load.current(), HERE, is_exempt=False)
    assert fee.fee_class is FeeClass.COPAYMENT
    assert fee.yen == (2500 if FROM <= day <= UNTIL else None)
    assert fee.verify == (fee.yen is None)


@pytest.mark.parametrize("day", [FROM, UNTIL])
def test_the_bounds_are_inclusive(day: date) -> None:
    assert fee_of("FLU", day, load.current(), HERE, is_exempt=False).yen == 2500


@pytest.mark.parametrize("exempt", [True, False])
@given(day=DAYS, series=st.sampled_from(["MR1", "HPV", "BCG"]))
def test_series_of_a_are_never_charged(day: date, series: str, *, exempt: bool) -> None:
    fee = fee_of(series, day, load.current(), HERE, is_exempt=exempt)
    assert (fee.fee_class, fee.yen) == (FeeClass.PUBLIC, 0)


@given(DAYS, st.sampled_from(["FLU", "COVID"]))
def test_whoever_is_exempt_pays_nothing_whatever_is_entered(day: date, series: str) -> None:
    fee = fee_of(series, day, load.current(), HERE, is_exempt=True)
    assert (fee.fee_class, fee.yen) == (FeeClass.EXEMPT, 0)


def test_a_charge_of_nothing_is_no_charge() -> None:
    fee = fee_of("PPV", FROM, load.current(), HERE, is_exempt=False)
    assert fee.fee_class is FeeClass.EXEMPT


@given(DAYS)
def test_taxes_matter_only_from_the_day_a_ward_says_so(day: date) -> None:
    assert HERE.untaxed_are_exempt(day) == (day >= FROM)


def test_a_ward_that_told_nothing_charges_nothing_known() -> None:
    nothing = charges_of("999999")
    assert nothing.of("FLU", FROM) is None
    assert not nothing.untaxed_are_exempt(FROM)


FIRST_DAY = date(2024, 4, 1)
"""From here on the wards' charges are entered; older months were settled before."""
WARDS = ("131121", "131156")
OF_B = [code for code, series in load.current().series.items() if series.category == "B"]


def days_of_law(code: str) -> list[date]:
    """The first and last days on which the law lets a series be given, and some between."""
    found = []
    for version in load.current().series[code].versions:
        begins = max(version.effective_from, FIRST_DAY)
        ends = version.effective_until or date(2031, 3, 31)
        if begins <= ends:
            found += [begins, begins + (ends - begins) / 2, ends]
    return found


@pytest.mark.parametrize("ward", WARDS)
@pytest.mark.parametrize("code", OF_B)
def test_every_product_of_b_that_may_be_given_has_a_charge_or_says_there_is_none(
    ward: str, code: str
) -> None:
    assert days_of_law(code)
    for day in days_of_law(code):
        products = {
            use.product
            for version in load.current().series[code].versions
            if version.holds_on(day)
            for use in version.uses
        }
        told = {charges_of(ward).of(code, day, product) for product in products}
        assert products
        assert None not in told, (ward, code, day)


def test_the_check_above_sees_a_series_without_a_charge() -> None:
    assert None in {HERE.of(code, FROM) for code in OF_B}


def test_a_charge_of_a_product_comes_before_the_charge_of_any() -> None:
    said = {"effective_from": FROM, "source": "告示", "verify": False, "series": "ZOS"}
    both = Charges(charges=(Charge(yen=1, **said), Charge(yen=2, product="RZV", **said)))  # type: ignore[arg-type]
    assert [each.yen for each in (both.of("ZOS", FROM, "RZV"), both.of("ZOS", FROM)) if each] == [
        2,
        1,
    ]
    assert both.of("ZOS", FROM, "ZVL") == both.of("ZOS", FROM)
    assert both.products_of("ZOS", FROM) == ("RZV",)
    assert both.products_of("ZOS", FROM - timedelta(days=1)) == ()


def test_a_charge_of_one_product_says_nothing_of_another() -> None:
    here = charges_of("131121")
    shingles = [here.of("ZOS", date(2026, 6, 1), product) for product in ("RZV", "ZVL", None)]
    assert [each and each.yen for each in shingles] == [10_000, 4_000, None]


def test_what_no_notice_of_the_ward_says_is_marked() -> None:
    unsourced = [each for each in charges_of("131121").charges if "告示で確かめる" in each.source]
    assert {each.series for each in unsourced} == {"COVID", "ZOS"}
    assert all(each.verify for each in unsourced)


def test_every_amount_names_its_source() -> None:
    assert all(each.source for each in charges_of("131121").charges)


def test_paper_tells_classes_apart_without_a_word_on_welfare() -> None:
    assert len(set(MARKS.values())) == len(FeeClass)
    assert all(len(mark) <= 1 for mark in MARKS.values())
