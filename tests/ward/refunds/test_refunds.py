"""償還払い from the application to the payment: two people, once a dose, the account behind its doors."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute, last_entry
from letters_of_tests import BORN, ON
from refunds_of_tests import (
    ACCOUNT,
    MOST,
    RECEIPT,
    application,
    approve,
    corrected,
    decided,
    given,
    other_account,
    proposed,
    taken_in,
    under_a_letter,
)
from residents_of_tests import add_resident, shelter
from settlements_of_tests import enter_prices, price
from ward.residents.registry import work_off

from sesshu.foundation.second_person import OwnProposal, State, proposal_of
from sesshu.foundation.walls import Place
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.records.situations import PaidBackBefore
from sesshu.ward.refunds import accounts, operations, queries, situations
from sesshu.ward.refunds.accounts import account_to_check, accounts_to_pay, erase_accounts
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.codes import Outcome, Progress, Reason
from sesshu.ward.refunds.models import RefundApplication, RefundDecision
from sesshu.ward.refunds.practice import NOTHING_NAMED
from sesshu.ward.refunds.rules import Proposed

pytestmark = pytest.mark.usefixtures("fresh_ward")


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(BORN)


@pytest.fixture
def dose(child: int) -> RecordedDose:
    return under_a_letter(child)


def progress(row: RefundApplication) -> Progress:
    seen = queries.application_of(row.pk)
    assert seen
    return seen.progress


def test_what_was_paid_is_granted_by_two_people_and_paid_once(dose: RecordedDose) -> None:
    row = taken_in(dose)
    assert progress(row) is Progress.RECEIVED
    proposal = proposed(row)
    assert progress(row) is Progress.WAITING
    with pytest.raises(OwnProposal):
        approve(proposal, CLERK)
    approve(proposal)
    decision = RefundDecision.objects.get(application=row)
    assert (decision.outcome, decision.amount_yen, decision.most_yen) == ("granted", 8_000, MOST)
    assert (decision.number, decision.decided_on, decision.dose_id) == (1, ON, dose.id)
    assert (decision.asked_by_name, decision.decided_by_name) == (CLERK.name, COLLEAGUE.name)
    assert progress(row) is Progress.DECIDED
    number = operations.make_list(CLERK, ON)
    assert progress(row) is Progress.LISTED
    operations.mark_paid(CLERK, number, ON)
    assert progress(row) is Progress.PAID
    with pytest.raises(situations.PaymentSettled):
        operations.mark_paid(CLERK, number, ON)
    with pytest.raises(situations.NothingToPay):
        operations.make_list(CLERK, ON)


def test_more_than_the_ceiling_is_paid_in_part(dose: RecordedDose) -> None:
    decision = decided(taken_in(dose, claimed_yen=MOST + 1))
    assert (decision.outcome, decision.amount_yen, decision.reason) == ("partly", MOST, "ceiling")


def test_without_a_letter_it_is_refused_with_the_reason(child: int) -> None:
    decision = decided(taken_in(given(child)))
    assert (decision.outcome, decision.amount_yen, decision.reason) == ("refused", 0, "no_letter")
    assert queries.not_listed() == 0


def test_what_a_clinic_may_bill_is_not_paid_to_the_person_too(child: int) -> None:
    row = taken_in(under_a_letter(child, payment_excluded=False))
    assert [each.reason for each in considered(row).findings] == [Reason.CLINIC_PAID]


def test_the_clerk_may_refuse_for_another_reason(dose: RecordedDose) -> None:
    row = taken_in(dose)
    approve(proposed(row, Reason.OTHER, "領収書の名前が違う"))
    decision = RefundDecision.objects.get(application=row)
    assert (decision.reason, decision.note) == ("other", "領収書の名前が違う")


def test_what_is_sent_back_may_be_handed_on_again(dose: RecordedDose) -> None:
    row = taken_in(dose)
    proposal = proposed(row)
    operations.second_person.decline(COLLEAGUE, proposal.pk, "領収書が読めない")
    assert progress(row) is Progress.RECEIVED
    approve(proposed(row))
    assert progress(row) is Progress.DECIDED


def test_a_second_decision_is_neither_asked_for_nor_made(dose: RecordedDose) -> None:
    row = taken_in(dose)
    proposed(row)
    with pytest.raises(situations.AskedBefore):
        proposed(row)
    other = taken_in(dose)
    decided(other)
    with pytest.raises(situations.DecidedBefore):
        proposed(other)


def test_one_dose_is_paid_back_once_whoever_applies(dose: RecordedDose) -> None:
    first, second = taken_in(dose), taken_in(dose)
    late = proposed(second)
    decided(first)
    assert [each.reason for each in considered(second).findings] == [Reason.PAID_BEFORE]
    with pytest.raises(situations.RefundedBefore):
        approve(late)
    assert proposal_of(late.pk).state == State.OPEN
    assert last_entry().reason == "refunded_before"


def test_a_corrected_dose_stays_the_same_dose(dose: RecordedDose) -> None:
    decided(taken_in(dose))
    corrected(dose, lot="Z999")
    [newer] = doses_of(dose.entry.resident_id)
    assert newer.id != dose.id
    again = taken_in(newer)
    assert [each.reason for each in considered(again).findings] == [Reason.PAID_BEFORE]


def test_a_dose_that_was_paid_back_cannot_become_one_that_a_clinic_bills(
    dose: RecordedDose,
) -> None:
    row = taken_in(dose)
    corrected(dose, payment_excluded=False)
    corrected(doses_of(dose.entry.resident_id)[0], payment_excluded=True)
    decided(row)
    [standing] = doses_of(dose.entry.resident_id)
    with pytest.raises(PaidBackBefore):
        corrected(standing, payment_excluded=False)
    corrected(standing, lot="Z999")
    assert doses_of(dose.entry.resident_id)[0].entry.lot == "Z999"


def test_what_changed_since_the_page_was_shown_is_not_handed_on(dose: RecordedDose) -> None:
    row = taken_in(dose)
    shown = Proposed(Outcome.GRANTED, 9_000, MOST, None)
    with pytest.raises(situations.NotAsFound):
        operations.propose_decision(CLERK, row.pk, shown, None, "")


def test_the_same_form_sent_twice_is_one_application(dose: RecordedDose) -> None:
    said = application(dose)
    assert operations.take_in(CLERK, said) == operations.take_in(CLERK, said)


def test_a_guarded_residents_account_is_not_taken(fresh_ward: Place, dose: RecordedDose) -> None:
    shelter(dose.entry.resident_id)
    with pytest.raises(situations.GuardedRefund):
        taken_in(dose)
    assert execute("guarded", "SELECT count(*) FROM refund_account") == [(0,)]


@pytest.mark.parametrize(
    "days", [{"paid_on": ON - timedelta(days=1)}, {"received_on": ON + timedelta(days=1)}]
)
def test_days_that_cannot_be_are_refused(dose: RecordedDose, days: dict[str, Any]) -> None:
    with pytest.raises(situations.ImpossibleRefundDays):
        taken_in(dose, **days)


def test_a_dose_that_does_not_stand_is_refused(dose: RecordedDose) -> None:
    stranger = add_resident(BORN)
    with pytest.raises(situations.NoSuchRefundDose):
        taken_in(dose, resident_id=stranger)


def test_the_account_is_shown_to_be_checked_then_to_be_paid_then_to_nobody(
    dose: RecordedDose,
) -> None:
    row = taken_in(dose)
    assert account_to_check(row.pk) == ACCOUNT
    decision = decided(row)
    assert account_to_check(row.pk) is None
    number = operations.make_list(CLERK, ON)
    assert accounts_to_pay(number) == {decision.pk: ACCOUNT}
    operations.mark_paid(CLERK, number, ON)
    assert accounts_to_pay(number) == {}


def test_no_ordinary_role_reads_the_table_of_accounts(dose: RecordedDose) -> None:
    row = taken_in(dose)
    for zone in ("intranet", "jobs", "audit"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(zone, "SELECT number FROM refund_account")
    shelter(dose.entry.resident_id)
    assert account_to_check(row.pk) is None
    assert execute("guarded", "SELECT number FROM refund_account") == [(ACCOUNT.number,)]


def test_accounts_are_erased_once_they_were_kept_long_enough(
    dose: RecordedDose, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(taken_in(dose))
    number = operations.make_list(CLERK, ON)
    a_year_later = ON + timedelta(days=366)
    assert erase_accounts(a_year_later) == 0  # not paid yet
    operations.mark_paid(CLERK, number, ON)
    assert erase_accounts(ON + timedelta(days=365)) == 0
    assert erase_accounts(a_year_later) == 1
    rows = execute("guarded", "SELECT number, bank_code, erased_at IS NULL FROM refund_account")
    assert rows == [(None, None, False)]
    monkeypatch.setattr(accounts, "practice_of", lambda _: NOTHING_NAMED)
    assert erase_accounts(a_year_later) == 0


def test_a_new_list_lets_a_run_erase(dose: RecordedDose) -> None:
    decided(taken_in(dose))
    operations.make_list(CLERK, ON)
    work_off()
    [row] = execute("intranet", "SELECT state FROM run WHERE kind = %s", [accounts.ERASURE])
    assert row == ("done",)


def test_the_account_of_a_refused_application_is_erased_too(child: int) -> None:
    decided(taken_in(given(child)))
    assert erase_accounts(ON + timedelta(days=366)) == 1


@pytest.mark.parametrize(
    "planted",
    [
        {"bank_code": "12"},
        {"number": "123"},
        {"holder_kana": " "},
    ],
)
def test_an_account_is_whole(dose: RecordedDose, planted: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="whole"):
        taken_in(dose, account=other_account(**planted))
    assert not RefundApplication.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"amount_yen": 8_001},
        {"amount_yen": 0},
        {"most_yen": 7_999},
        {"outcome": "partly"},
        {"outcome": "refused", "amount_yen": 8_000, "reason": "late"},
        {"reason": "ceiling"},
    ],
)
def test_the_database_refuses_what_does_not_fit_together(
    dose: RecordedDose, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = taken_in(dose)
    found = considered(row).proposed
    assert found
    payload = operations.payload_of(row.pk, found, "") | said
    subjects = [dose.entry.resident_id]
    proposal = operations.second_person.propose(
        CLERK, operations.KIND, payload, subjects, "償還払い"
    )
    monkeypatch.setattr(
        operations,
        "_found",
        lambda _: Proposed(
            Outcome(payload["outcome"]), payload["amount_yen"], payload["most_yen"], None
        ),
    )
    with pytest.raises(IntegrityError):
        approve(proposal)


def test_the_database_pays_nothing_without_a_letter(
    child: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = taken_in(given(child))
    granted = Proposed(Outcome.GRANTED, 8_000, MOST, None)
    monkeypatch.setattr(operations, "_found", lambda _: granted)
    proposal = operations.propose_decision(CLERK, row.pk, granted, None, "")
    with pytest.raises(situations.NotAsFound):
        approve(proposal)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE refund_decision SET amount_yen = 1",
        "DELETE FROM refund_application",
        "UPDATE refund_evidence SET kind = 'other'",
        "INSERT INTO refund_decision (proposal_id, amount_yen) VALUES (1, 1)",
        "INSERT INTO refund_payment (payment_list_id, decision_id) VALUES (1, 1)",
        "SELECT erase_refund_accounts('2999-01-01')",
    ],
)
def test_no_role_changes_what_was_decided(dose: RecordedDose, statement: str) -> None:
    decided(taken_in(dose))
    with pytest.raises(DatabaseError):
        execute("intranet", statement)


def test_the_ledger_tells_who_applied_for_whom_and_no_account(dose: RecordedDose) -> None:
    taken_in(dose)
    told = [entry for entry in entries() if entry.action == "refund.applied"][-1]
    assert told.subjects == [dose.entry.resident_id]
    assert ACCOUNT.number not in str(told.details)


def test_without_a_price_nothing_is_proposed_and_the_next_step_is_named(child: int) -> None:
    enter_prices(
        price(series="HBV", yen=MOST, valid_from=date(2024, 4, 1), valid_until=date(2024, 5, 1))
    )
    row = taken_in(given(child))
    assert considered(row).proposed is None
    with pytest.raises(situations.NoPriceNamed, match="契約単価の登録を依頼"):
        operations.propose_decision(CLERK, row.pk, Proposed(Outcome.GRANTED, 1, 1, None), None, "")


def test_a_receipt_alone_is_no_proof(dose: RecordedDose) -> None:
    row = taken_in(dose, evidence=(RECEIPT,))
    assert [each.reason for each in considered(row).findings] == [Reason.NOT_PROVED]
