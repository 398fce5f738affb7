"""Why something about fees was not done, each with what the clerk can do next."""

from collections.abc import Iterable

from sesshu.foundation.ledger import Refused
from sesshu.wire.residents.checks import Fault


class FeeRefused(Refused):
    """Nothing was changed; subclasses say why."""

    reason = "fee_refused"
    message = "登録できませんでした。画面を開き直して、もう一度お試しください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class WelfareRowSettled(FeeRefused):
    """The row was taken in already, or there is none."""

    reason = "welfare_row_settled"
    message = "この行は、すでに取り込まれたか、見つかりません。一覧で確かめてください。"


class WelfareRowStillFaulty(FeeRefused):
    """The corrected row cannot be used either; `faults` say why."""

    reason = "welfare_row_still_faulty"
    message = "直した行にも、まだ誤りがあります。"

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


class PricesOverlap(FeeRefused):
    """The same dose would have two prices on one day."""

    reason = "prices_overlap"
    message = "同じ単価の期間が重なっています。差し戻して、初日と末日を確かめるよう伝えてください。"


class NothingClaimed(FeeRefused):
    """The clinic has not claimed the month."""

    reason = "nothing_claimed"
    message = "請求書が入力されていません。請求書を入力してから、確定に出してください。"


class WithoutPrice(FeeRefused):
    """Something to be paid has no price."""

    reason = "without_price"
    message = "単価または自己負担の額がない行があります。登録するか、その行を返戻にしてから出してください。"


class AlreadySettled(FeeRefused):
    """The clinic's month was fixed before."""

    reason = "already_settled"
    message = "この医療機関のこの月は、すでに確定しています。変わった分は、後の月で過誤調整します。"


class PaidBackToPerson(FeeRefused):
    """The ward gave the money for the dose to the person who had paid it."""

    reason = "paid_back_to_person"
    message = (
        "この接種の費用は、償還払いで本人に支給しています。医療機関への支払の対象にはできません。"
    )


class SettlementChanged(FeeRefused):
    """The records, prices or the claim are not those of the text."""

    reason = "settlement_changed"
    message = (
        "申請の後に記録・単価・請求が変わりました。差し戻して、もう一度出すよう伝えてください。"
    )
