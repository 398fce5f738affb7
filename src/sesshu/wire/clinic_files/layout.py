"""Columns of the clinic file, version 1, in their order."""

from dataclasses import dataclass
from enum import Enum

VERSION = 1


class Kind(Enum):
    """What a column holds and how it is written."""

    TEXT = "文字"
    KANA = "カナ"
    DIGITS = "数字"
    COUNT = "整数"
    VOLUME = "mL(小数3桁まで)"
    DAY = "日付 YYYY-MM-DD"
    FLAG = "0または1"
    CODE = "コード"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code, its title in the file, and what may stand in it."""

    name: str
    title: str
    kind: Kind
    longest: int
    required: bool = False
    exact: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("provider_code", "医療機関コード", Kind.DIGITS, 10, required=True, exact=True),
    Column("voucher_number", "券番号", Kind.DIGITS, 10, exact=True),
    Column("name", "氏名", Kind.TEXT, 200),
    Column("name_kana", "氏名カナ", Kind.KANA, 200),
    Column("birth_on", "生年月日", Kind.DAY, 10),
    Column("sex", "性別", Kind.CODE, 1),
    Column("address", "住所", Kind.TEXT, 200),
    Column("series", "接種名称", Kind.TEXT, 30, required=True),
    Column("dose_number", "回数", Kind.COUNT, 2),
    Column("given_on", "接種日", Kind.DAY, 10, required=True),
    Column("outcome", "実施結果", Kind.CODE, 1, required=True),
    Column("screening_reason", "予診理由", Kind.CODE, 2),
    Column("product", "ワクチンの種類", Kind.TEXT, 30),
    Column("brand", "製品", Kind.TEXT, 30),
    Column("lot", "Lot番号", Kind.TEXT, 20),
    Column("expires_on", "有効期限", Kind.DAY, 10),
    Column("volume_ml", "接種量", Kind.VOLUME, 6),
    Column("route", "接種方法", Kind.CODE, 1),
    Column("doctor", "医師", Kind.TEXT, 100),
    Column("fee_class", "費用区分", Kind.CODE, 1, required=True),
    Column("has_consent", "同意の署名", Kind.FLAG, 1, required=True),
    Column("has_signature", "医師の署名", Kind.FLAG, 1, required=True),
    Column("due_on", "分娩予定日", Kind.DAY, 10),
    Column("image", "画像ファイル名", Kind.TEXT, 100),
)
COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
COLUMN_TITLES: tuple[str, ...] = tuple(column.title for column in COLUMNS)
TITLE_OF: dict[str, str] = {column.name: column.title for column in COLUMNS}
