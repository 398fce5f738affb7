"""The queue of the second person: oldest first, own entries locked, filtered."""

from datetime import date

import pytest
from doses_of_tests import AS_GIVEN, BORN, ON, enter, mr1, pcv
from ledger_of_tests import CLERK, COLLEAGUE
from residents_of_tests import add_resident

from sesshu.ward.records import queries
from sesshu.ward.records.codes import Act

pytestmark = pytest.mark.usefixtures("fresh_ward")


def test_the_queue_is_oldest_first_with_own_entries_locked() -> None:
    child = add_resident(BORN)
    mine, theirs = enter(mr1(child)), enter(pcv(child, date(2025, 5, 10)), actor=COLLEAGUE)
    page = queries.check_queue(CLERK, queries.QueueFilters(), ON)
    assert [(row.proposal_id, row.locked) for row in page.rows] == [
        (mine.pk, True),
        (theirs.pk, False),
    ]
    assert page.enterers == ((7, CLERK.name), (8, COLLEAGUE.name))
    assert queries.waiting_for(CLERK) == queries.Waiting(to_check=1, own=1, sent_back=0)
    assert queries.next_to_check(CLERK, queries.QueueFilters()) == theirs.pk
    assert queries.next_to_check(CLERK, queries.QueueFilters(), after=theirs.pk) is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (queries.QueueFilters(series="PCV"), ["PCV"]),
        (queries.QueueFilters(entered_by=8), ["PCV"]),
        (queries.QueueFilters(as_given=True), ["VAR"]),
        (queries.QueueFilters(act=Act.CANCELLATION), []),
    ],
)
def test_the_queue_is_filtered(filters: queries.QueueFilters, expected: list[str]) -> None:
    child = add_resident(BORN)
    enter(mr1(child))
    enter(pcv(child, date(2025, 5, 10)), actor=COLLEAGUE)
    enter(mr1(child, series="VAR", as_given=True, particulars=AS_GIVEN))
    page = queries.check_queue(CLERK, filters, ON)
    assert ([row.series for row in page.rows], page.total) == (expected, len(expected))
