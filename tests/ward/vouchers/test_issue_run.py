"""An issue run from its conditions to the post: whom it finds, whom it leaves out, nobody twice."""

from datetime import date

from residents_of_tests import add_resident
from vouchers_of_tests import (
    ONE_YEAR_OLD,
    counts_of,
    extracted,
    listed,
    mr_until,
    numbered,
    vouchers_of,
)

from sesshu.foundation.walls import Place
from sesshu.kernel.voucher_numbers import check_digit


def test_who_becomes_eligible_until_the_day_is_listed_and_nobody_else(fresh_ward: Place) -> None:
    soon = add_resident(ONE_YEAR_OLD)
    add_resident(date(2026, 6, 1))
    add_resident(date(1980, 1, 1))
    issue_run = extracted(mr_until())
    assert listed(issue_run) == {soon: None}
    assert counts_of("issue.extract") == {"residents": 3, "found": 1, "done": 0}


def test_fixed_by_two_everybody_listed_has_a_number(fresh_ward: Place) -> None:
    one, other = add_resident(ONE_YEAR_OLD), add_resident(ONE_YEAR_OLD)
    issued = vouchers_of(numbered(mr_until()))
    assert set(issued) == {one, other}
    assert all(check_digit(voucher.number) == 0 for voucher in issued.values())
    assert len({voucher.number for voucher in issued.values()}) == 2
