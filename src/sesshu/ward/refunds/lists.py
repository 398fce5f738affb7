"""支払一覧 as a file for the treasury: it leaves by the media ledger alone (R8, V105, V108)."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import ClassVar

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.lists import (
    Column,
    Conditions,
    Row,
    TakeOutList,
    UnknownConditions,
    column,
    take_out_list,
)
from sesshu.ui.dates import in_era
from sesshu.ward.payments.codes import Batch
from sesshu.ward.payments.transfers import TransferList, transfer_to
from sesshu.ward.refunds import privacy, queries
from sesshu.ward.refunds.accounts import accounts_to_pay
from sesshu.ward.refunds.paper import number_on_paper
from sesshu.ward.refunds.queries import ListSeen

ACCOUNT, DECISION = (privacy.FIELDS, "refund_account"), (privacy.FIELDS, "refund_decision")


@take_out_list
class PaymentTable(TakeOutList):
    """The unpaid lines of a payment list with their accounts, in the order of their decisions."""

    kind: ClassVar = "refund.payments"
    title: ClassVar = "償還払いの支払一覧"
    permission: ClassVar = Permission.REFUND_PAY
    columns: ClassVar[Sequence[Column]] = (
        column("決定番号", *DECISION, "number"),
        column("支給額（円）", *DECISION, "amount_yen"),
        column("金融機関コード", *ACCOUNT, "bank_code"),
        column("支店コード", *ACCOUNT, "branch_code"),
        column("預金種目", *ACCOUNT, "kind"),
        column("口座番号", *ACCOUNT, "number"),
        column("口座名義カナ", *ACCOUNT, "holder_kana"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``payment_list``: one that is not paid yet."""
        seen = _list(given)
        if seen.paid_on is not None:
            raise UnknownConditions(str(seen.payment_list.pk))
        return {"payment_list": str(seen.payment_list.pk)}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which list."""
        seen = _list(conditions).payment_list
        return [("支払一覧", f"{seen.pk}番（{in_era(seen.listed_on)}作成）")]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """A line for each refund whose account may be read."""
        seen = _list(conditions)
        accounts = accounts_to_pay(seen.payment_list.pk)
        for line in seen.lines:
            decision, account = line.decision, accounts.get(line.decision_id)
            if account is not None:
                yield Row(
                    decision.resident_id,
                    (
                        number_on_paper(decision.fiscal_year, decision.number),
                        decision.amount_yen,
                        account.bank_code,
                        account.branch_code,
                        account.kind.label,
                        account.number,
                        account.holder_kana,
                    ),
                )


@take_out_list
class PaymentTransfers(TransferList, PaymentTable):
    """The same lines as what the ward's bank is told to pay on a day."""

    kind: ClassVar = "refund.transfers"
    title: ClassVar = "償還払いの振込データ"
    columns: ClassVar = (
        column("金融機関コード", *ACCOUNT, "bank_code"),
        column("支店コード", *ACCOUNT, "branch_code"),
        column("預金種目", *ACCOUNT, "kind"),
        column("口座番号", *ACCOUNT, "number"),
        column("口座名義カナ", *ACCOUNT, "holder_kana"),
        column("支給額（円）", *DECISION, "amount_yen"),
        column("決定番号", *DECISION, "number"),
        column("支払一覧", privacy.FIELDS, "refund_payment", "payment_list_id"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``payment_list``: one that is not paid yet; ``on``: a day YYYY-MM-DD; all can be written."""
        return self.on_a_day(super().accepted(given, account), given)

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which list, and when the bank is to pay."""
        return [*super().said(conditions), self.said_of_day(conditions)]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """A transfer for each refund whose account may be read; all of its parts, in their order."""
        seen = _list(conditions)
        accounts = accounts_to_pay(seen.payment_list.pk)
        batch = Batch.REFUNDS.number(seen.payment_list.pk)
        for line in seen.lines:
            if account := accounts.get(line.decision_id):
                decision = line.decision
                reference = f"{decision.fiscal_year}{decision.number:06}"
                transfer = transfer_to(account, decision.amount_yen, reference, batch)
                yield Row(decision.resident_id, astuple(transfer))


def _list(conditions: Conditions) -> ListSeen:
    number = conditions.get("payment_list", "")
    seen = queries.list_of(int(number)) if number.isascii() and number.isdigit() else None
    if seen is None:
        raise UnknownConditions(number)
    return seen
