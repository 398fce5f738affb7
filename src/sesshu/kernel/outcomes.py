"""The answers the law gives about a dose and about a series."""

from enum import IntEnum, StrEnum


class Legal(StrEnum):
    """What a dose is under the law of its day."""

    ROUTINE_A = "routine_a"
    ROUTINE_B = "routine_b"
    SPECIAL = "special"
    VOLUNTARY = "voluntary"
    OUTSIDE_ACT = "outside_act"
    NOT_COVERED = "not_covered"

    @property
    def ja(self) -> str:
        """The office's word."""
        return _LEGAL_JA[self]


class Counts(StrEnum):
    """Whether a dose counts towards its course."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"

    @property
    def ja(self) -> str:
        """The office's word."""
        return _COUNTS_JA[self]


class ErrorClass(IntEnum):
    """態様 of an administration error (間違い接種) in the ministry's report form, by its number there."""

    WRONG_VACCINE = 1
    WRONG_PERSON = 2
    UNNECESSARY = 3
    WRONG_INTERVAL = 4
    WRONG_VOLUME = 5
    WRONG_ROUTE = 6
    EXPIRED = 9
    OTHER = 11

    @property
    def ja(self) -> str:
        """The office's word."""
        return _ERROR_JA[self]


class Status(StrEnum):
    """Where a person stands in a series on the day of judgement."""

    COMPLETE = "complete"
    DUE = "due"
    WAITING = "waiting"
    MISSED = "missed"
    EXCLUDED = "excluded"
    OTHER_SERIES = "other_series"
    SUSPENDED = "suspended"
    NOT_ELIGIBLE = "not_eligible"

    @property
    def ja(self) -> str:
        """The office's word."""
        return _STATUS_JA[self]


class Phase(StrEnum):
    """初回 or 追加."""

    PRIMARY = "primary"
    BOOSTER = "booster"


_LEGAL_JA = {
    Legal.ROUTINE_A: "定期接種(A類)",
    Legal.ROUTINE_B: "定期接種(B類)",
    Legal.SPECIAL: "特例臨時接種",
    Legal.VOLUNTARY: "任意接種",
    Legal.OUTSIDE_ACT: "予防接種法の対象外",
    Legal.NOT_COVERED: "当時の規則が未登録",
}
_COUNTS_JA = {
    Counts.YES: "回数に数えます",
    Counts.NO: "回数に数えません",
    Counts.UNDECIDED: "回数に数えるか未決定",
}
_ERROR_JA = {
    ErrorClass.WRONG_VACCINE: "ワクチンの種類違い",
    ErrorClass.WRONG_PERSON: "対象者の誤認",
    ErrorClass.UNNECESSARY: "不必要な接種",
    ErrorClass.WRONG_INTERVAL: "接種間隔の間違い",
    ErrorClass.WRONG_VOLUME: "接種量の間違い",
    ErrorClass.WRONG_ROUTE: "接種部位・投与方法の間違い",
    ErrorClass.EXPIRED: "期限切れワクチンの使用",
    ErrorClass.OTHER: "その他(対象年齢外など)",
}
_STATUS_JA = {
    Status.COMPLETE: "完了",
    Status.DUE: "接種できます",
    Status.WAITING: "まだ接種できません",
    Status.MISSED: "対象期間を過ぎました",
    Status.EXCLUDED: "対象から除かれます",
    Status.OTHER_SERIES: "ほかの種類で接種します",
    Status.SUSPENDED: "勧奨を差し控えています",
    Status.NOT_ELIGIBLE: "対象ではありません",
}
