"""Two people at once: one wins, the other is told so. Each race is first won by both with its guard off."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from database_of_tests import TestCluster
from doses_of_tests import BORN, ON, cancel, correct, enter, mr1, record
from ledger_of_tests import CLERK, COLLEAGUE
from races_of_tests import at_once
from residents_of_tests import add_resident

from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import AlreadyDecided, Proposal
from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.ward.records import operations, queries, situations, taking_effect
from sesshu.ward.rulebooks.releases import keep_current

THIRD = Actor(9, "鈴木 一郎")


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(BORN)


def approval(proposal: Proposal, actor: Actor = COLLEAGUE) -> Callable[[], Any]:
    shown = operations.verdict_shown(proposal, ON)
    return lambda: operations.approve(actor, proposal.pk, proposal.sha256, shown, ON)


@pytest.fixture
def slow(fresh_ward: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have judged before either writes; the release they judge by is kept from earlier days."""
    keep_current()
    both = threading.Barrier(2, timeout=25)
    write = taking_effect._write

    def after_both(statement: str, values: Any) -> None:
        both.wait()
        write(statement, values)

    monkeypatch.setattr(taking_effect, "_write", after_both)


def same_dose_twice(child: int) -> list[Proposal]:
    """Two clerks entered the same form."""
    return [enter(mr1(child)), enter(mr1(child), actor=THIRD)]


def test_two_checkers_of_one_entry_record_one_dose(child: int, fresh_ward: Place) -> None:
    proposal = enter(mr1(child))
    results = at_once(fresh_ward, approval(proposal), approval(proposal, THIRD))
    assert [type(result) for result in results].count(AlreadyDecided) == 1
    assert len(queries.doses_of(child)) == 1


def test_who_comes_after_the_check_is_told_of_it_and_not_of_a_changed_verdict(child: int) -> None:
    proposal = enter(mr1(child))
    first, second = approval(proposal), approval(proposal, THIRD)
    first()
    with pytest.raises(AlreadyDecided):
        second()


def test_without_the_index_two_checkers_record_the_same_dose_twice(
    child: int, fresh_ward: Place, test_cluster: TestCluster, fresh_database: str, slow: None
) -> None:
    with test_cluster.cluster.superuser_connection(fresh_database) as almighty:
        almighty.execute(f"DROP INDEX {fresh_ward.schema}.current_dose_once_a_day")
    at_once(fresh_ward, *(approval(proposal) for proposal in same_dose_twice(child)))
    assert len(queries.doses_of(child)) == 2


def test_two_checkers_of_the_same_dose_entered_twice_record_it_once(
    child: int, fresh_ward: Place, slow: None
) -> None:
    results = at_once(fresh_ward, *(approval(each) for each in same_dose_twice(child)))
    assert [type(result) for result in results].count(situations.SameDayTwice) == 1
    assert len(queries.doses_of(child)) == 1


def test_a_correction_and_a_cancellation_at_once_leave_one_of_them(
    child: int, fresh_ward: Place, slow: None
) -> None:
    dose = record_alone(child)
    asked = [correct(dose, mr1(child, lot="MR513")), cancel(dose)]
    results = at_once(fresh_ward, *(approval(proposal) for proposal in asked))
    assert [type(result) for result in results].count(situations.DoseReplaced) == 1


def record_alone(child: int) -> queries.RecordedDose:
    """A dose recorded before anybody races."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking_effect, "_write", WRITE)
        return record(mr1(child))


WRITE = taking_effect._write


def test_a_button_pressed_twice_asks_once(child: int, fresh_ward: Place) -> None:
    key = uuid4()

    def send() -> Proposal:
        return operations.enter_dose(CLERK, mr1(child), ON, load.current(), key)

    first, second, third = at_once(fresh_ward, send, send, send)
    assert first.pk == second.pk == third.pk
    assert queries.waiting_for(COLLEAGUE).to_check == 1
