"""A bank account as a paper of its holder says it."""

from dataclasses import dataclass

from sesshu.foundation.duties import Labelled


class AccountKind(Labelled):
    """預金種目."""

    ORDINARY = "ordinary", "普通"
    CURRENT = "current", "当座"
    SAVINGS = "savings", "貯蓄"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the money goes; codes of four and three digits, a number of seven."""

    bank_code: str
    branch_code: str
    kind: AccountKind
    number: str
    holder_kana: str
