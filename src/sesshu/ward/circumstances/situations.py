"""Why a circumstance was not recorded, each with what the clerk can do next."""

from sesshu.foundation.ledger import Refused


class CircumstanceRefused(Refused):
    """Nothing was recorded; subclasses say why. The message is for the clerk."""

    reason = "circumstance_refused"
    message = "記録できませんでした。画面を開き直して、もう一度お試しください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NoSuchCircumstance(CircumstanceRefused):
    """There is none, or another row stands in its place by now."""

    reason = "no_such_circumstance"
    message = "この事情は見つからないか、先に変更されています。住民の画面から開き直してください。"


class KnownAlready(CircumstanceRefused):
    """The same is on record for some of these days."""

    reason = "circumstance_known"
    message = (
        "同じ事情が、重なる期間ですでに記録されています。記録されているほうを変更してください。"
    )


class ImpossibleDays(CircumstanceRefused):
    """Days before the birth, in the future, or the last before the first."""

    reason = "circumstance_days"
    message = "日付が合いません。生年月日より前、今日より後、または終わりの日が先になっています。"


class NothingChanged(CircumstanceRefused):
    """What was asked for stands on record as it is."""

    reason = "circumstance_unchanged"
    message = "変更したところがありません。変更する日を入力してください。"
