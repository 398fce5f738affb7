"""総合振込 files of the ward: who pays on the day, whom, and what a bank would refuse (V105)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from sesshu.foundation.media.lists import Conditions, Row, TakeOutList, UnknownConditions, Value
from sesshu.foundation.media.states import FileFormat
from sesshu.foundation.walls import current_place
from sesshu.ui.dates import in_era
from sesshu.ward.payments.account import Account
from sesshu.ward.payments.models import ClinicPayee
from sesshu.ward.payments.payer import payer_on
from sesshu.wire.transfers.characters import NotInBankCharacters
from sesshu.wire.transfers.files import DoesNotFit, Transfer, data_record, write
from sesshu.wire.transfers.layout import ACCOUNT_KINDS


class NoTransferFile(Exception):
    """No file can be written; its words say what to do."""


def transfer_file(on: date, transfers: Sequence[Transfer]) -> bytes:
    """The file for a day. Raises NoTransferFile."""
    payer = payer_on(current_place().municipality, on)
    if payer is None:
        raise NoTransferFile(
            "区の支払口座が登録されていません。管理者に、支払口座の登録を依頼してください。"
        )
    for each in transfers:
        _refuse_unwritable(each)
    return write(payer, on, transfers)


def transfer_to(account: Account | ClinicPayee, yen: int, reference: str, batch: str) -> Transfer:
    """What a bank is told to pay into an account; `reference` and `batch` are what the ward knows it by."""
    return Transfer(
        bank_code=account.bank_code,
        branch_code=account.branch_code,
        account_kind=ACCOUNT_KINDS[account.kind],
        number=account.number,
        holder=account.holder_kana,
        yen=yen,
        reference=reference,
        batch=batch,
    )


class TransferList(TakeOutList):
    """A list whose rows are transfers, all parts of each in their order; a bank reads it as 総合振込."""

    formats: ClassVar = (FileFormat.TRANSFERS,)

    def on_a_day(self, conditions: Conditions, given: Conditions) -> Conditions:
        """The conditions with the day that was asked for, if all of it can be written.

        Raises UnknownConditions.
        """
        dated = {**conditions, "on": day_in(given).isoformat()}
        try:
            self.in_own_format(dated, self.rows(dated))
        except NoTransferFile as problem:
            raise UnknownConditions(dated["payment_list"]) from problem
        return dated

    def said_of_day(self, conditions: Conditions) -> tuple[str, str]:
        """When the bank is to pay."""
        return ("振込指定日", in_era(day_in(conditions)))

    def in_own_format(self, conditions: Conditions, rows: Iterable[Row]) -> bytes:
        """A 総合振込 file. Raises NoTransferFile."""
        return transfer_file(day_in(conditions), [transfer_of(row.values) for row in rows])


def day_in(given: Conditions) -> date:
    """The day of a file by its conditions, ``on`` as YYYY-MM-DD. Raises UnknownConditions."""
    try:
        return date.fromisoformat(given.get("on", ""))
    except ValueError as error:
        raise UnknownConditions(given.get("on", "")) from error


def transfer_of(values: Sequence[Value]) -> Transfer:
    """A transfer from a row of a list: its parts in their order."""
    bank_code, branch_code, account_kind, number, holder, yen, reference, batch = values
    return Transfer(
        bank_code=str(bank_code),
        branch_code=str(branch_code),
        account_kind=str(account_kind),
        number=str(number),
        holder=str(holder),
        yen=int(str(yen)),
        reference=str(reference),
        batch=str(batch),
    )


def _refuse_unwritable(transfer: Transfer) -> None:
    """Say which payment it is by its number, never by name or account."""
    try:
        data_record(transfer)
    except (NotInBankCharacters, DoesNotFit) as problem:
        raise NoTransferFile(
            f"番号{transfer.reference}の口座名義か金額は、振込データに書けません。"
            "書類を確かめ、口座を訂正してください。"
        ) from problem
