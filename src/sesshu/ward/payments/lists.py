"""委託料の振込データ: what the bank is told to pay to clinics; it leaves by the media ledger (R8, V105)."""

from collections.abc import Iterable
from dataclasses import astuple
from typing import ClassVar

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.lists import (
    Conditions,
    Row,
    UnknownConditions,
    column,
    take_out_list,
)
from sesshu.ui.dates import in_era
from sesshu.ward.fees.privacy import FIELDS as FEES
from sesshu.ward.payments import queries
from sesshu.ward.payments.codes import Batch
from sesshu.ward.payments.privacy import FIELDS
from sesshu.ward.payments.queries import ListSeen
from sesshu.ward.payments.transfers import TransferList, transfer_to

PAYEE = (FIELDS, "clinic_payee")


@take_out_list
class ClinicTransfers(TransferList):
    """One transfer for each clinic of a list that is not paid yet."""

    kind: ClassVar = "payments.transfers"
    title: ClassVar = "委託料の振込データ"
    permission: ClassVar = Permission.FEE_SETTLE
    columns: ClassVar = (
        column("金融機関コード", *PAYEE, "bank_code"),
        column("支店コード", *PAYEE, "branch_code"),
        column("預金種目", *PAYEE, "kind"),
        column("口座番号", *PAYEE, "number"),
        column("口座名義カナ", *PAYEE, "holder_kana"),
        column("支払額", FEES, "settlement", "yen"),
        column("医療機関コード", *PAYEE, "provider_code"),
        column("支払一覧", FIELDS, "clinic_payment", "payment_list_id"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``payment_list``: one that is not paid; ``on``: a day YYYY-MM-DD; all can be written."""
        seen = _list(given)
        if seen.paid_on is not None:
            raise UnknownConditions(str(seen.payment_list.pk))
        return self.on_a_day({"payment_list": str(seen.payment_list.pk)}, given)

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which list, and when the bank is to pay."""
        seen = _list(conditions).payment_list
        return [
            ("支払一覧", f"{seen.pk}番（{in_era(seen.listed_on)}作成）"),
            self.said_of_day(conditions),
        ]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """All parts of each transfer, in their order."""
        seen = _list(conditions)
        batch = Batch.CLINICS.number(seen.payment_list.pk)
        for due in seen.dues:
            transfer = transfer_to(due.payee, due.yen, due.payee.provider_code, batch)
            yield Row(None, astuple(transfer))


def _list(conditions: Conditions) -> ListSeen:
    number = conditions.get("payment_list", "")
    seen = queries.list_of(int(number)) if number.isascii() and number.isdigit() else None
    if seen is None:
        raise UnknownConditions(number)
    return seen
