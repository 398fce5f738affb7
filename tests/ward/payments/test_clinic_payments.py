"""Clinics paid by lists: each settled month once, 過誤 kept from what is due, a file for the bank (V105)."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from clinic_files_of_tests import CLINIC, OTHER_CLINIC, clinic, enter_clinics
from database_of_tests import TestCluster
from django.db import IntegrityError, ProgrammingError
from django.test import Client
from ledger_of_tests import CLERK, COLLEAGUE, execute, last_entry
from payments_of_tests import CLINICS_ACCOUNT, asked, enter_payee, payee
from races_of_tests import almighty, meet_in, types_at_once
from refunds_of_tests import other_account
from settlements_of_tests import (
    APRIL,
    MAY,
    MR1,
    UNIT,
    claim,
    contract,
    dose,
    settle,
)
from staff_of_tests import employ

from sesshu.foundation import second_person
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import UnknownConditions, list_of
from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.walls import Place
from sesshu.ward.fees import settlements
from sesshu.ward.payments import operations, queries, situations
from sesshu.ward.payments.models import ClinicPayee, ClinicPayment
from sesshu.ward.payments.payees import payees
from sesshu.ward.payments.queries import Waiting
from sesshu.wire.transfers.files import read

HERE = "/131121/"
pytestmark = pytest.mark.usefixtures("fresh_ward")
PAY_ON = "2030-12-10"


def paid_month(month: date = APRIL, doses: int = 1) -> None:
    """A clinic's month, fixed by two people."""
    for day in range(doses):
        dose(month + timedelta(days=9 + day))
    claim(doses, month=month)
    settle(month=month)


def made() -> queries.ListSeen:
    found = queries.list_of(operations.make_list(CLERK, today()))
    assert found is not None
    return found


def sums(found: queries.ListSeen) -> list[tuple[str, int, int]]:
    return [(due.payee.provider_code, due.yen, len(due.lines)) for due in found.dues]


def test_settled_months_of_a_clinic_are_paid_together_and_once() -> None:
    contract()
    enter_payee()
    paid_month(APRIL, 2)
    paid_month(MAY)
    found = made()
    assert sums(found) == [(CLINIC, 3 * UNIT, 2)]
    assert (found.yen, found.paid_on) == (3 * UNIT, None)
    assert queries.waiting(today()) == ()
    with pytest.raises(situations.NoClinicToPay):
        operations.make_list(CLERK, today())


def test_without_an_account_a_clinic_waits_and_the_page_says_so() -> None:
    contract()
    paid_month()
    assert queries.waiting(today()) == (Waiting(CLINIC, UNIT, has_payee=False),)
    with pytest.raises(situations.NoClinicToPay, match="振込先が登録"):
        operations.make_list(CLERK, today())
    enter_payee()
    assert queries.waiting(today()) == (Waiting(CLINIC, UNIT, has_payee=True),)
    assert sums(made()) == [(CLINIC, UNIT, 1)]


def test_an_account_of_tomorrow_pays_nothing_today() -> None:
    contract()
    enter_payee(payee(valid_from=today() + timedelta(days=1)))
    paid_month()
    with pytest.raises(situations.NoClinicToPay):
        operations.make_list(CLERK, today())


def test_what_was_paid_too_much_is_kept_from_what_is_due() -> None:
    contract()
    enter_payee()
    given = dose()
    claim(1)
    settle()
    made()
    settlements.exclude(CLERK, given.id, "対象年齢の外")
    claim(1, month=MAY)
    settle({MR1: "記録がない"}, month=MAY)
    assert queries.waiting(today()) == (Waiting(CLINIC, -UNIT, has_payee=True),)
    with pytest.raises(situations.NoClinicToPay):
        operations.make_list(CLERK, today())
    paid_month(date(2026, 6, 1), 3)
    assert sums(made()) == [(CLINIC, 2 * UNIT, 2)]


def test_a_month_in_which_all_was_returned_is_no_payment() -> None:
    contract()
    enter_payee()
    dose()
    claim(2)
    settle({MR1: "1枚足りない"})
    assert queries.waiting(today()) == ()
    with pytest.raises(situations.NoClinicToPay):
        operations.make_list(CLERK, today())


def test_a_newer_account_is_paid_from_its_first_day() -> None:
    enter_payee()
    newer = other_account(number="7777777")
    enter_payee(payee(account=newer, valid_from=today()))
    old, new = reversed(payees())
    assert (old.valid_until, new.valid_until) == (today() - timedelta(days=1), None)
    contract()
    paid_month()
    assert made().dues[0].payee.number == "7777777"


