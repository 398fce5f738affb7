"""Why a pregnancy was not recorded, each with what the clerk can do next."""

from sesshu.foundation.ledger import Refused


class NotRecorded(Refused):
    """Nothing was recorded; subclasses say why."""

    reason = "pregnancy_not_recorded"
    message = "記録できませんでした。画面を開き直して、もう一度お試しください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NoSuchPregnancy(NotRecorded):
    """There is no such pregnancy here."""

    reason = "no_such_pregnancy"
    message = "この届出は見つかりませんでした。住民の画面から開き直してください。"


class OneAtATime(NotRecorded):
    """Another pregnancy of the person is on record for these days."""

    reason = "pregnancy_one_at_a_time"
    message = (
        "この期間には、ほかの妊娠の届出があります。分娩予定日を確かめるか、"
        "前の届出に、妊娠の終わった日を記録してください。"
    )


class ImpossibleDays(NotRecorded):
    """Days that cannot be of one pregnancy."""

    reason = "pregnancy_impossible_days"
    message = "届出日、分娩予定日、妊娠の終わった日が合いません。母子健康手帳と見比べてください。"
