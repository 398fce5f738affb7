"""What a bank sends back: paid is marked, failed leaves its list until its account is agreed on (V105)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clinic_files_of_tests import CLINIC, NotTaken, finish
from django.db import ProgrammingError
from ledger_of_tests import CLERK, COLLEAGUE, execute, last_entry
from letters_of_tests import BORN
from payments_of_tests import enter_payee, payee
from refunds_of_tests import decided, other_account, taken_in, under_a_letter
from residents_of_tests import add_resident, shelter
from settlements_of_tests import APRIL, MAY, UNIT, contract
from staff_of_tests import employ
from ward.payments.test_clinic_payments import made, paid_month

from sesshu.foundation import runs, second_person
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import list_of
from sesshu.ward.payments import operations, queries, situations
from sesshu.ward.payments.codes import TAKE_RETURN
from sesshu.ward.payments.models import BankReturnRow, ClinicPayment, FailedTransfer
from sesshu.ward.payments.payer import payer_on
from sesshu.ward.payments.queries import Waiting
from sesshu.ward.payments.transfers import transfer_of
from sesshu.ward.refunds import account_changes
from sesshu.ward.refunds import operations as refunds
from sesshu.ward.refunds import queries as refund_queries
from sesshu.ward.refunds.models import RefundDecision, RefundPayment
from sesshu.ward.refunds.situations import NoRefund
from sesshu.wire.transfers.files import Transfer
from sesshu.wire.transfers.returns import write_return

HERE = "/131121/"
NO_ACCOUNT = "1"
pytestmark = pytest.mark.usefixtures("fresh_ward")


def transfers(kind: str, list_id: int) -> list[Transfer]:
    """What the bank was told by a list."""
    conditions = {"payment_list": str(list_id), "on": today().isoformat()}
    return [transfer_of(row.values) for row in list_of(kind).rows(conditions)]


def sent_back(
    folder: Path, told: list[Transfer], signs: Mapping[str, str] | None = None, name: str = "R1"
) -> dict[str, int]:
    """The bank's file, taken in by the real run; the counts. Raises NotTaken."""
    payer = payer_on("131121", today())
    assert payer is not None
    path = folder / f"{name}.txt"
    path.write_bytes(write_return(payer, today(), told, signs or {}))
    return taken(path)


def taken(path: Path) -> dict[str, int]:
    return finish(runs.start(CLERK, TAKE_RETURN, input=path, input_name=path.name).run_id)


def clinic_list() -> int:
    """A list of two months of a clinic."""
    contract()
    enter_payee()
    paid_month(APRIL)
    paid_month(MAY)
    return made().payment_list.pk


def refund_list() -> int:
    """A list of two refunds."""
    for claimed in (8_000, 12_000):
        decided(taken_in(under_a_letter(add_resident(BORN)), claimed_yen=claimed))
    return refunds.make_list(CLERK, today())


def put_right(decision: RefundDecision) -> None:
    """Two people agree on another account for a refund."""
    asked = account_changes.propose(
        CLERK, decision.application_id, other_account(number="7654321"), "通帳のとおり"
    )
    second_person.approve(COLLEAGUE, asked.pk, asked.sha256)


def test_what_arrived_is_marked_as_paid(tmp_path: Path) -> None:
    number = clinic_list()
    counts = sent_back(tmp_path, transfers("payments.transfers", number))
    assert (counts["paid"], counts["failed"], counts["unmatched"]) == (1, 0, 0)
    assert {row.paid_on for row in ClinicPayment.objects.all()} == {today()}
    assert {row.marked_by_name for row in ClinicPayment.objects.all()} == {CLERK.name}


def test_a_clinic_that_could_not_be_paid_is_on_the_list_after_its_new_account(
    tmp_path: Path,
) -> None:
    number = clinic_list()
    told = transfers("payments.transfers", number)
    assert sent_back(tmp_path, told, {CLINIC: NO_ACCOUNT})["failed"] == 1
    assert not ClinicPayment.objects.exists()
    assert FailedTransfer.objects.count() == 2
    assert queries.waiting(today()) == (
        Waiting(CLINIC, 2 * UNIT, has_payee=False, failed="該当する口座がない"),
    )
    with pytest.raises(situations.NoClinicToPay):
        operations.make_list(CLERK, today())
    enter_payee(payee(account=other_account(number="7654321"), valid_from=today()))
    again = made()
    assert [(due.yen, due.payee.number) for due in again.dues] == [(2 * UNIT, "7654321")]
    assert queries.waiting(today()) == ()


def test_what_was_marked_as_paid_comes_off_its_list_when_the_money_comes_back(
    tmp_path: Path,
) -> None:
    number = clinic_list()
    told = transfers("payments.transfers", number)
    operations.mark_paid(CLERK, number, today())
    assert sent_back(tmp_path, told, {CLINIC: "8"})["failed"] == 1
    assert {row.marked_on for row in FailedTransfer.objects.all()} == {today()}
    assert not ClinicPayment.objects.exists()