def test_a_list_keeps_the_account_it_was_made_with() -> None:
    contract()
    enter_payee()
    paid_month()
    number = made().payment_list.pk
    enter_payee(payee(account=other_account(number="7777777"), valid_from=today()))
    found = queries.list_of(number)
    assert found is not None
    assert found.dues[0].payee.number == CLINICS_ACCOUNT.number


def test_two_accounts_of_one_day_are_refused() -> None:
    enter_payee()
    proposal = asked(payee(valid_from=date(2026, 3, 1)))
    with pytest.raises(situations.PayeesOverlap):
        second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)


def test_nobody_enters_an_account_alone() -> None:
    proposal = asked()
    with pytest.raises(OwnProposal):
        second_person.approve(CLERK, proposal.pk, proposal.sha256)
    assert not ClinicPayee.objects.exists()


def test_a_list_is_marked_once_and_on_a_day_that_can_be() -> None:
    contract()
    enter_payee()
    paid_month()
    number = made().payment_list.pk
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(situations.ImpossiblePayDay):
            operations.mark_paid(CLERK, number, day)
    operations.mark_paid(CLERK, number, today())
    assert last_entry().action == "payment.paid"
    with pytest.raises(situations.ClinicsPaidBefore):
        operations.mark_paid(CLERK, number, today())
    found = queries.list_of(number)
    assert found is not None
    assert found.paid_on == today()


def test_the_bank_is_told_one_sum_for_each_clinic() -> None:
    contract()
    enter_payee()
    paid_month(APRIL, 2)
    paid_month(MAY)
    number = made().payment_list.pk
    table = list_of("payments.transfers")
    conditions = table.accepted({"payment_list": str(number), "on": PAY_ON}, None)  # type: ignore[arg-type]
    rows = list(table.rows(conditions))
    assert [row.resident_id for row in rows] == [None]
    header, [told] = read(table.in_own_format(conditions, rows))
    assert header["payer_name"] == "ｾﾀｶﾞﾔｸ ｶｲｹｲｶﾝﾘｼﾔ"
    assert (int(told["yen"]), told["reference"]) == (3 * UNIT, CLINIC)
    assert told["holder"] == "ｲ)ｻﾝｹﾞﾝﾁﾞﾔﾔｺﾄﾞﾓｼﾝﾘﾖｳｼﾞﾖ"
    assert table.said(conditions)[1] == ("振込指定日", "令和12年12月10日")
    operations.mark_paid(CLERK, number, today())
    for wrong in (conditions, {"payment_list": str(number)}, {"payment_list": "9", "on": PAY_ON}):
        with pytest.raises(UnknownConditions):
            table.accepted(wrong, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clinic_payee SET number = '1234567'",
        "DELETE FROM clinic_payment",
        "UPDATE clinic_payment SET settlement_id = 1",
        "INSERT INTO clinic_payment (payment_list_id, settlement_id, payee_id) VALUES (1, 1, 1)",
        "UPDATE clinic_payment_list SET listed_on = '2026-04-01'",
        "INSERT INTO clinic_payee (proposal_id, place, number) VALUES (1, 0, '1234567')",
    ],
)
def test_no_role_of_the_office_changes_payments(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("intranet", statement)


def test_an_account_nobody_approved_is_refused() -> None:
    proposal = asked()
    with pytest.raises(IntegrityError, match="no such text"):
        execute(
            "intranet",
            "INSERT INTO clinic_payee (proposal_id, place) VALUES (%s, 0)",
            [proposal.pk],
        )


@pytest.mark.parametrize("wrong", [{"bank_code": "1"}, {"number": "12"}, {"holder_kana": " "}])
def test_an_account_is_whole(wrong: dict[str, str]) -> None:
    proposal = asked(payee(account=other_account(**wrong)))
    with pytest.raises(IntegrityError, match="whole"):
        second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)


ONCE = "ALTER TABLE {schema}.clinic_payment DROP CONSTRAINT clinic_payment_settlement_id_key"


def two_lists(place: Place) -> list[type]:
    """Two people make a list at the same moment; the types of what became of it."""
    contract()
    enter_payee()
    paid_month()
    make = partial(operations.make_list, CLERK, today())
    return types_at_once(place, make, make)


