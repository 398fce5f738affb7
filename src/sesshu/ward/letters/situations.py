"""Why a letter was not made; each says what to do next."""

from sesshu.foundation.ledger import Refused


class NoLetter(Refused):
    """No letter was made; subclasses say why."""

    reason = "no_letter"
    message = "依頼書は作られませんでした。"

    def __init__(self) -> None:
        super().__init__(self.message)


class DoubtsLeft(NoLetter):
    """Something still speaks against the letter."""

    reason = "doubts_left"
    message = "このままでは依頼書を作れません。赤く示した項目を確かめてください。"


class GuardedStay(NoLetter):
    """Where a guarded resident stays is asked and kept by the guarded zone alone."""

    reason = "guarded_stay"
    message = "この方の依頼書は、支援措置担当が受け付けます。滞在先をここに入力しないでください。"


class OrdinaryStay(NoLetter):
    """The person is not guarded, or not any more: an ordinary desk takes it."""

    reason = "ordinary_stay"
    message = "この方は支援措置の対象ではありません。ふつうの窓口の「依頼書」で受け付けてください。"


class ShelteredSince(NoLetter):
    """Protection began or ended since: where the person stays is not this desk's to see."""

    reason = "letter_sheltered_since"
    message = (
        "申請の後に支援措置が始まったか終わったため、ここでは発行できません。差し戻して、"
        "受け持ちの担当に取り次いでください。"
    )


class TooLateToIssue(NoLetter):
    """The first planned day is over: a letter after the dose makes nothing of it (§8.1)."""

    reason = "too_late_to_issue"
    message = (
        "接種予定の初日を過ぎたため、依頼書を出せません。申請者に予定を確かめ、差し戻してください。"
    )


class ReportedBefore(NoLetter):
    """The same dose of the same letter was reported already."""

    reason = "reported_before"
    message = "同じ依頼書の同じ接種は、すでに報告しています。一覧から報告書を確かめてください。"


class ImpossibleDays(NoLetter):
    """The dose lies before birth, before the letter, or in the future."""

    reason = "impossible_days"
    message = "接種日が、生年月日か依頼書の日付より前、または今日より後です。確かめてください。"


class NotPrintable(NoLetter):
    """The stay or the address of a guarded resident is not printed at an ordinary desk."""

    reason = "letter_not_printable"
    message = "この方の依頼書は、支援措置担当が印刷します。担当に取り次いでください。"
