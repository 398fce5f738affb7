"""Codes of recall with the words of the office."""

from sesshu.foundation.duties import Labelled


class Step(Labelled):
    """The steps of a round, in their order; each is taken once."""

    FOUND = "found", "抽出済み"
    FIXED = "fixed", "確定"
    POSTED = "posted", "発送済み"
    DISCARDED = "discarded", "取りやめ"


class Excluded(Labelled):
    """Why somebody overdue is not written to (V021, V041–V043)."""

    SUSPENDED = "suspended", "勧奨の差控え"
    REFUSED = "refused", "通知を希望しない"
    CONTRAINDICATED = "contraindicated", "接種できない（禁忌）"
    DOCTOR = "doctor", "医師の判断"
    NOT_NEEDED = "not_needed", "接種不要（罹患・抗体など）"
    HISTORY_AWAITED = "history_awaited", "転入前の記録を確認中"
    NOTIFIED = "notified", "この回の通知を送付済み"
    EARLIER_MISSING = "earlier_missing", "前の回の通知を送っていない"
    TOO_SOON = "too_soon", "前の通知から日が浅い"


class StopCause(Labelled):
    """Why a letter is pulled between fixing and posting (V028)."""

    DIED = "died", "死亡"
    MOVED = "moved", "転出・消除"
    GUARDED = "guarded", "担当課で対応"
    VACCINATED = "vaccinated", "接種が記録された"
    REFUSED = "refused", "通知を希望しない"
    SAME_PERSON = "same_person", "同じ方の別の宛名にも通知がある"