def test_a_refund_that_could_not_be_paid_is_on_the_list_after_its_new_account(
    tmp_path: Path,
) -> None:
    number = refund_list()
    told = transfers("refund.transfers", number)
    counts = sent_back(tmp_path, told, {told[0].reference: NO_ACCOUNT})
    assert (counts["paid"], counts["failed"]) == (1, 1)
    [failed] = FailedTransfer.objects.all()
    decision = failed.decision
    assert decision is not None
    assert refund_queries.not_listed() == 1
    with pytest.raises(NoRefund):
        refunds.make_list(CLERK, today())
    put_right(decision)
    again = transfers("refund.transfers", refunds.make_list(CLERK, today()))
    assert [(each.reference, each.number) for each in again] == [(told[0].reference, "7654321")]
    assert RefundPayment.objects.count() == 2


def test_an_account_that_fails_twice_is_agreed_on_twice(tmp_path: Path) -> None:
    told = transfers("refund.transfers", refund_list())
    sent_back(tmp_path, told, {told[0].reference: NO_ACCOUNT})
    decision = FailedTransfer.objects.get().decision
    assert decision is not None
    put_right(decision)
    again = transfers("refund.transfers", refunds.make_list(CLERK, today()))
    sent_back(tmp_path, again, {told[0].reference: "3"}, name="R2")
    with pytest.raises(NoRefund):
        refunds.make_list(CLERK, today())
    put_right(decision)
    assert len(transfers("refund.transfers", refunds.make_list(CLERK, today()))) == 1


def test_the_same_file_is_taken_in_once(tmp_path: Path) -> None:
    told = transfers("payments.transfers", clinic_list())
    sent_back(tmp_path, told, {CLINIC: NO_ACCOUNT})
    taken(tmp_path / "R1.txt")
    assert BankReturnRow.objects.count() == 1
    assert FailedTransfer.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"yen": 1},
        {"batch": "1000000099"},
        {"batch": "2000000001"},
        {"batch": "0"},
        {"reference": "1399999999"},
    ],
)
def test_what_is_not_as_it_left_changes_nothing(tmp_path: Path, wrong: dict[str, object]) -> None:
    [told] = transfers("payments.transfers", clinic_list())
    changed = replace(told, **wrong)  # type: ignore[arg-type]
    counts = sent_back(tmp_path, [changed], {changed.reference: NO_ACCOUNT})
    assert (counts["unmatched"], counts["failed"]) == (1, 0)
    assert {row.paid_on for row in ClinicPayment.objects.all()} == {None}
    assert not FailedTransfer.objects.exists()


def test_a_result_of_a_list_made_later_is_for_a_person_to_look_at(tmp_path: Path) -> None:
    told = transfers("payments.transfers", clinic_list())
    payer = payer_on("131121", today())
    assert payer is not None
    path = tmp_path / "R1.txt"
    path.write_bytes(write_return(payer, today() - timedelta(days=1), told, {}))
    assert taken(path)["unmatched"] == 1


def test_what_is_no_file_of_the_bank_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "R1.txt"
    path.write_bytes(b"1,2,3\r\n")
    with pytest.raises(NotTaken, match="振込結果のファイルとして読めません"):
        taken(path)
    assert not BankReturnRow.objects.exists()


def test_whoever_came_under_protection_is_for_their_own_desk(tmp_path: Path) -> None:
    number = refund_list()
    told = transfers("refund.transfers", number)
    first = RefundDecision.objects.order_by("number").first()
    assert first is not None
    shelter(first.resident_id)
    sent_back(tmp_path, told, {told[0].reference: NO_ACCOUNT})
    runner = employ("支払 係", Duty.RUNS).client()
    assert "該当する口座がない" not in runner.get(f"{HERE}refund-payments/").text
    assert "該当する口座がない" not in runner.get(f"{HERE}refund-payments/{number}/").text


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM clinic_payment",
        "DELETE FROM refund_payment",
        "INSERT INTO failed_transfer (row_id) VALUES (1)",
        "INSERT INTO bank_return_row (file_id) VALUES (1)",
        "UPDATE bank_return_row SET fate = 'paid'",
        "SELECT work_bank_return(1)",
    ],
)
def test_nobody_takes_a_payment_off_its_list_by_hand(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("default", statement)


def test_pages_say_what_failed_and_lead_to_the_account(tmp_path: Path) -> None:
    clerk, runner = employ("費用 花子", Duty.FEES).client(), employ("支払 係", Duty.RUNS).client()
    clinics, people = clinic_list(), refund_list()
    told = transfers("refund.transfers", people)
    sent_back(tmp_path, transfers("payments.transfers", clinics), {CLINIC: NO_ACCOUNT})
    sent_back(tmp_path, told, {told[0].reference: "2"}, name="R2")
    assert "振込不能の医療機関" in clerk.get(HERE).text
    waiting = clerk.get(f"{HERE}clinic-payments/").text
    assert "該当する口座がない" in waiting
    page = clerk.get(f"{HERE}clinic-payments/{clinics}/").text
    assert "振込不能になった支払" in page
    assert f"{HERE}clinic-payees/" in page
    assert "振込不能の償還払い" in runner.get(HERE).text
    assert "口座名義が違う" in runner.get(f"{HERE}refund-payments/").text
    decision = FailedTransfer.objects.get(decision__isnull=False).decision
    assert decision is not None
    account = f"{HERE}refunds/{decision.application_id}/account"
    assert account in runner.get(f"{HERE}refund-payments/{people}/").text
    files = clerk.get(f"{HERE}bank-returns/").text
    assert "該当する口座がない" in files
    assert told[0].reference in files
    assert last_entry().action == "payment.returns"
    assert employ("入力 三郎", Duty.ENTRY).client().get(f"{HERE}bank-returns/").status_code == 403
