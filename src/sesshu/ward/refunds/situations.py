"""Why nothing was paid back or written; each says what to do next."""

from sesshu.foundation.ledger import Refused


class NoRefund(Refused):
    """A step of a refund was not taken; subclasses say why."""

    reason = "no_refund"
    message = "償還払いの手続は進みませんでした。入力した内容を確かめてください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NoSuchRefundDose(NoRefund):
    """The dose does not stand on record for this person."""

    reason = "no_such_refund_dose"
    message = (
        "この接種は、記録にないか、取り消されています。先に接種を記録してから受け付けてください。"
    )


class GuardedRefund(NoRefund):
    """A bank's branch tells where somebody lives: the guarded zone takes it."""

    reason = "guarded_refund"
    message = "この方の償還払いは、支援措置担当が受け付けます。口座をここに入力しないでください。"


class OrdinaryRefund(NoRefund):
    """The person is not guarded, or not any more: an ordinary desk takes it."""

    reason = "ordinary_refund"
    message = (
        "この方は支援措置の対象ではありません。ふつうの窓口の「償還払い」で受け付けてください。"
    )


class OtherSide(NoRefund):
    """Protection began or ended since it was handed on."""

    reason = "refund_of_other_side"
    message = (
        "決裁に回した後に、支援措置が始まったか終わりました。差し戻してください。"
        "受け持ちの担当が、もう一度決裁に回します。"
    )


class ImpossibleRefundDays(NoRefund):
    """Paid before the dose, or later than the application, or in the future."""

    reason = "impossible_refund_days"
    message = "支払日と申請日は、接種日から今日までの日を、この順に入力してください。"


class NotAsFound(NoRefund):
    """What is to be decided is not what dose, letter, days and price say."""

    reason = "not_as_found"
    message = (
        "表示した後に、接種・依頼書・書類の内容が変わりました。画面を開き直して確かめてください。"
    )


class NoPriceNamed(NoRefund):
    """No price or no own share is entered for the day of the dose: nobody can say how much is paid."""

    reason = "no_price_named"
    message = (
        "接種日の区の契約単価か自己負担の額が登録されていないため、支給額を決められません。"
        "費用担当に、契約単価の登録を依頼してください。"
    )


class DecidedBefore(NoRefund):
    """An application is decided once."""

    reason = "decided_before"
    message = "この申請は、すでに決定しています。一覧から決定の内容を確かめてください。"


class ClinicIsPaid(NoRefund):
    """A clinic may bill the ward for the dose, or did: one dose is paid for once."""

    reason = "refund_clinic_is_paid"
    message = (
        "この接種は、医療機関への支払の対象になりました。本人に支給するものなら、"
        "先に「支払対象外」にしてから、もう一度決裁に回してください。"
    )


class RefundedBefore(NoRefund):
    """One dose is paid back once, whoever applies and however often."""

    reason = "refunded_before"
    message = "同じ接種の費用は、すでに支給を決めています。この申請は不支給としてください。"


class AskedBefore(NoRefund):
    """A decision about it waits for its second person."""

    reason = "refund_asked_before"
    message = "この申請は、すでに決裁に回しています。"


class AccountLeft(NoRefund):
    """A payment list with the account has left the house, or somebody asked for it."""

    reason = "refund_account_left"
    message = (
        "この振込先を載せた支払データは、会計に渡っているか、持ち出しの申請が出ています。"
        "ここでは訂正できません。会計に連絡してください。"
    )


class AccountChangeAsked(NoRefund):
    """Another account for it waits for its second person."""

    reason = "refund_account_change_asked"
    message = "この申請の振込先の訂正は、すでに決裁に回しています。"


class NothingToPay(NoRefund):
    """Every decided refund is in a list already."""

    reason = "nothing_to_pay"
    message = "支払う支給決定はありません。すべて支払一覧に入っています。"


class NoOrder(NoRefund):
    """Nothing is to be paid any more, or the account was erased."""

    reason = "no_payment_order"
    message = "支払うものがありません。支払済みか、不支給か、振込先が消去されています。"


class PaymentSettled(NoRefund):
    """A payment is marked once."""

    reason = "payment_settled"
    message = "この支払一覧は、ほかの職員が先に支払済みにしました。最新の画面を見てください。"


class RefundNotPrintable(NoRefund):
    """The address of a guarded resident is not printed at an ordinary desk."""

    reason = "refund_not_printable"
    message = "この方の通知書は、支援措置担当が印刷します。担当に取り次いでください。"
