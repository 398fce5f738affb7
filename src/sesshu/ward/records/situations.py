"""Why a dose was not recorded, each with what the clerk can do next."""

from sesshu.foundation.ledger import Refused


class NotRecorded(Refused):
    """A dose was not recorded; subclasses say why. The message is for the clerk."""

    reason = "not_recorded"
    message = "登録できませんでした。入力した内容を確かめて、もう一度お試しください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class StoppedByLaw(NotRecorded):
    """The judge finds the dose wrong, and nobody has said that it was given like this nevertheless."""

    reason = "stopped_by_law"
    message = (
        "判定で確認が必要になりました。入力を確かめ、実際にこのとおり接種していたときは、"
        "「そのまま記録する」を選んで理由を入力してください。"
    )


class NoStatedReason(NotRecorded):
    """A dose is recorded as given only with a reason."""

    reason = "no_stated_reason"
    message = "「そのまま記録する」ときは、理由を入力してください。"


class NoReasonToChange(NotRecorded):
    """A dose on record is corrected or cancelled only with a reason."""

    reason = "no_reason_to_change"
    message = "訂正または取消しの理由を入力してください。"


class NothingChanged(NotRecorded):
    """A correction says the same as the record."""

    reason = "nothing_changed"
    message = "登録されている内容と同じです。直すところを入力してください。"


class VerdictChanged(NotRecorded):
    """Something was recorded since the page was opened, and the law now answers differently."""

    reason = "verdict_changed"
    message = (
        "表示した後に、この方の記録が変わりました。新しい判定を見てから、もう一度確認してください。"
    )


class StopsNow(NotRecorded):
    """The dose kept the law when it was entered, and does not any more beside what was recorded since."""

    reason = "stops_now"
    message = (
        "入力の後にほかの接種が記録され、この接種は確認が必要になりました。"
        "理由を書いて差し戻し、入力した職員に確かめてください。"
    )


class DoseReplaced(NotRecorded):
    """Somebody corrected or cancelled the dose first."""

    reason = "dose_replaced"
    message = "この接種は、ほかの職員が先に訂正または取り消しました。最新の記録を見てください。"


class SameDayTwice(NotRecorded):
    """The same vaccine stands on record for this day."""

    reason = "same_day_twice"
    message = (
        "同じ日に同じワクチンの接種が記録されています。二重に入力していないか確かめてください。"
        "本当に2回接種したときだけ、「同じ日に2回接種した」を選んでください。"
    )


class DifferenceNotSettled(NotRecorded):
    """A dose on record may be the one that is told of, and nobody has settled it (S1.9)."""

    reason = "difference_not_settled"
    message = (
        "同じ接種かもしれない記録があります。別の接種か、どちらの内容が正しいかを確かめて選んでください。"
        "承認するときは、差し戻して、入力した職員に確かめてください。"
    )


class ImpossibleDay(NotRecorded):
    """Before birth, or later than the day of the check."""

    reason = "impossible_day"
    message = "接種日が、生年月日より前か、今日より後です。どちらが正しいか確かめてください。"


class NoSuchDose(NotRecorded):
    """There is no such dose on record here."""

    reason = "no_such_dose"
    message = "この接種の記録は見つかりませんでした。住民の画面から開き直してください。"


class NothingShown(NotRecorded):
    """A dose given elsewhere is recorded by what was shown of it (予防接種法第9条の3後段)."""

    reason = "nothing_shown"
    message = (
        "区の外で受けた接種は、示された書類を選んで登録します。海外の接種では、国、書類の言語、"
        "回数に数えるかも入力してください。委託料の支払の対象にはなりません。"
    )


class PaidBackBefore(NotRecorded):
    """The person was paid back for the dose: no clinic may bill it too."""

    reason = "paid_back_before"
    message = "この接種の費用は、償還払いで本人に支給しています。支払対象外のまま訂正してください。"


class VoucherHoldsNoMore(NotRecorded):
    """The number was voided or used after the entry was made."""

    reason = "voucher_holds_no_more"
    message = (
        "入力の後に、この券番号が無効になったか、ほかの接種に使われました。"
        "理由を書いて差し戻し、入力した職員に券番号を確かめてもらってください。"
    )


class SomebodyElsesForm(NotRecorded):
    """A form is sent by the person it was opened for."""

    reason = "somebody_elses_form"
    message = "このフォームは、ほかの職員が開いたものです。入力画面を開き直してください。"
