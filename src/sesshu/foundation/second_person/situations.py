"""Why a decision was not accepted, each with what the clerk can do next."""

from sesshu.foundation.ledger.event import Refused


class NotDecided(Refused):
    """A proposal was not decided; subclasses say why. The message is for the clerk."""

    reason = "not_decided"
    message = "この申請は処理できませんでした。一覧から開き直してください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NoSuchProposal(NotDecided):
    """There is no proposal of this number here."""

    reason = "no_such_proposal"
    message = "この申請は見つかりませんでした。一覧から開き直してください。"


class OwnProposal(NotDecided):
    """The person who proposed it may not decide on it (R3, R5)."""

    reason = "own_proposal"
    message = "自分の入力は確認できません。ほかの職員に確認を頼んでください。"


class SomebodyElsesProposal(NotDecided):
    """Only the person who proposed it may withdraw it."""

    reason = "somebody_elses_proposal"
    message = (
        "取り下げることができるのは、申請した職員だけです。差し戻すときは理由を入力してください。"
    )


class AlreadyDecided(NotDecided):
    """Somebody was faster."""

    reason = "already_decided"
    message = "この申請は、すでに処理されています。一覧で結果を確かめてください。"


class Expired(NotDecided):
    """The time within which it had to be decided is over."""

    reason = "expired"
    message = "この申請は期限を過ぎました。必要なときは、もう一度申請してください。"


class ShownDiffers(NotDecided):
    """What was shown is not what is stored; nobody approves what they did not see."""

    reason = "shown_differs"
    message = "表示された内容と登録されている内容が違います。最新の内容を見てから、もう一度確認してください。"


class NoReason(NotDecided):
    """A proposal is declined with words its author can work with."""

    reason = "no_reason"
    message = "差し戻す理由を入力してください。"
