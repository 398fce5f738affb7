"""From which account a ward pays: dated data."""

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from sesshu.ward.dated import Dated, refuse_overlaps, value_on
from sesshu.wire.transfers.files import Payer
from sesshu.wire.transfers.layout import ACCOUNT_KINDS


class PayingAccount(Dated, frozen=True, kw_only=True):
    """An account of the ward as its bank knows it."""

    payer_code: str
    payer_name: str
    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str
    account_kind: str
    number: str


def payer_on(municipality: str, day: date) -> Payer | None:
    """Who pays on a day; None where the ward named no account."""
    account = value_on(day, _table().get(municipality, ()))
    if account is None:
        return None
    return Payer(
        payer_code=account.payer_code,
        payer_name=account.payer_name,
        bank_code=account.bank_code,
        bank_name=account.bank_name,
        branch_code=account.branch_code,
        branch_name=account.branch_name,
        account_kind=ACCOUNT_KINDS[account.account_kind],
        number=account.number,
    )


@cache
def _table() -> dict[str, tuple[PayingAccount, ...]]:
    text = (files("sesshu.ward.payments") / "payer.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.safe_load(text), dict[str, tuple[PayingAccount, ...]])
    for accounts in found.values():
        refuse_overlaps(accounts)
    return found
