"""Why a voucher was not issued or a run did not go on, each with what the clerk can do next."""

from sesshu.foundation.ledger import Refused


class NotIssued(Refused):
    """Nothing was issued or changed; subclasses say why. The message is for the clerk."""

    reason = "voucher_not_issued"
    message = "発行できませんでした。画面を開き直して、もう一度お試しください。"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)
        self.message = message or self.message


class NoSuchVoucher(NotIssued):
    """There is no such voucher here."""

    reason = "no_such_voucher"
    message = "この券は見つかりませんでした。住民の画面から開き直してください。"


class AlreadyIssued(NotIssued):
    """The person has a voucher for this dose (B1)."""

    reason = "voucher_already_issued"
    message = "この回の券は、すでに発行されています。なくしたときは、再発行してください。"


class NotEligible(NotIssued):
    """The law opens no dose of the series to this person yet, or any more."""

    reason = "voucher_not_eligible"
    message = "この種類は、いま発行できる回がありません。接種記録の画面で判定を確かめてください。"


class PregnancyOver(NotIssued):
    """The pregnancy that the voucher is for has ended, or is not this person's."""

    reason = "voucher_pregnancy_over"
    message = (
        "この券は、続いている妊娠の届出がないので発行できません。母子保健担当に確かめてください。"
    )


class AlreadyVoid(NotIssued):
    """The voucher was voided before."""

    reason = "voucher_already_void"
    message = "この券は、すでに無効です。最新の発行の履歴を見てください。"


class AlreadyUsed(NotIssued):
    """A dose stands on record with the voucher."""

    reason = "voucher_already_used"
    message = "この券で接種が記録されています。再発行や取消しはできません。"


class NoConsent(NotIssued):
    """Who moved in did not sign the application."""

    reason = "voucher_not_applied_for"
    message = "転入した方への発行には、申請書の受付が必要です。"


class ReturnSettled(NotIssued):
    """Somebody was faster."""

    reason = "voucher_return_settled"
    message = "この返戻は、すでに済んでいます。一覧で確かめてください。"


class WrongStep(NotIssued):
    """The run is not at a step from which this can be done."""

    reason = "issue_wrong_step"
    message = "この一斉発行は、いまこの操作ができません。最新の状況を見てください。"


class NobodyToIssue(NotIssued):
    """The list of a run is empty."""

    reason = "issue_nobody"
    message = "発行する方がいません。条件を直して、新しい一斉発行を始めてください。"


class ListChanged(NotIssued):
    """The list is not the one that was proposed."""

    reason = "issue_list_changed"
    message = "確定を申請した後に、一覧が変わりました。一覧を見てから、もう一度申請してください。"


class LettersToStop(NotIssued):
    """The run holds letters that must not be sent."""

    reason = "issue_letters_to_stop"
    message = (
        "送ってはいけない封筒が残っています。止める封筒を全部抜いてから、発送を記録してください。"
    )


class NothingToPrint(NotIssued):
    """Nothing of what was asked for may or can be printed."""

    reason = "voucher_nothing_to_print"
    message = "印刷できる券がありません。一覧で状況を確かめてください。"


class NoForm(NotIssued):
    """No edition of the forms has one for the series; the message names it."""

    reason = "voucher_no_form"


class NotForEntry(Refused):
    """A 券番号 was typed that does not hold for this dose; subclasses say why."""

    reason = "voucher_not_for_entry"
    message = "この券番号は使えません。券と見比べてください。"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)
        self.message = message or self.message


class UnknownNumber(NotForEntry):
    """The ward never issued it."""

    reason = "voucher_unknown"
    message = (
        "この券番号は、区で発行していません。券と見比べてください。"
        "ほかの自治体の券や前のシステムの券のときは、「区が発行していない券」を選んでください。"
    )


class VoidNumber(NotForEntry):
    """It was voided; the message tells the number in its place."""

    reason = "voucher_void"


class SomebodyElses(NotForEntry):
    """It was issued to another person."""

    reason = "voucher_of_another"
    message = (
        "この券番号は、別の方に発行した券です。氏名・生年月日を予診票と見比べて、"
        "正しい方の画面から入力してください。"
    )


class OtherSeries(NotForEntry):
    """It was issued for another series."""

    reason = "voucher_of_other_series"


class UsedNumber(NotForEntry):
    """Another dose stands on record with it."""

    reason = "voucher_used"
    message = "この券番号では、ほかの接種がすでに記録されています。二重に入力していないか確かめてください。"
