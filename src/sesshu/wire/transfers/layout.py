"""The records of a 総合振込 file: items in their order, each with its width in characters."""

from typing import NamedTuple

LENGTH = 120
END_OF_RECORD = "\r\n"
CODING = "shift_jis"
"""Of whose characters these files use those of one byte alone (JIS X 0201)."""
ACCOUNT_KINDS = {"ordinary": "1", "current": "2", "savings": "4"}


class Item(NamedTuple):
    """A part of a record: numbers right behind zeros, text left before spaces; `fixed` never changes."""

    name: str
    title: str
    width: int
    is_number: bool
    fixed: str | None = None


def _number(name: str, title: str, width: int, fixed: str | None = None) -> Item:
    return Item(name, title, width, is_number=True, fixed=fixed)


def _text(name: str, title: str, width: int, fixed: str | None = None) -> Item:
    return Item(name, title, width, is_number=False, fixed=fixed)


HEADER = (
    _number("mark", "データ区分", 1, "1"),
    _number("kind", "種別コード", 2, "21"),
    _number("coding", "コード区分", 1, "0"),
    _number("payer_code", "振込依頼人コード", 10),
    _text("payer_name", "振込依頼人名", 40),
    _number("on", "振込指定日", 4),
    _number("bank_code", "仕向銀行番号", 4),
    _text("bank_name", "仕向銀行名", 15),
    _number("branch_code", "仕向支店番号", 3),
    _text("branch_name", "仕向支店名", 15),
    _number("account_kind", "預金種目", 1),
    _number("number", "口座番号", 7),
    _text("spare", "ダミー", 17, ""),
)
DATA = (
    _number("mark", "データ区分", 1, "2"),
    _number("bank_code", "被仕向銀行番号", 4),
    _text("bank_name", "被仕向銀行名", 15, ""),
    _number("branch_code", "被仕向支店番号", 3),
    _text("branch_name", "被仕向支店名", 15, ""),
    _number("clearing", "手形交換所番号", 4, "0"),
    _number("account_kind", "預金種目", 1),
    _number("number", "口座番号", 7),
    _text("holder", "受取人名", 30),
    _number("yen", "振込金額", 10),
    _number("novelty", "新規コード", 1, "0"),
    _number("reference", "顧客コード1", 10),
    _number("batch", "顧客コード2", 10),
    _number("how", "振込指定区分", 1, "7"),
    _text("spare", "識別表示・ダミー", 8, ""),
)
TRAILER = (
    _number("mark", "データ区分", 1, "8"),
    _number("count", "合計件数", 6),
    _number("yen", "合計金額", 12),
    _text("spare", "ダミー", 101, ""),
)
END = (_number("mark", "データ区分", 1, "9"), _text("spare", "ダミー", 119, ""))
RECORDS = {"1": HEADER, "2": DATA, "8": TRAILER, "9": END}
