"""A look is in the ledger before the answer leaves."""

import pytest
from django.db import transaction
from ledger_of_tests import CLERK, entries, last_entry

from sesshu.foundation import ledger

pytestmark = pytest.mark.usefixtures("fresh_ward")


def test_a_look_is_committed_when_it_returns() -> None:
    ledger.look(CLERK, "resident.seen", "窓口対応", [41], {"tab": "doses"})
    written = last_entry()  # read over another connection
    assert (written.kind, written.subjects, written.details) == ("look", [41], {"tab": "doses"})
    assert (written.actor_account, written.terminal) == (7, "10.1.2.3")


def test_a_search_is_one_event_with_the_ids_shown() -> None:
    ledger.look(CLERK, "resident.searched", "窓口対応", [9, 3, 5])
    assert [entry.subjects for entry in entries()] == [[9, 3, 5]]


def test_a_search_that_found_nobody_is_an_event_too() -> None:
    ledger.look(CLERK, "resident.searched", "窓口対応")
    assert [entry.subjects for entry in entries()] == [[]]


def test_a_print_is_one_event_per_resident() -> None:
    ledger.look_each(CLERK, "letter.printed", "勧奨通知", [9, 3, 5], {"run": 12})
    assert [entry.subjects for entry in entries()] == [[9], [3], [5]]
    assert {entry.actor_account for entry in entries()} == {7}
    assert {str(entry.details) for entry in entries()} == {"{'run': 12}"}


def test_a_look_inside_a_transaction_is_not_accepted() -> None:
    with transaction.atomic(), pytest.raises(ledger.InsideTransaction):
        ledger.look(CLERK, "resident.seen", "窓口対応", [41])


def test_a_look_inside_an_act_is_not_accepted() -> None:
    with pytest.raises(ledger.InsideTransaction), ledger.act(CLERK, "dose.recorded", "入力"):
        ledger.look(CLERK, "resident.seen", "窓口対応", [41])


@pytest.mark.parametrize("door", [ledger.look, ledger.look_each])
def test_without_a_purpose_nobody_looks_and_that_is_recorded(door) -> None:
    with pytest.raises(ledger.NoPurpose):
        door(CLERK, "resident.seen", "", [41])
    [written] = entries()
    assert (written.kind, written.reason, written.subjects) == ("refusal", "no_purpose", [41])
