"""Columns of the resident file, version 1, in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sesshu.wire.residents.codes import TITLES

VERSION = 1


class Kind(Enum):
    """What a column holds and how it is written."""

    TEXT = "文字"
    KANA = "カナ"
    DIGITS = "数字"
    COUNT = "整数"
    DAY = "日付 YYYY-MM-DD"
    INSTANT = "日時 YYYY-MM-DDThh:mm:ss"
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
    codes: str = ""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The codes that may stand in a column of codes."""
        return tuple(TITLES[self.codes]) if self.codes else ()


COLUMNS: tuple[Column, ...] = (
    Column("atena_number", "宛名番号", Kind.DIGITS, 15, required=True),
    Column("household_number", "世帯番号", Kind.DIGITS, 15),
    Column("history_number", "履歴番号", Kind.COUNT, 6, required=True),
    Column("update_number", "更新連番", Kind.COUNT, 9, required=True),
    Column("transaction_class", "異動区分", Kind.CODE, 1, True, True, "transaction_class"),
    Column("transaction_reason", "異動事由", Kind.CODE, 2, True, True, "transaction_reason"),
    Column("transaction_on", "異動年月日", Kind.DAY, 10, required=True),
    Column("notified_on", "届出年月日", Kind.DAY, 10),
    Column("processed_at", "処理日時", Kind.INSTANT, 19, required=True),
    Column("is_revoked", "取消", Kind.FLAG, 1, required=True),
    Column("name", "氏名漢字", Kind.TEXT, 200, required=True),
    Column("name_kana", "氏名カナ", Kind.KANA, 200, required=True),
    Column("former_family_name", "旧氏", Kind.TEXT, 100),
    Column("birth_on", "生年月日", Kind.DAY, 10, required=True),
    Column("birth_certainty", "生年月日不明区分", Kind.CODE, 1, True, True, "birth_certainty"),
    Column("sex", "性別", Kind.CODE, 1, True, True, "sex"),
    Column("relationship", "続柄", Kind.DIGITS, 8),
    Column("status", "住民状態", Kind.CODE, 1, True, True, "status"),
    Column("became_resident_on", "住民となった日", Kind.DAY, 10),
    Column("ceased_resident_on", "住民でなくなった日", Kind.DAY, 10),
    Column("died_on", "死亡日", Kind.DAY, 10),
    Column("is_foreign", "外国人フラグ", Kind.FLAG, 1, required=True),
    Column("is_outside_register", "住登外フラグ", Kind.FLAG, 1, required=True),
    Column("foreign_name_kana", "外国人本名カナ", Kind.KANA, 200),
    Column("foreign_name_kanji", "外国人本名漢字", Kind.TEXT, 200),
    Column("alphabet_name", "アルファベット氏名", Kind.TEXT, 200),
    Column("alias", "通称", Kind.TEXT, 200),
    Column("alias_kana", "通称カナ", Kind.KANA, 200),
    Column("residence_status", "在留資格", Kind.TEXT, 60),
    Column("residence_until", "在留期間満了日", Kind.DAY, 10),
    Column("postal_code", "郵便番号", Kind.DIGITS, 7, exact=True),
    Column("address", "住所", Kind.TEXT, 200, required=True),
    Column("town_code", "町字コード", Kind.DIGITS, 7, exact=True),
    Column("lot", "番地", Kind.TEXT, 60),
    Column("building", "方書", Kind.TEXT, 200),
    Column("previous_municipality", "前住所市区町村コード", Kind.DIGITS, 6, exact=True),
    Column("previous_address", "前住所", Kind.TEXT, 200),
    Column("destination_municipality", "転出先市区町村コード", Kind.DIGITS, 6, exact=True),
    Column("destination_address", "転出先", Kind.TEXT, 200),
    Column("phone", "電話番号", Kind.DIGITS, 15),
    Column("mail_name", "送付先氏名", Kind.TEXT, 200),
    Column("mail_postal_code", "送付先郵便番号", Kind.DIGITS, 7, exact=True),
    Column("mail_address", "送付先住所", Kind.TEXT, 200),
    Column("mail_building", "送付先方書", Kind.TEXT, 200),
    Column("protection", "支援措置区分", Kind.CODE, 1, exact=True, codes="protection"),
    Column("protection_from", "支援措置開始日", Kind.DAY, 10),
    Column("protection_until", "支援措置終了日", Kind.DAY, 10),
    Column("protection_scope", "抑止内容", Kind.TEXT, 200),
)

COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
COLUMN_TITLES: tuple[str, ...] = tuple(column.title for column in COLUMNS)
CONTACT_COLUMNS: tuple[str, ...] = tuple(
    COLUMN_NAMES[COLUMN_NAMES.index("postal_code") : COLUMN_NAMES.index("protection")]
)
"""Columns that tell where a person lives or can be reached: hidden for protected residents (S1.5, D3)."""


def named(name: str) -> Column:
    """The column of that name. Raises KeyError."""
    return {column.name: column for column in COLUMNS}[name]


def of_kind(*kinds: Kind) -> Iterable[Column]:
    """Columns that hold one of these kinds, in their order."""
    return (column for column in COLUMNS if column.kind in kinds)
