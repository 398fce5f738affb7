"""What one person proposes takes effect when another approves exactly what was shown, and only then."""

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute, last_entry
from proposals_of_tests import PAYLOAD, proposed

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import now
from sesshu.foundation.second_person import Proposal, State, effects

pytestmark = pytest.mark.usefixtures("fresh_ward")


def test_a_proposal_knows_who_made_it_and_waits(proposal: Proposal) -> None:
    assert (proposal.proposed_by, proposal.proposed_by_name) == (7, "佐藤 健一")
    assert (proposal.state, proposal.payload, proposal.subjects) == (State.OPEN, PAYLOAD, [41])
    assert proposal.decided_by is None


def test_a_second_person_approves_what_was_shown_and_it_takes_effect(
    proposal: Proposal, effect: list
) -> None:
    approved = second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    assert (approved.state, approved.decided_by, approved.decided_by_name) == (
        State.APPROVED,
        8,
        "田中 めぐみ",
    )
    assert bytes(approved.decided_sha256).hex() == proposal.sha256
    [(actor, taken)] = effect
    assert (actor, taken.pk, taken.payload) == (COLLEAGUE, proposal.pk, PAYLOAD)


def test_nobody_approves_what_they_proposed(proposal: Proposal, effect: list) -> None:
    with pytest.raises(second_person.OwnProposal, match="自分の入力"):
        second_person.approve(CLERK, proposal.pk, proposal.sha256)
    assert effect == []
    assert second_person.proposal_of(proposal.pk).state == State.OPEN
    assert (last_entry().kind, last_entry().reason) == ("refusal", "own_proposal")
    assert (last_entry().subjects, last_entry().details["proposal"]) == ([41], proposal.pk)


@pytest.mark.parametrize("shown", ["", "00" * 32, "no hash"])
def test_nobody_approves_what_they_did_not_see(
    proposal: Proposal, effect: list, shown: str
) -> None:
    with pytest.raises(second_person.ShownDiffers):
        second_person.approve(COLLEAGUE, proposal.pk, shown)
    assert effect == []


def test_an_effect_that_fails_undoes_the_approval(proposal: Proposal) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    effects._effects["ward.dose"] = fail
    with pytest.raises(ZeroDivisionError):
        second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    assert second_person.proposal_of(proposal.pk).state == State.OPEN


def test_the_effect_works_in_the_transaction_of_the_approval(proposal: Proposal) -> None:
    seen = []
    effects._effects["ward.dose"] = lambda *_: seen.extend(
        execute("default", "SELECT pg_current_xact_id()::text, acting_account()")
    )
    second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    assert seen == [(str(last_entry().txid), 8)]


def test_an_approval_can_be_part_of_a_larger_act(proposal: Proposal, effect: list) -> None:
    with ledger.act(COLLEAGUE, "dose.checked", "確認"):
        second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    assert [entry.action for entry in entries()] == [
        "proposal.made",
        "proposal.approved",
        "dose.checked",
    ]
    assert len(effect) == 1


def test_a_second_person_declines_with_a_reason(proposal: Proposal, effect: list) -> None:
    declined = second_person.decline(COLLEAGUE, proposal.pk, "接種日を確かめてください")
    assert (declined.state, declined.decision_reason) == (
        State.DECLINED,
        "接種日を確かめてください",
    )
    assert effect == []


@pytest.mark.parametrize("reason", ["", " ", "\u3000"])
def test_nobody_declines_without_a_reason(proposal: Proposal, reason: str) -> None:
    with pytest.raises(second_person.NoReason):
        second_person.decline(COLLEAGUE, proposal.pk, reason)


def test_nobody_declines_what_they_proposed(proposal: Proposal) -> None:
    with pytest.raises(second_person.OwnProposal):
        second_person.decline(CLERK, proposal.pk, "まちがえました")


def test_whoever_proposed_may_withdraw(proposal: Proposal) -> None:
    assert second_person.withdraw(CLERK, proposal.pk).state == State.WITHDRAWN


def test_nobody_withdraws_for_another(proposal: Proposal) -> None:
    with pytest.raises(second_person.SomebodyElsesProposal):
        second_person.withdraw(COLLEAGUE, proposal.pk)


