"""Months of clinics as pages and files tell them: counts, claims, settlements, and their words (V100, R8)."""

from datetime import date, timedelta

import pytest
from clinic_files_of_tests import CLINIC, OTHER_CLINIC, clinic, enter_clinics
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404
from doses_of_tests import cancel, check
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import execute
from residents_of_tests import shelter
from settlements_of_tests import (
    APRIL,
    MAY,
    MR1,
    UNIT,
    claim,
    contract,
    dose,
    enter_prices,
    price,
    proposed,
    settle,
)
from staff_of_tests import employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import UnknownConditions, list_of
from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.ui.dates import in_month
from sesshu.ward.fees.counting import CountedDose, summed
from sesshu.ward.fees.doses_of_clinic import dose_of, doses_of
from sesshu.ward.fees.overview import clinics_of
from sesshu.ward.fees.settling import Row
from sesshu.ward.fees.web.forms import MonthForm
from sesshu.ward.fees.web.words import kind_in_words, month_asked, month_before, with_product

ROWS = st.builds(
    lambda month, unit, charge: Row(month, "MR1", "given", unit, charge, 0),
    st.sampled_from([APRIL, MAY]),
    st.sampled_from([None, 9_000, 11_000]),
    st.sampled_from([None, 0, 2_500]),
)
COUNTED = st.lists(st.builds(CountedDose, st.integers(1, 99), ROWS, st.sampled_from([1, -1])))


@given(COUNTED)
def test_rows_hold_as_many_doses_as_were_counted_and_none_of_nothing(
    counted: list[CountedDose],
) -> None:
    rows = summed(counted)
    assert sum(row.doses for row in rows) == sum(each.sign for each in counted)
    assert all(row.doses for row in rows)
    assert len({(row.month, row.unit_yen, row.charge_yen) for row in rows}) == len(rows)


@given(COUNTED)
def test_rows_cost_what_their_doses_cost(counted: list[CountedDose]) -> None:
    alone = sum(
        each.sign * (each.row.unit_yen - each.row.charge_yen)
        for each in counted
        if each.row.unit_yen is not None and each.row.charge_yen is not None
    )
    assert sum(row.yen for row in summed(counted)) == alone


@given(COUNTED, COUNTED)
def test_what_is_counted_together_costs_what_it_costs_apart(
    first: list[CountedDose], second: list[CountedDose]
) -> None:
    apart = sum(row.yen for rows in (summed(first), summed(second)) for row in rows)
    assert sum(row.yen for row in summed(first + second)) == apart


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_the_month_before_ends_on_the_day_before_this_one(day: date) -> None:
    before = month_before(day)
    assert before.day == 1
    assert (before + timedelta(days=31)).replace(day=1) == day.replace(day=1)
    assert month_asked(f"{before:%Y-%m}") == before


@pytest.mark.parametrize("of", ["2026-13", "2026", "x", "2026-4-1", ""])
def test_an_address_without_a_month_is_not_found(of: str) -> None:
    with pytest.raises(Http404):
        month_asked(of)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_month_is_told_without_zeros_in_front(day: date) -> None:
    assert in_month(day) == f"{day.year}年{day.month}月"


@pytest.mark.parametrize("typed", ["2026年4月", "2026-04", "2026/4", "2026年04月", " 2026-4 "])
def test_a_month_is_typed_as_people_or_addresses_write_it(typed: str) -> None:
    form = MonthForm({"of": typed})
    assert form.is_valid()
    assert form.cleaned_data["of"] == APRIL
    assert 'value="2026年4月"' in str(form["of"])


@pytest.mark.parametrize(
    "typed", ["2026年13月", "2026-00", "4月", "0026-04", "x2026-04", "", "2026-04-01"]
)
def test_what_is_no_month_comes_back_as_it_was_typed(typed: str) -> None:
    form = MonthForm({"of": typed})
    assert not form.is_valid()
    assert not typed or f'value="{typed}"' in str(form["of"])


def test_kinds_are_told_in_the_words_of_the_rulebook() -> None:
    rules = load.current()
    assert kind_in_words(("MR1", "given"), rules) == "麻しん風しん 第1期"
    assert kind_in_words(("MR1", "screened_only"), rules).endswith("（予診のみ）")
    assert kind_in_words(("GONE", "given"), rules) == "GONE"
    assert with_product("帯状疱疹", None, rules) == "帯状疱疹"
    assert "組換え" in with_product("帯状疱疹", "RZV", rules)
    assert with_product("帯状疱疹", "GONE", rules) == "帯状疱疹（GONE）"


