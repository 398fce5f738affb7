"""A clinic's month settled by two people, paid once, returned or adjusted (V100–V103, R5)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from clinic_files_of_tests import CLINIC, clinic, enter_clinics
from django.db import IntegrityError, ProgrammingError, connection, transaction
from doses_of_tests import BORN, cancel, check, mr1, record
from fees_of_tests import receipt, take_welfare, welfare_file
from ledger_of_tests import CLERK, COLLEAGUE, execute, last_entry
from msgspec import structs
from residents_of_tests import add_resident, shelter
from settlements_of_tests import (
    APRIL,
    MAY,
    MR1,
    UNIT,
    adjustments,
    approve,
    claim,
    contract,
    dose,
    enter_prices,
    month_of,
    price,
    proposed,
    settle,
)

from sesshu.foundation import second_person
from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.fees import counting, operations, settlements
from sesshu.ward.fees.charges import ExemptsUntaxed, charges_of
from sesshu.ward.fees.codes import BILLED, Finding, TaxClass, Treatment
from sesshu.ward.fees.doses_of_clinic import doses_of
from sesshu.ward.fees.models import SettledDose, Settlement, SettlementLine
from sesshu.ward.fees.overview import clinics_of
from sesshu.ward.fees.situations import (
    AlreadySettled,
    FeeRefused,
    NothingClaimed,
    PricesOverlap,
    SettlementChanged,
    WithoutPrice,
)
from sesshu.ward.records.codes import SHOWN, Decision, Language, Source

PASSING = price(valid_from=date(2026, 4, 5), valid_until=date(2026, 4, 6))
pytestmark = pytest.mark.usefixtures("fresh_ward")


def paid() -> int:
    return Settlement.objects.latest("id").yen


def lines() -> list[tuple[date, str, int]]:
    rows = SettlementLine.objects.order_by("id")
    return [(row.month, row.treatment, row.doses) for row in rows]


def test_a_month_is_paid_by_the_records_of_its_clinic() -> None:
    contract()
    for day in (1, 10, 30):
        dose(date(2026, 4, day))
    dose(date(2026, 5, 1))
    claim(3)
    [mr] = month_of()
    assert (mr.kind, mr.doses, mr.yen, mr.findings) == (MR1, 3, 3 * UNIT, ())
    settle()
    assert paid() == 3 * UNIT
    assert lines() == [(APRIL, "paid", 3)]
    assert month_of()[0].findings == (Finding.NOT_RECORDED,)
    assert adjustments() == ()


def test_a_price_turns_on_its_first_day() -> None:
    contract()
    enter_prices(price(yen=12_000, valid_from=date(2026, 4, 16)))
    dose(date(2026, 4, 15))
    dose(date(2026, 4, 16))
    [mr] = month_of()
    assert sorted(row.unit_yen or 0 for row in mr.rows) == [UNIT, 12_000]


def test_prices_never_overlap() -> None:
    enter_prices(price(valid_from=date(2026, 5, 1)))
    with pytest.raises(PricesOverlap):
        enter_prices(price())


def test_a_month_of_shingles_is_fixed_by_the_price_and_charge_of_each_product() -> None:
    contract(series=("ZOS",))
    enter_prices(
        price(series="ZOS", product="RZV", yen=22_000),
        price(series="ZOS", product="ZVL", yen=8_900),
    )
    for product, route in (("RZV", "IM"), ("ZVL", "SC")):
        said = {"series": "ZOS", "product": product, "brand": None, "lot": "Z1", "route": route}
        record(mr1(add_resident(date(1961, 4, 10)), date(2026, 4, 20), **said))
    [each] = month_of()
    assert {(row.unit_yen, row.charge_yen) for row in each.rows} == {
        (22_000, 10_000),
        (8_900, 4_000),
    }
    claim(2, 16_900, kind=("ZOS", "given"))
    settle()
    assert paid() == 12_000 + 4_900


def test_a_month_of_covid_can_be_fixed() -> None:
    contract(series=("COVID",))
    enter_prices(price(series="COVID", yen=15_600))
    said = {"series": "COVID", "product": "CV-COMIRNATY", "brand": None, "lot": "C1"}
    said |= {"route": "IM", "volume_ml": Decimal("0.3")}
    record(mr1(add_resident(date(1950, 4, 1)), date(2026, 10, 15), **said))
    october = date(2026, 10, 1)
    claim(1, 13_100, october, ("COVID", "given"))
    [each] = month_of(october)
    assert (each.may_be_paid, each.findings, each.yen) == (True, (), 13_100)


def test_what_is_returned_is_paid_only_when_claimed_anew() -> None:
    contract()
    dose()
    claim(2)
    assert month_of()[0].findings == (Finding.MORE_CLAIMED,)
    settle({MR1: "予診票が1枚足りない"})
    assert (paid(), lines()) == (0, [(APRIL, "returned", 1)])
    assert adjustments() == ()
    claim(1)
    assert [(row.month, row.doses) for row in adjustments()] == [(APRIL, 1)]
    claim(1, month=MAY)
    dose(date(2026, 5, 11))
    settle(month=MAY)
    assert (paid(), lines()[1:]) == (2 * UNIT, [(MAY, "paid", 1), (APRIL, "adjusted", 1)])
    assert SettledDose.objects.count() == 2


def test_a_dose_recorded_late_is_paid_in_a_later_month() -> None:
    contract()
    dose()
    claim(1)
    settle()
    dose(date(2026, 4, 20))
    assert [(row.month, row.doses, row.yen) for row in adjustments()] == [(APRIL, 1, UNIT)]


@pytest.mark.parametrize("undo", ["cancelled", "excluded"])
def test_a_paid_dose_that_falls_away_is_taken_back_once(undo: str) -> None:
    contract()
    given = dose()
    claim(1)
    settle()
    enter_prices(price(yen=9_999, valid_from=date(2026, 4, 2)))
    if undo == "cancelled":
        check(cancel(given))
    else:
        settlements.exclude(CLERK, given.id, "対象年齢の外")
    assert [(row.doses, row.yen) for row in adjustments()] == [(-1, -UNIT)]
    claim(1, month=MAY)
    settle({MR1: "記録がない"}, month=MAY)
    assert (paid(), adjustments(date(2026, 6, 1))) == (-UNIT, ())


def test_an_excluded_dose_is_not_counted_until_that_is_taken_back() -> None:
    contract()
    kept, excluded = dose(), dose(date(2026, 4, 11), payment_excluded=True)
    assert month_of()[0].doses == 1
    settlements.exclude(CLERK, kept.id, "間違い接種")
    assert last_entry().action == "fees.excluded"
    assert month_of() == ()
    settlements.exclude(CLERK, excluded.id, None)
    assert month_of()[0].doses == 1


def test_whoever_is_exempt_is_paid_for_whole(tmp_path: object) -> None:
    contract(series=("FLU",))
    enter_prices(price(series="FLU", yen=5_000))
    flu = {"series": "FLU", "product": "FLU", "voucher_number": None}
    old = [add_resident(date(1950, 4, 1)) for _ in range(2)]
    for resident in old:
        with_flu(resident, flu)
    take_welfare(welfare_file(tmp_path / "W.csv", receipt(old[0])))  # type: ignore[operator]
    [each] = month_of(date(2026, 10, 1))
    assert sorted(row.charge_yen or 0 for row in each.rows) == [0, 2_500]
    assert each.yen == 5_000 + 2_500


FLU = {"series": "FLU", "product": "FLU", "voucher_number": None, "brand": None, "lot": "F1"}


def with_flu(
    resident: int, said: dict[str, object] = FLU, given_on: date = date(2026, 10, 15)
) -> None:
    record(mr1(resident, given_on, **(FLU | said | {"as_given": False})))


@pytest.mark.parametrize("begins", [date(2026, 10, 16), date(2026, 11, 1)])
def test_untaxed_people_pay_until_the_day_a_ward_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, begins: date
) -> None:
    """Also within a month, and where months on both sides of the day are settled together."""
    rule = ExemptsUntaxed(effective_from=begins, value=True, source="告示", verify=False)
    here = structs.replace(charges_of("131121"), exempts_untaxed=(rule,))
    monkeypatch.setattr(counting, "charges_of", lambda _: here)
    contract(series=("FLU",))
    enter_prices(price(series="FLU", yen=5_000))
    for given_on in (begins - timedelta(days=1), begins):
        resident = add_resident(date(1950, 4, 1))
        operations.enter_tax(CLERK, resident, 2026, TaxClass.EXEMPT)
        with_flu(resident, given_on=given_on)
    months = sorted({date(2026, 10, 1), begins.replace(day=1)})
    found = counting.summed(list(counting._payable(CLINIC, months, load.current())))
    assert sorted((row.charge_yen, row.doses) for row in found) == [(0, 1), (2_500, 1)]


def test_a_dose_at_a_clinic_of_another_ward_is_paid_by_the_mutual_price() -> None:
    enter_clinics([clinic(CLINIC, contract=Contract.MUTUAL)])
    enter_prices(price(yen=12_345, contract=Contract.MUTUAL), price())
    given = dose(source=Source.MUTUAL)
    [each] = month_of()
    assert (each.doses, each.yen) == (1, 12_345)
    [listed] = doses_of(CLINIC, APRIL)
    assert listed.id == given.id
    [month] = clinics_of(APRIL)
    assert month.recorded == 1


@pytest.mark.parametrize("source", sorted({*Source} - {Source(each) for each in BILLED}))
def test_no_clinic_is_paid_for_a_dose_of_another_origin(source: Source) -> None:
    """Of a request letter people are paid back themselves, of the rest nobody is."""
    contract()
    others = {
        Source.ABROAD: {
            "country": "アメリカ",
            "language": Language.ENGLISH,
            "decision": Decision.COUNTS,
        }
    }
    shown = SHOWN.get(source, (None,))[0]
    excluded = source.is_elsewhere  # the database asks for it
    dose(source=source, evidence=shown, payment_excluded=excluded, **others.get(source, {}))
    assert month_of() == ()
    assert clinics_of(APRIL) == []


def test_a_guarded_dose_is_in_no_count_and_a_paid_one_is_not_taken_back() -> None:
    contract()
    children = [add_resident(BORN) for _ in range(2)]
    record(mr1(children[0], date(2026, 4, 10)))
    claim(1)
    settle()
    record(mr1(children[1], date(2026, 4, 12)))
    assert len(adjustments()) == 1
    for child in children:
        shelter(child)
    assert adjustments() == ()


@pytest.mark.parametrize(
    ("prepare", "situation"),
    [
        (lambda: dose(), NothingClaimed),
        (lambda: (dose(), claim(1), settle()), AlreadySettled),
        (lambda: (dose(), claim(1), enter_prices(PASSING)), WithoutPrice),
    ],
)
def test_a_month_that_is_not_ready_is_not_proposed(
    prepare: Callable[[], object], situation: type[FeeRefused]
) -> None:
    contract()
    prepare()
    with pytest.raises(situation):
        proposed()


@pytest.mark.parametrize("change", [lambda: dose(date(2026, 4, 20)), lambda: claim(1)])
def test_what_changed_after_it_was_shown_is_not_fixed(change: Callable[[], object]) -> None:
    contract()
    dose()
    claim(1)
    proposal = proposed()
    change()
    with pytest.raises(SettlementChanged):
        approve(proposal)
    assert not settlements.is_settled(CLINIC, APRIL)


def test_one_person_does_not_fix_alone() -> None:
    contract()
    dose()
    claim(1)
    with pytest.raises(OwnProposal):
        approve(proposed(), CLERK)


def test_of_two_approvals_of_one_month_one_is_refused() -> None:
    contract()
    dose()
    claim(1)
    first, second = proposed(), proposed()
    outcomes: list[type[Exception] | None] = []

    def decide(number: int, sha256: str) -> None:
        try:
            second_person.approve(COLLEAGUE, number, sha256)
            outcomes.append(None)
        except FeeRefused as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    for proposal in (first, second):
        decide(proposal.pk, proposal.sha256)
    assert outcomes == [None, SettlementChanged]
    assert Settlement.objects.count() == 1


def test_no_dose_is_paid_by_itself() -> None:
    contract()
    given = dose()
    with pytest.raises(IntegrityError, match="without a month"), transaction.atomic():
        execute(
            "default",
            "INSERT INTO settled_dose (dose_id, sign, unit_yen, charge_yen) VALUES (%s, 1, 1, 0)",
            [given.id],
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE settlement SET yen = 0",
        "DELETE FROM settled_dose",
        "INSERT INTO settlement_line (doses) VALUES (1)",
        "UPDATE unit_price SET yen = 1",
        "UPDATE clinic_claim_line SET doses = 9",
        "DELETE FROM payment_exclusion",
    ],
)
def test_money_that_was_written_is_never_changed(fresh_ward: Place, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("default", statement)


def test_a_settlement_that_nobody_approved_is_refused() -> None:
    contract()
    dose()
    claim(1)
    proposal = proposed()
    with pytest.raises(IntegrityError, match="no settlement"), transaction.atomic():
        execute("default", "INSERT INTO settlement (proposal_id) VALUES (%s)", [proposal.pk])


def test_treatments_are_those_the_database_knows() -> None:
    assert {each.value for each in Treatment} == {"paid", "returned", "adjusted"}
