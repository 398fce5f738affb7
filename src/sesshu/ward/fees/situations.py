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
