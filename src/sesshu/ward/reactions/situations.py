"""Why a report was not kept, each with what the clerk can do next."""

from sesshu.foundation.ledger import Refused


class ReactionRefused(Refused):
    """Nothing was kept; subclasses say why. The message is for the clerk."""

    reason = "reaction_refused"
    message = "記録できませんでした。画面を開き直して、もう一度お試しください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NoDoseToLink(ReactionRefused):
    """The dose does not stand, or was a screening without a dose."""

    reason = "reaction_no_dose"
    message = "この接種は記録にありません。先に接種を登録するか、住民の画面から選び直してください。"


class ImpossibleDays(ReactionRefused):
    """The days do not follow each other: dose, onset, report, receipt, today."""

    reason = "reaction_days"
    message = (
        "日付の順番が合いません。接種、発生、報告、受付の順に、今日までの日を入力してください。"
    )


class NoSuchReport(ReactionRefused):
    """There is none, or another stands in its place by now."""

    reason = "no_such_reaction"
    message = "この報告は見つからないか、先に変更されています。管理簿から開き直してください。"


class ReportUnchanged(ReactionRefused):
    """What was asked for stands as it is."""

    reason = "reaction_unchanged"
    message = "変更したところがありません。変更する項目を入力してください。"


class HandedOnBefore(ReactionRefused):
    """A report goes to each recipient once."""

    reason = "reaction_handed_on_before"
    message = "この報告は、この送付先へ送ったことを記録済みです。"
