"""Why a report was not submitted, signed or published; each says what to do next."""

from sesshu.foundation.ledger.event import Refused


class NotSubmitted(Refused):
    """A report was not submitted or signed; the message is for the clerk."""

    reason = "report_not_submitted"
    message = "この報告は決裁に出せません。一覧から開き直してください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NotFinished(NotSubmitted):
    """The figures are not complete."""

    reason = "report_not_finished"
    message = "計算が終わっていない報告は、決裁に出せません。終わってから出してください。"


class SubmittedBefore(NotSubmitted):
    """It waits for a decision, or was signed."""

    reason = "report_submitted_before"
    message = "この報告は、すでに決裁に出ているか、決裁が終わっています。"


class NotPublished(NotSubmitted):
    """A report was not published; subclasses say why."""

    reason = "report_not_published"
    message = "この報告は公表できません。一覧から開き直してください。"


class NotSigned(NotPublished):
    """Only what the head of section signed is published."""

    reason = "report_not_signed"
    message = "決裁が終わっていない報告は公表できません。先に決裁に出してください。"


class PublishedBefore(NotPublished):
    """It was published, or another version was meanwhile."""

    reason = "report_published_before"
    message = "この報告か、同じ年度の別の版が、先に公表されています。最新の画面を見てください。"


class TellsTheSame(NotPublished):
    """Another cut of the same people is published; the two together would tell small counts (R15)."""

    reason = "report_tells_the_same"
    message = (
        "同じ方々を別の分け方で数えた報告が公表されています。並べると少ない人数が分かるため、公表できません。"
        "町丁目別と学年別は、基準日とデータの日時が同じなら、どちらも公表できます。"
    )


class NoReason(NotPublished):
    """What takes the place of a published version says why."""

    reason = "report_without_reason"
    message = "前の公表と差し替える理由を入力してください。"
