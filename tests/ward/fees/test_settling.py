"""A claim beside the records: the rule by itself (V100–V103)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.ward.fees.codes import Finding, Treatment
from sesshu.ward.fees.settling import Claimed, Kind, Row, compared, settled

APRIL, MARCH = date(2026, 4, 1), date(2026, 3, 1)
MR1, FLU = ("MR1", "given"), ("FLU", "given")
KINDS = st.sampled_from([MR1, FLU, ("MR1", "screened_only")])
ROWS = st.lists(
    st.builds(
        lambda kind, unit, charge, doses: Row(APRIL, *kind, unit, charge, doses),
        KINDS,
        st.sampled_from([None, 5_000, 11_000]),
        st.sampled_from([None, 0, 2_500]),
        st.integers(1, 40),
    ),
    max_size=6,
)
CLAIMS = st.dictionaries(KINDS, st.builds(Claimed, st.integers(1, 60), st.integers(0, 500_000)))


def row(doses: int, unit: int | None = 11_000, charge: int | None = 0, kind: Kind = MR1) -> Row:
    return Row(APRIL, *kind, unit, charge, doses)


@pytest.mark.parametrize(
    ("rows", "claim", "findings"),
    [
        ([row(2)], {MR1: Claimed(2, 22_000)}, ()),
        ([row(2)], {MR1: Claimed(3, 33_000)}, (Finding.MORE_CLAIMED,)),
        ([row(2)], {MR1: Claimed(1, 11_000)}, (Finding.LESS_CLAIMED,)),
        ([row(2)], {MR1: Claimed(2, 22_001)}, (Finding.OTHER_AMOUNT,)),
        ([row(2)], {}, (Finding.NOT_CLAIMED,)),
        ([], {MR1: Claimed(1, 11_000)}, (Finding.NOT_RECORDED,)),
        ([row(2, unit=None)], {MR1: Claimed(2, 0)}, (Finding.NO_PRICE,)),
        ([row(2, charge=None)], {MR1: Claimed(2, 0)}, (Finding.NO_CHARGE,)),
        ([row(1), row(1, unit=12_000)], {MR1: Claimed(2, 23_000)}, ()),
        ([row(1, charge=2_500, kind=FLU)], {FLU: Claimed(1, 8_500)}, ()),
    ],
)
def test_what_is_wrong_is_named(
    rows: list[Row], claim: dict[Kind, Claimed], findings: tuple[Finding, ...]
) -> None:
    [each] = compared(rows, claim)
    assert each.findings == findings


@given(ROWS, CLAIMS)
def test_every_kind_is_compared_once_and_no_dose_is_lost(
    rows: list[Row], claim: dict[Kind, Claimed]
) -> None:
    month = compared(rows, claim)
    assert {each.kind for each in month} == {each.kind for each in rows} | set(claim)
    assert len({each.kind for each in month}) == len(month)
    assert sum(each.doses for each in month) == sum(each.doses for each in rows)


@given(ROWS, CLAIMS, st.sets(KINDS))
def test_what_is_returned_costs_nothing_and_all_else_its_price(
    rows: list[Row], claim: dict[Kind, Claimed], returned: set[Kind]
) -> None:
    made = settled(APRIL, compared(rows, claim), dict.fromkeys(returned, "確認"), [])
    assert sum(each.doses for each in made) == sum(each.doses for each in rows)
    assert all((each.treatment is Treatment.RETURNED) == (each.kind in returned) for each in made)
    assert sum(each.yen for each in made) == sum(
        each.yen for each in rows if each.kind not in returned
    )


def test_an_adjustment_may_take_money_back() -> None:
    [made] = settled(APRIL, [], {}, [Row(MARCH, *MR1, 11_000, 0, -2)])
    assert (made.treatment, made.yen) == (Treatment.ADJUSTED, -22_000)


def test_a_claim_without_any_record_goes_back_with_its_reason() -> None:
    [made] = settled(APRIL, compared([], {MR1: Claimed(1, 1)}), {MR1: "記録がない"}, [])
    assert (made.month, made.doses, made.yen, made.reason) == (APRIL, 0, 0, "記録がない")


def test_nothing_is_paid_that_has_no_price_or_was_not_counted() -> None:
    priced, unpriced = compared([row(1)], {})[0], compared([row(1, unit=None)], {})[0]
    claimed_only = compared([], {MR1: Claimed(1, 1)})[0]
    assert (priced.may_be_paid, unpriced.may_be_paid, claimed_only.may_be_paid) == (
        True,
        False,
        False,
    )