def test_without_the_guard_two_lists_pay_one_month(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    almighty(test_cluster, fresh_database, fresh_ward, ONCE)
    meet_in(test_cluster, fresh_database, fresh_ward, "clinic_payment")
    assert two_lists(fresh_ward) == [int, int]
    assert ClinicPayment.objects.count() == 2


def test_two_lists_of_one_moment_pay_a_month_once(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    meet_in(test_cluster, fresh_database, fresh_ward, "clinic_payment")
    assert {*two_lists(fresh_ward)} == {int, situations.NoClinicToPay}
    assert ClinicPayment.objects.count() == 1


@pytest.fixture
def clerk() -> Client:
    return employ("費用 花子", Duty.FEES).client()


@pytest.fixture
def checker() -> Client:
    return employ("確認 太郎", Duty.CHECK).client()


TYPED = {
    "provider_code": CLINIC,
    "bank_code": "0001",
    "branch_code": "123",
    "account_kind": "ordinary",
    "account_number": "0012345",
    "holder_kana": "イ）サンゲンヂヤヤ",
    "valid_from": "R8.4.1",
    "reason": "口座振替依頼書のとおり",
}


def test_a_clinic_is_paid_on_the_pages_from_its_account_to_the_money(
    clerk: Client, checker: Client
) -> None:
    contract()
    paid_month()
    assert "振込先がない" in clerk.get(f"{HERE}clinic-payments/").text
    assert "登録を申請しました" in clerk.post(f"{HERE}clinic-payees/", TYPED, follow=True).text
    proposal = second_person.Proposal.objects.latest("id")
    page = checker.get(f"{HERE}fees/approvals/{proposal.pk}/")
    assert "0012345" in page.text
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    checker.post(f"{HERE}fees/approvals/{proposal.pk}/", said)
    assert "0012345" in clerk.get(f"{HERE}clinic-payees/").text
    assert "支払える" in clerk.get(f"{HERE}clinic-payments/").text
    made_page = clerk.post(f"{HERE}clinic-payments/make", follow=True)
    assert "支払一覧を作りました" in made_page.text
    assert "2026年4月" in made_page.text
    [number] = ClinicPayment.objects.values_list("payment_list_id", flat=True)
    here = f"{HERE}clinic-payments/{number}/"
    on = clerk.post(f"{here}transfer", {"on": "2030/12/10"})
    assert on["Location"].endswith(
        f"take-outs/new?list=payments.transfers&payment_list={number}&on={PAY_ON}"
    )
    assert clerk.post(f"{here}transfer", {"on": "2030/12/14"}).status_code == 422
    assert clerk.post(f"{here}paid", {"paid_on": "2026/1/1"}).status_code == 422
    assert (
        "支払済みにしました"
        in clerk.post(f"{here}paid", {"paid_on": f"{today():%Y/%m/%d}"}, follow=True).text
    )
    assert "支払う委託料がありません" in clerk.post(f"{HERE}clinic-payments/make", follow=True).text


@pytest.mark.parametrize("field", ["provider_code", "account_number", "valid_from", "reason"])
def test_an_account_without_one_of_its_parts_is_not_asked_for(clerk: Client, field: str) -> None:
    enter_clinics([clinic(CLINIC), clinic(OTHER_CLINIC)])
    page = clerk.post(f"{HERE}clinic-payees/", TYPED | {field: ""})
    assert page.status_code == 422
    assert not second_person.Proposal.objects.filter(kind="ward.clinic_payees").exists()


@pytest.mark.parametrize("name", ["医療法人", "ヤマダ・クリニック", "カ＊"])
def test_a_name_no_bank_reads_is_told_at_once(clerk: Client, name: str) -> None:
    enter_clinics([clinic(CLINIC)])
    page = clerk.post(f"{HERE}clinic-payees/", TYPED | {"holder_kana": name})
    assert page.status_code == 422
    assert "振込データに使える文字ではありません" in page.text


def test_who_checks_makes_no_list_and_what_is_not_there_is_not_found(
    clerk: Client, checker: Client
) -> None:
    for address in ("clinic-payments/", "clinic-payees/", "clinic-payments/1/"):
        assert checker.get(f"{HERE}{address}").status_code == 403
    acts: list[Callable[[], Any]] = [
        lambda: clerk.get(f"{HERE}clinic-payments/9/"),
        lambda: clerk.post(f"{HERE}clinic-payments/9/transfer", {"on": "2030/12/10"}),
    ]
    assert [act().status_code for act in acts] == [404, 404]
