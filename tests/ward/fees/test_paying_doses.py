"""Payments are entered in one order by every settlement, in locks that a transaction may hold all (V103)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_of_tests import execute
from settlements_of_tests import contract, dose

from sesshu.ward.fees import paying_doses
from sesshu.ward.fees.paying_doses import AT_A_TIME, HELD, Payment

PAYMENTS = st.lists(
    st.builds(
        Payment,
        st.integers(1, 3 * HELD),
        st.sampled_from((1, -1)),
        st.none() | st.integers(0, 9),
        st.none() | st.integers(0, 9),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(payments=PAYMENTS)
def test_locks_are_taken_in_one_order_and_of_one_dose_what_is_taken_back_comes_first(
    payments: list[Payment],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paying_doses, "_firsts", lambda doses: list(enumerate(doses, 1)))
        ordered = paying_doses._in_order(payments)
    assert sorted(ordered, key=str) == sorted(payments, key=str)
    assert [each.dose % HELD for each in ordered] == sorted(each.dose % HELD for each in payments)
    for one in {each.dose % HELD for each in ordered}:
        signs = [each.sign for each in ordered if each.dose % HELD == one]
        assert signs == sorted(signs)


@pytest.mark.usefixtures("fresh_ward")
def test_a_corrected_dose_has_the_place_of_its_first_row() -> None:
    contract()
    rows = [dose(date(2026, 4, day)).id for day in (10, 11)]
    assert paying_doses._firsts(rows) == [(1, rows[0]), (2, rows[1])]
    assert AT_A_TIME > HELD


@pytest.mark.usefixtures("fresh_ward")
def test_the_database_holds_as_many_locks_as_the_order_knows() -> None:
    [(body,)] = execute(
        "default",
        "SELECT prosrc FROM pg_proc WHERE oid = 'hold_payment_of_dose(bigint)'::regprocedure",
    )
    assert f"first % {HELD}" in body
