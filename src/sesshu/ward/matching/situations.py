"""What can stand against a merge or its undo, in words for the clerk."""

from sesshu.foundation.ledger import Refused


class NotMerged(Refused):
    """Nothing is decided; subclasses say why. The message is for the clerk."""

    reason = "not_merged"
    message = "名寄せできません。住民の画面から開き直してください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class SameNumber(NotMerged):
    """A 宛名 was to be merged with itself."""

    reason = "same_number"
    message = "この方自身の宛名番号です。もう一つの宛名番号を入力してください。"


class UnknownNumber(NotMerged):
    """Nobody has this 宛名番号."""

    reason = "unknown_atena_number"
    message = "この宛名番号の住民は見つかりません。番号を確かめて入力し直してください。"


class BirthDatesDiffer(NotMerged):
    """One person has one birth date: the register has to be put right first (case C)."""

    reason = "birth_dates_differ"
    message = (
        "生年月日が違うので、名寄せできません。"
        "同じ人に間違いなければ、先に住民記録の担当に生年月日の訂正を依頼してください。"
    )


class MergedAlready(NotMerged):
    """One of the two belongs to a merge that holds."""

    reason = "merged_already"
    message = (
        "どちらかの宛名は、すでに名寄せされています。"
        "残した宛名の画面から、もう一度申請してください。"
    )


class AskedAlready(NotMerged):
    """Somebody asked for this and nobody has decided yet."""

    reason = "asked_already"
    message = "同じ申請が、すでに確認を待っています。名寄せの一覧で確かめてください。"


class NotInForce(NotMerged):
    """There is no such merge, or it was undone."""

    reason = "merge_not_in_force"
    message = "この名寄せは、すでに取り消されています。一覧で確かめてください。"


class NoReasonToMerge(NotMerged):
    """Every merge and every undo says why."""

    reason = "no_reason_to_merge"
    message = "理由を入力してください。"
