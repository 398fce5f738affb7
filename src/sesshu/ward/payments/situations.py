"""Why nothing was paid or written; each says what to do next."""

from sesshu.foundation.ledger import Refused


class NoPayment(Refused):
    """A step of a payment was not taken; subclasses say why."""

    reason = "no_payment"
    message = "支払の手続は進みませんでした。画面を開き直して、もう一度お試しください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class PayeesOverlap(NoPayment):
    """A clinic would have two accounts on one day."""

    reason = "payees_overlap"
    message = (
        "同じ医療機関の振込先の期間が重なっています。差し戻して、初日を確かめるよう伝えてください。"
    )


class NoClinicToPay(NoPayment):
    """Nothing is settled and unpaid of a clinic that has an account and is due money."""

    reason = "no_clinic_to_pay"
    message = (
        "支払う委託料がありません。確定した月があるのに出ないときは、"
        "その医療機関の振込先が登録されているか確かめてください。"
    )


class ClinicsPaidBefore(NoPayment):
    """A list is marked once."""

    reason = "clinics_paid_before"
    message = "この支払一覧は、ほかの職員が先に支払済みにしました。最新の画面を見てください。"


class ImpossiblePayDay(NoPayment):
    """Before the list was made, or in the future."""

    reason = "impossible_pay_day"
    message = "支払日は、一覧を作った日から今日までの日を入力してください。"
