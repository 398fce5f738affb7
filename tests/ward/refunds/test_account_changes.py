"""A bank account put right by two people, until the list with it leaves the house (V108, R5, D13)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute
from letters_of_tests import BORN, ON
from media_of_tests import Office
from refunds_of_tests import (
    ACCOUNT,
    approve,
    decided,
    given,
    other_account,
    taken_in,
    under_a_letter,
)
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ

from sesshu.foundation import second_person
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import OwnProposal, Proposal
from sesshu.foundation.walls import Place
from sesshu.ward.refunds import account_changes, operations, situations
from sesshu.ward.refunds.account_changes import drafted, may_change
from sesshu.ward.refunds.accounts import account_to_check, accounts_to_pay, erase_accounts
from sesshu.ward.refunds.models import RefundApplication

NEW = other_account(bank_code="0009", number="7654321")


@pytest.fixture
def row(fresh_ward: Place) -> RefundApplication:
    return taken_in(under_a_letter(add_resident(BORN)))


def changed(row: RefundApplication) -> Proposal:
    return account_changes.propose(CLERK, row.pk, NEW, "番号の読み違い")


def file_asked_for(number: int) -> None:
    """The clerk of payments asks for the file of a list."""
    payer, security = employ("支払", Duty.RUNS), employ("保護", Duty.SECURITY)
    office = Office(payer.actor, security.actor, list_kind="refund.payments")
    office.asked(conditions={"payment_list": str(number)})


def test_a_decided_refund_is_paid_into_the_account_that_two_people_put_right(
    row: RefundApplication,
) -> None:
    decision = decided(row)
    proposal = changed(row)
    assert drafted(proposal.pk) == NEW
    approve(proposal)
    assert drafted(proposal.pk) is None
    number = operations.make_list(CLERK, ON)
    assert accounts_to_pay(number) == {decision.pk: NEW}


def test_an_account_in_a_list_that_has_not_left_may_still_be_put_right(
    row: RefundApplication,
) -> None:
    decision = decided(row)
    number = operations.make_list(CLERK, ON)
    approve(changed(row))
    assert accounts_to_pay(number) == {decision.pk: NEW}


def test_before_the_decision_it_is_the_new_account_that_is_compared(row: RefundApplication) -> None:
    approve(changed(row))
    assert account_to_check(row.pk) == NEW


def test_nobody_puts_an_account_right_alone(row: RefundApplication) -> None:
    decided(row)
    with pytest.raises(OwnProposal):
        approve(changed(row), CLERK)


def test_what_is_sent_back_changes_nothing_and_its_account_is_erased(
    row: RefundApplication,
) -> None:
    decision = decided(row)
    proposal = changed(row)
    second_person.decline(COLLEAGUE, proposal.pk, "書類と違う", account_changes.PURPOSE)
    assert drafted(proposal.pk) is None
    assert accounts_to_pay(operations.make_list(CLERK, ON)) == {decision.pk: ACCOUNT}
    erase_accounts(ON)
    approve(changed(row))


def test_the_same_account_is_not_asked_about_twice(row: RefundApplication) -> None:
    changed(row)
    with pytest.raises(situations.AccountChangeAsked):
        changed(row)


def test_a_list_that_was_paid_keeps_its_accounts(row: RefundApplication) -> None:
    decided(row)
    operations.mark_paid(CLERK, operations.make_list(CLERK, ON), ON)
    assert not may_change(row.pk)
    with pytest.raises(situations.AccountLeft):
        changed(row)


def test_from_the_moment_the_file_of_a_list_is_asked_for_its_accounts_stay(
    row: RefundApplication,
) -> None:
    decided(row)
    number = operations.make_list(CLERK, ON)
    proposal = changed(row)
    file_asked_for(number)
    assert not may_change(row.pk)
    with pytest.raises(situations.AccountLeft):
        approve(proposal)
    assert set(accounts_to_pay(number).values()) == {ACCOUNT}


def test_a_file_of_another_list_holds_nothing_back(row: RefundApplication) -> None:
    decided(row)
    first = operations.make_list(CLERK, ON)
    other = taken_in(under_a_letter(add_resident(BORN)))
    decided(other)
    operations.make_list(CLERK, ON)
    file_asked_for(first)
    assert (may_change(row.pk), may_change(other.pk)) == (False, True)


def test_a_refused_application_needs_no_account(fresh_ward: Place) -> None:
    row = taken_in(given(add_resident(BORN)))
    decided(row)
    assert not may_change(row.pk)


def test_an_account_that_was_erased_is_not_written_again(row: RefundApplication) -> None:
    decided(row)
    operations.mark_paid(CLERK, operations.make_list(CLERK, ON), ON)
    assert erase_accounts(ON + timedelta(days=366)) == 1
    assert not may_change(row.pk)


def test_of_a_guarded_resident_nothing_is_taken_nor_shown(row: RefundApplication) -> None:
    proposal = changed(row)
    shelter(row.resident_id)
    assert drafted(proposal.pk) is None
    with pytest.raises(situations.OtherSide):
        approve(proposal)
    with pytest.raises(situations.GuardedRefund):
        changed(row)


def test_neither_the_proposal_nor_the_ledger_holds_the_account(row: RefundApplication) -> None:
    proposal = changed(row)
    assert NEW.number not in str(proposal.payload)
    assert all(NEW.number not in str(entry.details) for entry in entries())
    assert entries()[-1].subjects == [row.resident_id]


@pytest.mark.parametrize("zone", ["intranet", "jobs", "audit", "guarded"])
def test_no_role_reads_accounts_that_wait(row: RefundApplication, zone: str) -> None:
    changed(row)
    with pytest.raises(DatabaseError, match="permission denied"):
        execute(zone, "SELECT number FROM refund_account_draft")


def test_the_database_writes_no_account_that_nobody_approved(row: RefundApplication) -> None:
    proposal = changed(row)
    with pytest.raises(IntegrityError, match="that this account has approved"):
        execute("intranet", "SELECT change_refund_account(%s)", [proposal.pk])


def test_an_account_that_is_not_the_one_agreed_on_is_refused(
    row: RefundApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_changes, "sealed", lambda *_: "0" * 64)
    proposal = changed(row)
    with pytest.raises(IntegrityError, match="not the one of proposal"):
        approve(proposal)
