"""Codes of files taken in, of their rows, and of the levels of checks."""

from sesshu.foundation.duties import Labelled


class Level(Labelled):
    """What a finding does to its row."""

    ERROR = "error", "エラー"
    HOLD = "hold", "保留"
    WARNING = "warning", "注意"
    OFF = "off", "使わない"


class RowState(Labelled):
    """Where a row stands."""

    NEW = "new", "確認待ち"
    FAULTY = "faulty", "エラー"
    HELD = "held", "保留"
    READY = "ready", "登録できる"
    DROPPED = "dropped", "取り下げ"
    GUARDED = "guarded", "担当課対応"
    SUBMITTED = "submitted", "承認待ち"
    RECORDED = "recorded", "登録済み"


TAKE, RECHECK = "intake.take", "intake.recheck"
SUBMIT, RECORD = "intake.submit", "intake.record"
DOSE_KIND, FILE_KIND = "ward.dose_from_file", "ward.intake_file"
CHECKS_KIND = "ward.intake_checks"
PURPOSE = "医療機関ファイルの取込み"
