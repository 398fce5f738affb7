"""One person with two 宛名 has one voucher for a dose, whichever number asks for it (B1, ADR 53)."""

from collections.abc import Callable

import pytest
from database_of_tests import TestCluster
from doses_of_tests import BORN, mr1, record
from doses_of_tests import ON as TODAY
from ledger_of_tests import CLERK
from merges_of_tests import merge, undo
from races_of_tests import MEET, at_once, meet_in, rewrite
from residents_of_tests import add_resident
from vouchers_of_tests import (
    ONE_YEAR_OLD,
    approve_fix,
    counts_of,
    extracted,
    listed,
    mr_until,
    proposed_fix,
    vouchers_of,
)
from ward.residents.registry import work_off

from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.vouchers import history, issuing, telling
from sesshu.ward.vouchers.codes import Channel, Exemption
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import Voucher, VoucherInForce
from sesshu.ward.vouchers.situations import AlreadyIssued

GUARD = "voucher_once_a_person"
LOCK = "    PERFORM FROM resident WHERE id = ANY (numbers) ORDER BY id FOR UPDATE;"
LOOKED = "        RETURN NEW;\n    ELSIF"


@pytest.fixture
def numbers(fresh_ward: Place) -> tuple[int, int]:
    return add_resident(BORN), add_resident(BORN)


def issued(resident: int) -> Voucher:
    asked = Request(resident_id=resident, series="MR1", channel=Channel.COUNTER, desk="infection")
    [voucher] = issuing.issue(CLERK, asked, TODAY, current())
    return voucher


def asking(resident: int) -> Callable[[], Voucher]:
    return lambda: issued(resident)


def in_force() -> int:
    return Voucher.objects.filter(vouchervoid__isnull=True).count()


def test_no_second_voucher_is_handed_out_under_the_other_number(numbers: tuple[int, int]) -> None:
    kept, merged = numbers
    merge(kept, merged)
    issued(merged)
    with pytest.raises(AlreadyIssued):
        issued(kept)
    assert in_force() == 1


def test_two_people_each_get_theirs_and_so_do_two_who_were_parted_again(
    numbers: tuple[int, int],
) -> None:
    kept, merged = numbers
    undo(merge(kept, merged).pk)
    issued(kept)
    issued(merged)
    assert in_force() == 2


def numbered_after(meanwhile: Callable[[], object]) -> int:
    """A run whose list was fixed before something else happened."""
    issue_run = extracted(mr_until())
    approve_fix(proposed_fix(issue_run))
    meanwhile()
    work_off()
    return issue_run


@pytest.fixture
def young(fresh_ward: Place) -> tuple[int, int, int]:
    """Three numbers of children who become eligible within the month."""
    return add_resident(ONE_YEAR_OLD), add_resident(ONE_YEAR_OLD), add_resident(ONE_YEAR_OLD)


def test_an_issue_run_passes_over_who_was_given_one_under_the_other_number(
    young: tuple[int, int, int],
) -> None:
    kept, merged, other = young

    def at_the_counter() -> None:
        merge(kept, merged)
        issued(merged)

    issue_run = numbered_after(at_the_counter)
    assert set(vouchers_of(issue_run)) == {other}
    assert counts_of("issue.number")["passed_over"] == 2


def test_two_of_a_fixed_list_who_turn_out_to_be_one_get_one(young: tuple[int, int, int]) -> None:
    kept, merged, other = young
    issue_run = numbered_after(lambda: merge(kept, merged))
    given = set(vouchers_of(issue_run))
    assert other in given
    assert len(given & {kept, merged}) == 1
    assert VoucherInForce.objects.count() == 2


def test_a_list_made_after_the_merge_leaves_out_who_has_one(young: tuple[int, int, int]) -> None:
    kept, merged, other = young
    issued(merged)
    merge(kept, merged)
    assert listed(extracted(mr_until())) == {kept: "already_issued", other: None}


def test_a_dose_is_entered_under_either_number_with_the_person_s_voucher(
    numbers: tuple[int, int],
) -> None:
    kept, merged = numbers
    number = issued(merged).number
    merge(kept, merged)
    assert record(mr1(kept, voucher_number=number)).entry.voucher_number == number
    [one] = history.history_of(kept)
    assert (one.number, one.given_on) == (number, mr1(kept).given_on)
    assert not one.holds


def test_the_page_of_either_number_shows_every_voucher_and_what_was_told(
    numbers: tuple[int, int],
) -> None:
    kept, merged = numbers
    first = issued(merged)
    telling.exempt(CLERK, merged, "MR2", Exemption.DOCTOR)
    assert history.history_of(kept) == []
    merge(kept, merged)
    assert [one.number for one in history.history_of(kept)] == [first.number]
    assert [one.series for one in history.exemptions_of(kept)] == ["MR2"]


@pytest.fixture
def meeting(test_cluster: TestCluster, fresh_database: str, fresh_ward: Place) -> None:
    """Both desks have looked for another voucher before either ends its issue."""
    meet_in(test_cluster, fresh_database, fresh_ward)
    rewrite(test_cluster, fresh_database, fresh_ward, GUARD, LOOKED, f"        {MEET}\n{LOOKED}")


def test_without_the_lock_two_desks_hand_out_two(
    numbers: tuple[int, int],
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
    meeting: None,
) -> None:
    rewrite(test_cluster, fresh_database, fresh_ward, GUARD, LOCK, "")
    merge(*numbers)
    at_once(fresh_ward, *map(asking, numbers))
    assert in_force() == 2


def test_of_two_desks_at_once_one_is_told(
    numbers: tuple[int, int], fresh_ward: Place, meeting: None
) -> None:
    merge(*numbers)
    results = at_once(fresh_ward, *map(asking, numbers))
    assert [type(result) for result in results].count(AlreadyIssued) == 1
    assert in_force() == 1
