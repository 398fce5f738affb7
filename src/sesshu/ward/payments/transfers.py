"""総合振込 files of the ward: who pays on the day, whom, and what a bank would refuse (V105)."""

from collections.abc import Sequence
from datetime import date

from sesshu.foundation.media.lists import Conditions, UnknownConditions, Value
from sesshu.foundation.walls import current_place
from sesshu.ward.payments.payer import payer_on
from sesshu.wire.transfers.characters import NotInBankCharacters
from sesshu.wire.transfers.files import DoesNotFit, Transfer, data_record, write


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


def day_in(given: Conditions) -> date:
    """The day of a file by its conditions, ``on`` as YYYY-MM-DD. Raises UnknownConditions."""
    try:
        return date.fromisoformat(given.get("on", ""))
    except ValueError as error:
        raise UnknownConditions(given.get("on", "")) from error


def transfer_of(values: Sequence[Value]) -> Transfer:
    """A transfer from a row of a list: its parts in their order."""
    bank_code, branch_code, account_kind, number, holder, yen, reference = values
    return Transfer(
        bank_code=str(bank_code),
        branch_code=str(branch_code),
        account_kind=str(account_kind),
        number=str(number),
        holder=str(holder),
        yen=int(str(yen)),
        reference=str(reference),
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