@pytest.mark.usefixtures("fresh_ward")
class TestOfClinics:
    """Against what stands on record."""

    def test_a_clinic_is_listed_by_its_doses_or_by_its_claim_alone(self) -> None:
        contract()
        dose()
        claim(3)
        [here] = clinics_of(APRIL)
        assert (here.provider_code, here.recorded, here.claimed) == (CLINIC, 1, 3)
        assert (here.claimed_yen, here.settled_yen, here.waits) == (3 * UNIT, None, False)
        claim(2, month=MAY)
        [later] = clinics_of(MAY)
        assert (later.recorded, later.claimed) == (0, 2)
        assert clinics_of(date(2026, 6, 1)) == []

    def test_the_newest_claim_is_told_and_the_older_is_not_added(self) -> None:
        contract()
        claim(3)
        claim(1)
        assert [(each.claimed, each.claimed_yen) for each in clinics_of(APRIL)] == [(1, UNIT)]

    def test_a_month_waits_then_is_settled_with_what_went_back(self) -> None:
        contract()
        dose()
        claim(2)
        proposed({MR1: "1枚足りない"})
        assert [each.waits for each in clinics_of(APRIL)] == [True]
        settle({MR1: "1枚足りない"})
        [settled] = clinics_of(APRIL)
        assert (settled.settled_yen, settled.returned) == (0, 1)

    def test_a_clinic_without_a_contract_is_told_by_its_code(self) -> None:
        dose()
        [unknown] = clinics_of(APRIL)
        assert (unknown.provider_code, unknown.name) == (CLINIC, "")

    def test_a_cancelled_dose_is_in_no_count(self) -> None:
        contract()
        given = dose()
        check(cancel(given))
        assert clinics_of(APRIL) == []
        assert doses_of(CLINIC, APRIL) == []

    def test_doses_are_listed_by_day_with_why_they_are_not_paid(self) -> None:
        contract()
        late, early = dose(date(2026, 4, 20)), dose(date(2026, 4, 2), payment_excluded=True)
        listed = doses_of(CLINIC, APRIL)
        assert [(each.id, each.excluded) for each in listed] == [
            (early.id, "入力時に支払対象外"),
            (late.id, None),
        ]
        assert doses_of(CLINIC, MAY) == doses_of(OTHER_CLINIC, APRIL) == []
        found = dose_of(late.id)
        assert found is not None
        assert (found.kind, found.provider_code) == (MR1, CLINIC)

    def test_where_somebody_guarded_was_vaccinated_is_told_nobody(self) -> None:
        contract()
        given = dose()
        shelter(given.entry.resident_id)
        assert doses_of(CLINIC, APRIL) == []
        assert dose_of(given.id) is None

    def test_the_file_of_a_month_has_a_line_for_each_row(self) -> None:
        contract()
        dose()
        claim(1)
        settle()
        table = list_of("fees.month")
        conditions = table.accepted({"of": "2026-04"}, None)  # type: ignore[arg-type]
        assert table.said(conditions) == [("月", "2026年4月")]
        [row] = table.rows(conditions)
        assert row.resident_id is None
        assert row.values == (
            CLINIC, APRIL, "麻しん風しん 第1期", "接種した", UNIT, 0, 1, "支払う", None,
        )  # fmt: skip
        assert list(table.rows({"of": "2026-05"})) == []
        with pytest.raises(UnknownConditions):
            table.accepted({"of": "2026-13"}, None)  # type: ignore[arg-type]

    @pytest.mark.parametrize("address", ["", f"2026-04/{CLINIC}/", f"2026-04/{CLINIC}/doses/"])
    def test_pages_tell_months_as_people_do(self, address: str) -> None:
        contract()
        dose()
        clerk = employ("費用 花子", Duty.FEES).client()
        page = clerk.get(f"/131121/fees/{address}?of=2026-04").text
        assert "2026年4月" in page
        shown = (
            page.replace('datetime="2026-04"', "")
            .replace("/2026-04/", "")
            .replace("of=2026-04", "")
        )
        assert "2026-04の" not in shown
        assert ">2026-04<" not in shown

    @pytest.mark.parametrize(
        ("wrong", "constraint"),
        [
            ({"yen": -1}, "unit_price_is_no_debt"),
            ({"valid_until": date(2026, 3, 31)}, "range lower bound|ends_after"),
        ],
    )
    def test_the_database_takes_no_price_that_cannot_be(
        self, wrong: dict[str, object], constraint: str
    ) -> None:
        with pytest.raises(DatabaseError, match=constraint):
            enter_prices(price(**wrong))

    @pytest.mark.parametrize(("doses", "yen"), [(0, 0), (-1, 5), (1, -5)])
    def test_the_database_takes_no_claim_of_nothing_or_less(self, doses: int, yen: int) -> None:
        with pytest.raises(IntegrityError, match="claim_line_is_positive"):
            claim(doses, yen)

    def test_a_claim_names_a_kind_once(self) -> None:
        number = claim(1)
        statement = (
            "INSERT INTO clinic_claim_line (claim_id, series, outcome, doses, yen)"
            " VALUES (%s, 'MR1', 'given', 1, 1)"
        )
        with pytest.raises(IntegrityError, match="claim_line_once"), transaction.atomic():
            execute("default", statement, [number])

    def test_two_prices_of_one_text_hold_side_by_side(self, fresh_ward: Place) -> None:
        enter_clinics([clinic(CLINIC)])
        enter_prices(
            price(), price(series="HBV", yen=5_000), price(outcome=price().outcome, series="PCV")
        )
        told = execute("default", "SELECT series, yen FROM unit_price ORDER BY series")
        assert told == [("HBV", 5_000), ("MR1", UNIT), ("PCV", UNIT)]