def test_the_system_has_no_account_and_decides_nothing(proposal: Proposal, effect: list) -> None:
    with pytest.raises(second_person.OwnProposal):
        second_person.approve(Actor.system("registry.import"), proposal.pk, proposal.sha256)
    assert effect == []


def test_the_system_proposes_nothing(effect: list) -> None:
    with pytest.raises(IntegrityError):
        second_person.propose(Actor.system("registry.import"), "ward.dose", PAYLOAD, [], "")


@pytest.mark.parametrize("decision", ["approve", "decline", "withdraw"])
@pytest.mark.parametrize("before", ["approve", "decline", "withdraw"])
def test_what_is_decided_stays_decided(
    proposal: Proposal, effect: list, before: str, decision: str
) -> None:
    decide = {
        "approve": lambda: second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256),
        "decline": lambda: second_person.decline(COLLEAGUE, proposal.pk, "別の理由"),
        "withdraw": lambda: second_person.withdraw(CLERK, proposal.pk),
    }
    decided = decide[before]()
    happened = len(effect)
    with pytest.raises(second_person.AlreadyDecided):
        decide[decision]()
    again = second_person.proposal_of(proposal.pk)
    assert (again.state, again.decided_at) == (decided.state, decided.decided_at)
    assert len(effect) == happened


def test_an_expired_proposal_is_not_approved_and_no_longer_waits(effect: list) -> None:
    proposal = proposed(expires_at=now() + timedelta(seconds=2))
    assert second_person.count_waiting(proposal.proposed_at) == 1
    while now() <= proposal.expires_at:
        time.sleep(0.05)
    with pytest.raises(second_person.Expired):
        second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    assert effect == []
    assert second_person.count_waiting(now()) == 0


def test_a_proposal_cannot_expire_before_it_is_made(effect: list) -> None:
    with pytest.raises(IntegrityError):
        proposed(expires_at=now() - timedelta(days=1))


def test_a_proposal_nobody_made_is_not_decided(effect: list) -> None:
    with pytest.raises(second_person.NoSuchProposal):
        second_person.approve(COLLEAGUE, 999, "00" * 32)


def test_a_kind_that_does_nothing_is_not_proposed(effect: list) -> None:
    with pytest.raises(second_person.NoEffect):
        second_person.propose(CLERK, "ward.nothing", PAYLOAD, [41], "")
    assert entries() == []


def test_one_kind_takes_effect_in_one_place(effect: list) -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        second_person.takes_effect("ward.dose")(lambda *_: None)


def test_the_queue_shows_own_entries_locked_oldest_first(effect: list) -> None:
    mine = proposed()
    theirs = second_person.propose(COLLEAGUE, "ward.dose", PAYLOAD, [42], "")
    waiting = second_person.queue(viewer=7, at=now())
    assert [(each.proposal.pk, each.locked) for each in waiting] == [
        (mine.pk, True),
        (theirs.pk, False),
    ]


def test_the_queue_is_read_by_kind_and_in_pages(effect: list) -> None:
    second_person.takes_effect("account.grant")(lambda *_: None)
    first, second = proposed(), proposed()
    grant = second_person.propose(CLERK, "account.grant", {"account": 3}, [], "異動")
    at = now()
    assert [w.proposal.pk for w in second_person.queue(8, at, ["account.grant"])] == [grant.pk]
    assert [w.proposal.pk for w in second_person.queue(8, at, offset=1, limit=1)] == [second.pk]
    assert second_person.count_waiting(at) == 3
    assert second_person.count_waiting(at, ["ward.dose"]) == 2
    assert first.pk < second.pk


def test_what_waits_about_a_resident_is_found(effect: list) -> None:
    about_both = second_person.propose(CLERK, "ward.dose", PAYLOAD, [41, 42], "")
    proposed()
    assert [p.pk for p in second_person.waiting_about(42, now())] == [about_both.pk]


def test_the_ledger_tells_of_every_step_by_ids_only(proposal: Proposal) -> None:
    second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    made, approved = entries()
    expected = {"proposal": proposal.pk, "proposal_kind": "ward.dose"}
    assert (made.action, made.actor_account, made.details) == ("proposal.made", 7, expected)
    assert (approved.action, approved.actor_account, approved.details) == (
        "proposal.approved",
        8,
        expected,
    )
    assert made.subjects == approved.subjects == [41]
