"""Refunds of guarded people: their desk alone takes, decides, prints and pays them (D3, V108)."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, ProgrammingError
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute, last_entry
from letters_of_tests import BORN, ON
from media_of_tests import Office
from refunds_of_tests import (
    ACCOUNT,
    MOST,
    application,
    approve,
    decided,
    other_account,
    proposed,
    taken_in,
    under_a_letter,
)
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ
from ward.residents.registry import work_off

from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import OwnProposal, Proposal
from sesshu.foundation.walls import Place
from sesshu.kernel.calendar import fiscal_year
from sesshu.ward.records.queries import RecordedDose
from sesshu.ward.refunds import (
    account_changes,
    accounts,
    evidence,
    guarded_payments,
    operations,
    queries,
    situations,
)
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.codes import EvidenceKind, Progress
from sesshu.ward.refunds.models import RefundApplication, RefundDecision, RefundPayment
from sesshu.ward.residents import protection
from sesshu.ward.residents.sides import GUARDED, ORDINARY

pytestmark = pytest.mark.usefixtures("fresh_ward")
NEW = other_account(bank_code="0009", number="7654321")


@pytest.fixture
def dose(fresh_ward: Place) -> RecordedDose:
    """Given under a letter to somebody whom protection shelters since."""
    given = under_a_letter(add_resident(BORN))
    shelter(given.entry.resident_id)
    return given


@pytest.fixture
def row(dose: RecordedDose) -> RefundApplication:
    number = operations.take_in(CLERK, application(dose), GUARDED)
    return RefundApplication.objects.get(pk=number)


def handed_on(row: RefundApplication) -> Proposal:
    found = considered(row).proposed
    assert found
    return operations.propose_decision(CLERK, row.pk, found, None, "", GUARDED)


def decision_of(row: RefundApplication) -> RefundDecision:
    approve(handed_on(row))
    return RefundDecision.objects.get(application=row)


def unshelter(resident_id: int) -> None:
    """Two people end protection."""
    approve(protection.propose_end(CLERK, resident_id, "本人から終了の申出", ON))
    work_off()


def test_the_guarded_desk_takes_decides_and_pays(row: RefundApplication) -> None:
    decision = decision_of(row)
    assert (decision.outcome, decision.amount_yen, decision.most_yen) == ("granted", 8_000, MOST)
    assert guarded_payments.order(CLERK, decision, ON).startswith(b"%PDF")
    assert (last_entry().action, last_entry().subjects) == (
        "refund.order_printed",
        [row.resident_id],
    )
    guarded_payments.mark_paid(CLERK, decision, ON)
    [listed] = queries.latest_applications(fiscal_year(ON), GUARDED)
    assert listed.progress is Progress.PAID
    with pytest.raises(situations.PaymentSettled):
        guarded_payments.mark_paid(CLERK, decision, ON)
    with pytest.raises(situations.NoOrder):
        guarded_payments.order(CLERK, decision, ON)


def test_nobody_decides_what_they_handed_on(row: RefundApplication) -> None:
    with pytest.raises(OwnProposal):
        approve(handed_on(row), CLERK)


def test_papers_and_account_are_read_in_the_guarded_zone_alone(row: RefundApplication) -> None:
    assert {each.kind for each in evidence.evidence_of(row)} == {"receipt", "record"}
    assert accounts.guarded_account(row.pk) == ACCOUNT
    assert accounts.account_to_check(row.pk) is None
    assert execute("intranet", "SELECT count(*) FROM refund_evidence") == [(0,)]
    for zone in ("intranet", "jobs", "audit"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(zone, "SELECT content FROM guarded_refund_evidence")
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(zone, "SELECT * FROM guarded_refund_account(%s)", [row.pk])
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(zone, "SELECT * FROM guarded_refund_account_drafted(1)")


def test_the_account_closes_when_the_money_has_gone(row: RefundApplication) -> None:
    decision = decision_of(row)
    assert accounts.guarded_account(row.pk) == ACCOUNT
    guarded_payments.order(CLERK, decision, ON)
    guarded_payments.mark_paid(CLERK, decision, ON)
    assert accounts.guarded_account(row.pk) is None


def test_papers_go_behind_the_wall_when_protection_begins_and_come_back_when_it_ends() -> None:
    row = taken_in(under_a_letter(add_resident(BORN)))
    kept = "SELECT kind, recorded_by_name, content FROM {} ORDER BY id"
    before = execute("intranet", kept.format("refund_evidence"))
    shelter(row.resident_id)
    assert execute("intranet", kept.format("refund_evidence")) == []
    assert execute("guarded", kept.format("guarded_refund_evidence")) == before
    row.refresh_from_db()
    assert considered(row).findings == ()
    unshelter(row.resident_id)
    assert execute("intranet", kept.format("refund_evidence")) == before
    assert execute("guarded", kept.format("guarded_refund_evidence")) == []


def test_each_desk_takes_its_own_people_alone(dose: RecordedDose) -> None:
    with pytest.raises(situations.GuardedRefund):
        operations.take_in(CLERK, application(dose), ORDINARY)
    open_one = under_a_letter(add_resident(BORN))
    with pytest.raises(situations.OrdinaryRefund):
        operations.take_in(CLERK, application(open_one), GUARDED)


def test_the_database_itself_keeps_guarded_papers_out_of_the_ordinary_table(
    dose: RecordedDose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "refuse_other_side", lambda *_: None)
    with pytest.raises(situations.GuardedRefund):
        operations.take_in(CLERK, application(dose), ORDINARY)
    assert not RefundApplication.objects.exists()


@pytest.mark.parametrize("change", [shelter, unshelter])
def test_what_was_handed_on_at_one_desk_is_never_decided_at_the_other(
    change: Callable[[int], None],
) -> None:
    dose = under_a_letter(add_resident(BORN))
    if change is unshelter:
        shelter(dose.entry.resident_id)
    side = GUARDED if change is unshelter else ORDINARY
    number = operations.take_in(CLERK, application(dose), side)
    row = RefundApplication.objects.get(pk=number)
    waiting = handed_on(row) if side is GUARDED else proposed(row)
    account = account_changes.propose(CLERK, row.pk, NEW, "読み違い", side)
    change(row.resident_id)
    for proposal in (waiting, account):
        with pytest.raises(situations.OtherSide):
            approve(proposal)
        operations.second_person.decline(COLLEAGUE, proposal.pk, "担当が変わりました")
    row.refresh_from_db()
    approve(proposed(row) if side is GUARDED else handed_on(row))
    assert RefundDecision.objects.filter(application=row).exists()


def test_an_account_is_put_right_by_two_of_the_guarded_desk(row: RefundApplication) -> None:
    with pytest.raises(situations.GuardedRefund):
        account_changes.propose(CLERK, row.pk, NEW, "読み違い")
    proposal = account_changes.propose(CLERK, row.pk, NEW, "読み違い", GUARDED)
    assert account_changes.drafted(proposal.pk) is None
    assert account_changes.drafted(proposal.pk, GUARDED) == NEW
    approve(proposal)
    assert accounts.guarded_account(row.pk) == NEW


def test_a_proposal_about_somebody_else_changes_no_account(row: RefundApplication) -> None:
    other = add_resident(BORN)
    salt = "0" * 32
    said = {
        "application_id": row.pk,
        "account_sha256": account_changes.sealed(row.pk, NEW, salt),
    }
    proposal = operations.second_person.propose(
        CLERK, account_changes.KIND, said, [other], "読み違い"
    )
    account_changes.insert(
        "refund_account_draft",
        {"proposal_id": proposal.pk, "application_id": row.pk, "salt": salt}
        | account_changes.asdict(NEW),
    )
    with pytest.raises(IntegrityError, match="not the one of proposal"):
        approve(proposal)


def test_guarded_decisions_are_in_no_list_of_the_treasury(row: RefundApplication) -> None:
    decision = decision_of(row)
    with pytest.raises(situations.NothingToPay):
        operations.make_list(CLERK, ON)
    guarded_payments.order(CLERK, decision, ON)
    assert queries.lists() == ()
    number = RefundPayment.objects.get().payment_list_id
    assert queries.list_of(number) is None
    assert accounts.accounts_to_pay(number) == {}


def test_who_was_listed_before_protection_began_is_not_marked_with_the_list() -> None:
    """The file leaves them out, so the money of the list is not theirs."""
    stays, sheltered = (decided(taken_in(under_a_letter(add_resident(BORN)))) for _ in range(2))
    number = operations.make_list(CLERK, ON)
    shelter(sheltered.resident_id)
    seen = queries.list_of(number)
    assert seen is not None
    assert ([line.decision_id for line in seen.lines], seen.held) == ([stays.pk], 1)
    operations.mark_paid(CLERK, number, ON)
    assert last_entry().subjects == [stays.resident_id]
    paid = dict(RefundPayment.objects.values_list("decision_id", "paid_on"))
    assert paid == {stays.pk: ON, sheltered.pk: None}
    assert guarded_payments.list_that_left(sheltered) == number  # paid in part: ask the treasury
    guarded_payments.mark_paid(CLERK, sheltered, ON)


def test_the_desk_is_told_when_a_file_with_the_account_was_asked_for_before() -> None:
    decision = decided(taken_in(under_a_letter(add_resident(BORN))))
    number = operations.make_list(CLERK, ON)
    payer, security = employ("支払", Duty.RUNS), employ("保護", Duty.SECURITY)
    office = Office(payer.actor, security.actor, list_kind="refund.payments")
    assert guarded_payments.list_that_left(decision) is None
    office.asked(conditions={"payment_list": str(number)})
    shelter(decision.resident_id)
    assert guarded_payments.list_that_left(decision) == number


def test_the_ledger_holds_no_account(row: RefundApplication) -> None:
    guarded_payments.order(CLERK, decision_of(row), ON)
    assert all(ACCOUNT.number not in str(entry.details) for entry in entries())


def test_a_receipt_alone_is_no_proof_behind_the_wall_either(dose: RecordedDose) -> None:
    receipt = application(dose).evidence[:1]
    assert receipt[0].kind is EvidenceKind.RECEIPT
    number = operations.take_in(CLERK, application(dose, evidence=receipt), GUARDED)
    found = considered(RefundApplication.objects.get(pk=number)).findings
    assert [each.reason.value for each in found] == ["not_proved"]
