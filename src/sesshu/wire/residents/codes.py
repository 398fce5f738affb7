"""Codes of the resident file. A clerk never sees them without their words."""

from enum import StrEnum


class Sex(StrEnum):
    """性別."""

    MALE = "1"
    FEMALE = "2"
    UNKNOWN = "9"


class TransactionClass(StrEnum):
    """異動区分: what a transaction does to the number of residents."""

    INCREASE = "1"
    CHANGE = "2"
    DECREASE = "3"
    REVOCATION = "9"


class TransactionReason(StrEnum):
    """異動事由."""

    MOVED_IN = "11"
    MOVED_IN_FROM_ABROAD = "12"
    BORN = "13"
    ENTERED_BY_OFFICE = "14"
    BECAME_NATIONAL = "15"
    RESTORED = "16"
    ADDRESS_SET = "17"
    MOVED_WITHIN = "21"
    HOUSEHOLD_CHANGED = "22"
    RELATIONSHIP_CHANGED = "23"
    NAME_CHANGED = "24"
    FORMER_NAME_CHANGED = "25"
    ALIAS_CHANGED = "26"
    RESIDENCE_CHANGED = "27"
    NUMBER_CHANGED = "28"
    MINOR_CORRECTION = "29"
    PROTECTION_CHANGED = "30"
    MOVED_OUT = "41"
    MOVED_ABROAD = "42"
    DIED = "43"
    DISAPPEARED = "44"
    LOST_NATIONALITY = "45"
    REMOVED_BY_OFFICE = "46"
    MOVE_OUT_REVOKED = "91"
    TRANSACTION_REVOKED = "92"
    CORRECTED_BY_OFFICE = "93"


REASONS_OF: dict[TransactionClass, tuple[TransactionReason, ...]] = {
    TransactionClass.INCREASE: tuple(r for r in TransactionReason if "11" <= r < "20"),
    TransactionClass.CHANGE: tuple(r for r in TransactionReason if "20" < r <= "30"),
    TransactionClass.DECREASE: tuple(r for r in TransactionReason if "40" < r < "50"),
    TransactionClass.REVOCATION: tuple(r for r in TransactionReason if r > "90"),
}


def class_of(reason: TransactionReason) -> TransactionClass:
    """The class that a reason belongs to."""
    return next(of for of, reasons in REASONS_OF.items() if reason in reasons)


class Status(StrEnum):
    """住民状態 on the day the file was made."""

    LIVING_HERE = "1"
    MOVE_OUT_ANNOUNCED = "2"
    MOVED_OUT = "3"
    DEAD = "4"
    REMOVED = "5"
    OUTSIDE_REGISTER = "6"


class Protection(StrEnum):
    """支援措置区分: from whom the address is kept (住民基本台帳事務処理要領 第5-10)."""

    DOMESTIC_VIOLENCE = "1"
    STALKING = "2"
    CHILD_ABUSE = "3"
    OTHER = "9"


class BirthDateCertainty(StrEnum):
    """生年月日不明区分: which part of the day of birth the register does not know."""

    KNOWN = "0"
    DAY_UNKNOWN = "1"
    MONTH_AND_DAY_UNKNOWN = "2"


TITLES: dict[str, dict[str, str]] = {
    "sex": {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "不明"},
    "transaction_class": {
        TransactionClass.INCREASE: "増",
        TransactionClass.CHANGE: "動",
        TransactionClass.DECREASE: "減",
        TransactionClass.REVOCATION: "取消",
    },
    "transaction_reason": {
        TransactionReason.MOVED_IN: "転入",
        TransactionReason.MOVED_IN_FROM_ABROAD: "国外からの転入",
        TransactionReason.BORN: "出生",
        TransactionReason.ENTERED_BY_OFFICE: "職権記載",
        TransactionReason.BECAME_NATIONAL: "国籍取得・帰化",
        TransactionReason.RESTORED: "回復",
        TransactionReason.ADDRESS_SET: "住所設定",
        TransactionReason.MOVED_WITHIN: "転居",
        TransactionReason.HOUSEHOLD_CHANGED: "世帯変更",
        TransactionReason.RELATIONSHIP_CHANGED: "続柄変更",
        TransactionReason.NAME_CHANGED: "氏名変更",
        TransactionReason.FORMER_NAME_CHANGED: "旧氏の記載等",
        TransactionReason.ALIAS_CHANGED: "通称の記載等",
        TransactionReason.RESIDENCE_CHANGED: "在留資格等の変更",
        TransactionReason.NUMBER_CHANGED: "番号変更",
        TransactionReason.MINOR_CORRECTION: "軽微な修正",
        TransactionReason.PROTECTION_CHANGED: "支援措置の変更",
        TransactionReason.MOVED_OUT: "転出",
        TransactionReason.MOVED_ABROAD: "国外転出",
        TransactionReason.DIED: "死亡",
        TransactionReason.DISAPPEARED: "失踪",
        TransactionReason.LOST_NATIONALITY: "国籍喪失",
        TransactionReason.REMOVED_BY_OFFICE: "職権消除",
        TransactionReason.MOVE_OUT_REVOKED: "転出取消",
        TransactionReason.TRANSACTION_REVOKED: "異動取消",
        TransactionReason.CORRECTED_BY_OFFICE: "職権修正",
    },
    "status": {
        Status.LIVING_HERE: "現存",
        Status.MOVE_OUT_ANNOUNCED: "転出予定",
        Status.MOVED_OUT: "転出",
        Status.DEAD: "死亡",
        Status.REMOVED: "消除",
        Status.OUTSIDE_REGISTER: "住登外",
    },
    "protection": {
        Protection.DOMESTIC_VIOLENCE: "配偶者からの暴力",
        Protection.STALKING: "ストーカー行為等",
        Protection.CHILD_ABUSE: "児童虐待",
        Protection.OTHER: "その他これらに準ずるもの",
    },
    "birth_certainty": {
        BirthDateCertainty.KNOWN: "すべて判明",
        BirthDateCertainty.DAY_UNKNOWN: "日が不明",
        BirthDateCertainty.MONTH_AND_DAY_UNKNOWN: "月日が不明",
    },
}

RELATIONSHIP_TITLES: dict[str, str] = {
    "02": "世帯主",
    "11": "夫",
    "12": "妻",
    "20": "子",
    "51": "父",
    "52": "母",
    "71": "兄",
    "74": "弟",
    "81": "姉",
    "84": "妹",
    "96": "縁故者",
    "98": "使用人",
    "99": "同居人",
}
_RELATIONSHIP_DIGITS = 2


def relationship_title(code: str) -> str:
    """続柄 in words, up to four links: 2020 is 子の子. A code the list does not know is shown as it is."""
    links = [
        code[at : at + _RELATIONSHIP_DIGITS] for at in range(0, len(code), _RELATIONSHIP_DIGITS)
    ]
    return "の".join(RELATIONSHIP_TITLES.get(link, link) for link in links)
