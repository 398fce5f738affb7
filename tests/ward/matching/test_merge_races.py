"""Two merges at once that touch each other: one is refused. First, unguarded, both win the race."""

import pytest
from database_of_tests import TestCluster
from doses_of_tests import BORN
from ledger_of_tests import CLERK, COLLEAGUE
from merges_of_tests import merge
from races_of_tests import MEET, at_once, meet_in, rewrite
from residents_of_tests import add_resident
from ward.records.test_races import THIRD

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.walls import Place
from sesshu.ward.matching import operations
from sesshu.ward.matching.models import MergedResident
from sesshu.ward.matching.situations import MergedAlready, NotInForce

GUARD = "merge_is_what_was_approved"
LOOKED = "    IF merge_birth_date"  # behind the look at what is merged


@pytest.fixture
def numbers(fresh_ward: Place) -> tuple[int, int, int]:
    return add_resident(BORN), add_resident(BORN), add_resident(BORN)


@pytest.fixture
def meeting(test_cluster: TestCluster, fresh_database: str, fresh_ward: Place) -> None:
    """Both have looked whether the numbers are free before either merges them."""
    meet_in(test_cluster, fresh_database, fresh_ward)
    rewrite(test_cluster, fresh_database, fresh_ward, GUARD, LOOKED, f"    {MEET}\n{LOOKED}")


def approval(proposal: Proposal, actor: Actor):
    return lambda: second_person.approve(actor, proposal.pk, proposal.sha256)


def chained(numbers: tuple[int, int, int]) -> list[Proposal]:
    """The second would keep whom the first merges."""
    first, second, third = numbers
    return [
        operations.propose_merge(CLERK, first, second, "手帳"),
        operations.propose_merge(CLERK, second, third, "手帳"),
    ]


def test_without_the_lock_a_kept_number_is_merged_elsewhere(
    numbers: tuple[int, int, int],
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
    meeting: None,
) -> None:
    lock = "ORDER BY id FOR NO KEY UPDATE"
    rewrite(test_cluster, fresh_database, fresh_ward, GUARD, lock, "ORDER BY id")
    one, other = chained(numbers)

    at_once(fresh_ward, approval(one, COLLEAGUE), approval(other, THIRD))

    assert MergedResident.objects.count() == 2


def test_of_two_merges_that_touch_each_other_one_is_refused(
    numbers: tuple[int, int, int], fresh_ward: Place, meeting: None
) -> None:
    one, other = chained(numbers)

    results = at_once(fresh_ward, approval(one, COLLEAGUE), approval(other, THIRD))

    assert [type(result) for result in results].count(MergedAlready) == 1
    assert MergedResident.objects.count() == 1


def test_two_ways_round_end_in_one(
    numbers: tuple[int, int, int], fresh_ward: Place, meeting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = numbers
    one = operations.propose_merge(CLERK, first, second, "手帳")
    said = {"kept": second, "merged": first}
    other = second_person.propose(CLERK, operations.MERGE_KIND, said, [second, first], "手帳")

    results = at_once(fresh_ward, approval(one, COLLEAGUE), approval(other, THIRD))

    assert [type(result) for result in results].count(MergedAlready) == 1


def test_a_merge_is_undone_once(numbers: tuple[int, int, int], fresh_ward: Place) -> None:
    first, second, _ = numbers
    done = merge(first, second)
    one = operations.propose_undo(CLERK, done.pk, "別人")
    other = second_person.propose(
        CLERK, operations.UNDO_KIND, {"merge": done.pk}, [first, second], "別人"
    )

    results = at_once(fresh_ward, approval(one, COLLEAGUE), approval(other, THIRD))

    assert [type(result) for result in results].count(NotInForce) == 1
