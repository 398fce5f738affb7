"""委託料の振込データ: what the bank is told to pay to clinics; it leaves by the media ledger (R8, V105)."""

from collections.abc import Iterable
from dataclasses import astuple
from typing import ClassVar

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.lists import (
    Conditions,
    Row,
    TakeOutList,
    UnknownConditions,
    column,
    take_out_list,
)
from sesshu.foundation.media.states import FileFormat
from sesshu.ui.dates import in_era
from sesshu.ward.fees.privacy import FIELDS as FEES
from sesshu.ward.payments import queries
from sesshu.ward.payments.privacy import FIELDS
from sesshu.ward.payments.queries import Due, ListSeen
from sesshu.ward.payments.transfers import (
    NoTransferFile,
    day_in,
    transfer_file,
    transfer_of,
)
from sesshu.wire.transfers.files import Transfer
from sesshu.wire.transfers.layout import ACCOUNT_KINDS

PAYEE = (FIELDS, "clinic_payee")


@take_out_list
class ClinicTransfers(TakeOutList):
    """One transfer for each clinic of a list that is not paid yet."""

    kind: ClassVar = "payments.transfers"
    title: ClassVar = "委託料の振込データ"
    permission: ClassVar = Permission.FEE_SETTLE
    formats: ClassVar = (FileFormat.TRANSFERS,)
    columns: ClassVar = (
        column("金融機関コード", *PAYEE, "bank_code"),
        column("支店コード", *PAYEE, "branch_code"),
        column("預金種目", *PAYEE, "kind"),
        column("口座番号", *PAYEE, "number"),
        column("口座名義カナ", *PAYEE, "holder_kana"),
        column("支払額", FEES, "settlement", "yen"),
        column("医療機関コード", *PAYEE, "provider_code"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``payment_list``: one that is not paid; ``on``: a day YYYY-MM-DD; all can be written."""
        seen = _list(given)
        if seen.paid_on is not None:
            raise UnknownConditions(str(seen.payment_list.pk))
        conditions = {"payment_list": str(seen.payment_list.pk), "on": day_in(given).isoformat()}
        try:
            self.in_own_format(conditions, self.rows(conditions))
        except NoTransferFile as problem:
            raise UnknownConditions(conditions["payment_list"]) from problem
        return conditions

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which list, and when the bank is to pay."""
        seen = _list(conditions).payment_list
        return [
            ("支払一覧", f"{seen.pk}番（{in_era(seen.listed_on)}作成）"),
            ("振込指定日", in_era(day_in(conditions))),
        ]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """All parts of each transfer, in their order."""
        return (Row(None, astuple(_transfer(due))) for due in _list(conditions).dues)

    def in_own_format(self, conditions: Conditions, rows: Iterable[Row]) -> bytes:
        """A 総合振込 file. Raises NoTransferFile."""
        return transfer_file(day_in(conditions), [transfer_of(row.values) for row in rows])


def _transfer(due: Due) -> Transfer:
    payee = due.payee
    return Transfer(
        bank_code=payee.bank_code,
        branch_code=payee.branch_code,
        account_kind=ACCOUNT_KINDS[payee.kind],
        number=payee.number,
        holder=payee.holder_kana,
        yen=due.yen,
        reference=payee.provider_code,
    )


def _list(conditions: Conditions) -> ListSeen:
    number = conditions.get("payment_list", "")
    seen = queries.list_of(int(number)) if number.isascii() and number.isdigit() else None
    if seen is None:
        raise UnknownConditions(number)
    return seen
