"""Two people at once: without the trigger both win, with it one does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from ledger_of_tests import CLERK, COLLEAGUE
from races_of_tests import at_once

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal, State, operations
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection

CHIEF = Actor(9, "鈴木 一郎")
Decision = Callable[[], object]


@contextmanager
def without_the_guard(place: Place) -> Iterator[None]:
    """The trigger that lets a proposal be decided once is silent."""
    with closing(deployment_connection()) as owner:
        owner.execute(f"SET ROLE {place.owner}")
        table = f"{place.schema}.proposal"
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER proposal_decided")
        owner.commit()
        yield
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER proposal_decided")
        owner.commit()


def all_decide(place: Place, monkeypatch: pytest.MonkeyPatch, *decisions: Decision) -> list[str]:
    """Everybody has read the proposal before anybody decides; what came of each decision."""
    everybody_read = threading.Barrier(len(decisions))
    find = operations._find

    def find_and_wait(*arguments: object) -> Proposal:
        found = find(*arguments)
        everybody_read.wait(5)
        return found

    monkeypatch.setattr(operations, "_find", find_and_wait)
    ended = at_once(place, *decisions)
    return [type(each).__name__ if isinstance(each, Exception) else "done" for each in ended]


def two_approvals(proposal: Proposal) -> tuple[Decision, Decision]:
    return (
        lambda: second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256),
        lambda: second_person.approve(CHIEF, proposal.pk, proposal.sha256),
    )


def approval_and_withdrawal(proposal: Proposal) -> tuple[Decision, Decision]:
    return (
        lambda: second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256),
        lambda: second_person.withdraw(CLERK, proposal.pk),
    )


@pytest.fixture
def place_names_who(fresh_ward: Place) -> None:
    """Without the trigger nobody fills in who decided: a default does, so that the checks are met."""
    with closing(deployment_connection()) as owner, owner:
        owner.execute(f"SET ROLE {fresh_ward.owner}")
        owner.execute(f"SET search_path = {fresh_ward.schema}")
        owner.execute(
            "CREATE FUNCTION name_decider() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " NEW.decided_by := acting_account(); NEW.decided_at := clock_timestamp();"
            " RETURN NEW; END $$"
        )
        owner.execute(
            "CREATE TRIGGER name_decider BEFORE UPDATE ON proposal"
            " FOR EACH ROW EXECUTE FUNCTION name_decider()"
        )


@pytest.mark.usefixtures("place_names_who")
def test_without_the_guard_two_approvers_both_take_effect(
    fresh_ward: Place, proposal: Proposal, effect: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without_the_guard(fresh_ward):
        outcomes = all_decide(fresh_ward, monkeypatch, *two_approvals(proposal))
    assert outcomes == ["done", "done"]
    assert len(effect) == 2


def test_of_two_approvers_at_once_one_takes_effect(
    fresh_ward: Place, proposal: Proposal, effect: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = all_decide(fresh_ward, monkeypatch, *two_approvals(proposal))
    assert sorted(outcomes) == ["AlreadyDecided", "done"]
    [(actor, _)] = effect
    assert actor.account_id == second_person.proposal_of(proposal.pk).decided_by


@pytest.mark.usefixtures("place_names_who")
def test_without_the_guard_a_withdrawn_proposal_takes_effect(
    fresh_ward: Place, proposal: Proposal, effect: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without_the_guard(fresh_ward):
        outcomes = all_decide(fresh_ward, monkeypatch, *approval_and_withdrawal(proposal))
    assert outcomes == ["done", "done"]
    assert len(effect) == 1  # although it is withdrawn as well


def test_an_approval_and_a_withdrawal_at_once_are_one_or_the_other(
    fresh_ward: Place, proposal: Proposal, effect: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = all_decide(fresh_ward, monkeypatch, *approval_and_withdrawal(proposal))
    assert sorted(outcomes) == ["AlreadyDecided", "done"]
    state = second_person.proposal_of(proposal.pk).state
    assert (state, len(effect)) in [(State.APPROVED, 1), (State.WITHDRAWN, 0)]


def test_of_a_dozen_approvers_at_once_one_takes_effect(
    fresh_ward: Place, proposal: Proposal, effect: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [Actor(100 + number, f"職員{number}") for number in range(12)]
    decisions = [
        lambda actor=actor: second_person.approve(actor, proposal.pk, proposal.sha256)
        for actor in people
    ]
    outcomes = all_decide(fresh_ward, monkeypatch, *decisions)
    assert sorted(outcomes) == ["AlreadyDecided"] * 11 + ["done"]
    assert len(effect) == 1
