"""The queue of the second person: oldest first, own entries locked, filtered."""

from datetime import date, timedelta

import pytest
from doses_of_tests import AS_GIVEN, BORN, ON, enter, mr1, pcv
from ledger_of_tests import CLERK, COLLEAGUE
from questions_of_tests import questions_of
from residents_of_tests import add_resident

from sesshu.ward.pregnancies import operations as pregnancies
from sesshu.ward.records import queries
from sesshu.ward.records.codes import Act

pytestmark = pytest.mark.usefixtures("fresh_ward")
RSV = {"product": "RSV", "brand": "abrysvo", "volume_ml": None, "route": "IM"}


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


def entered(series: str, **others: object) -> None:
    """One more child or woman with an entry that waits."""
    resident = add_resident(date(1996, 2, 10) if series == "RSV" else BORN, sex="2")
    enter(mr1(resident, series=series, as_given=True, particulars=AS_GIVEN, **others))


@pytest.mark.parametrize("series", ["MR1", "VAR", "RSV"])
def test_a_full_page_asks_no_more_than_one_row(series: str) -> None:
    entered(series)
    one = questions_of(lambda: queries.check_queue(CLERK, queries.QueueFilters(), ON))
    for days in range(1, 6):
        entered(series, given_on=date(2026, 4, 10) + timedelta(days=days))
    page = questions_of(lambda: queries.check_queue(CLERK, queries.QueueFilters(), ON))
    assert len(page) == len(one)


def test_the_verdict_of_a_row_is_that_of_its_page() -> None:
    """What a page reads at once is what the page of one entry reads by itself."""
    woman = add_resident(date(1996, 2, 10), sex="2")
    pregnancies.record(CLERK, woman, date(2026, 6, 1), date(2026, 12, 15))
    proposal = enter(mr1(woman, date(2026, 10, 20), series="RSV", **RSV))
    [row] = queries.check_queue(COLLEAGUE, queries.QueueFilters(), ON).rows
    assert row.assessment is not None
    assert row.assessment.fingerprint == queries.entry_of(proposal.pk, ON).verdict_shown
    assert not row.assessment.stops
