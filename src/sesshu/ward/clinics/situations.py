"""Why clinics or lots were not changed, each with what the clerk can do next."""

from sesshu.foundation.ledger import Refused


class NotChanged(Refused):
    """Nothing was changed; subclasses say why. The message is for the clerk."""

    reason = "master_not_changed"
    message = "登録できませんでした。入力した内容を確かめて、もう一度お試しください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class ContractsOverlap(NotChanged):
    """The same clinic would have two contracts on one day."""

    reason = "contracts_overlap"
    message = (
        "同じ医療機関の契約の期間が重なっています。"
        "差し戻して、契約の初日と末日を確かめるよう伝えてください。"
    )


class NothingToChange(NotChanged):
    """The text holds no row."""

    reason = "nothing_to_change"
    message = "登録する行がありません。"


class TableUnreadable(NotChanged):
    """A file is no table of clinics or lots; the message says what it lacks."""

    reason = "table_unreadable"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__()
