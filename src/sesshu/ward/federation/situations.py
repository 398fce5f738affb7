"""Why something about claims files was not done, each with what the clerk can do next."""

from collections.abc import Iterable

from sesshu.ward.fees.situations import FeeRefused
from sesshu.wire.residents.checks import Fault


class NotTheNewestFile(FeeRefused):
    """A newer file of the month took the place of this one."""

    reason = "not_the_newest_claims_file"
    message = "この月には、新しい請求ファイルがあります。新しいほうで確定に出してください。"


class ClaimsLineSettled(FeeRefused):
    """The line is answered already, or there is none."""

    reason = "claims_line_settled"
    message = "この行は、すでに回答したか、見つかりません。ファイルの画面で確かめてください。"


class ClaimsLineStillFaulty(FeeRefused):
    """The corrected line cannot be read either; `faults` say why."""

    reason = "claims_line_still_faulty"
    message = "直した行にも、まだ誤りがあります。"

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)
