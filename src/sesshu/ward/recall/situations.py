"""Why a round did not go on, each with what the clerk can do next."""

from sesshu.foundation.ledger import Refused


class NotRecalled(Refused):
    """Nothing was changed; subclasses say why."""

    reason = "not_recalled"
    message = "勧奨を進められませんでした。画面を開き直して、もう一度お試しください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NotUrged(NotRecalled):
    """Nobody is urged to take a vaccination of 予防接種法 B類 (第8条 names A類 and 臨時 alone)."""

    reason = "recall_not_urged"
    message = "B類の接種は勧奨の対象ではありません（予防接種法第8条）。A類の種類を選んでください。"


class TooManyLetters(NotRecalled):
    """More letters about one dose than the ward sends."""

    reason = "recall_too_many_letters"
    message = "1人の1回の接種について送る通知の上限を超えています。何回目かを確かめてください。"


class WrongStep(NotRecalled):
    """The round is not at a step from which this can be done."""

    reason = "recall_wrong_step"
    message = "この勧奨は、いまこの操作ができません。最新の状況を見てください。"


class NobodyToRecall(NotRecalled):
    """The list of a round is empty."""

    reason = "recall_nobody"
    message = "通知する方がいません。条件を直して、新しい勧奨を始めてください。"


class ListChanged(NotRecalled):
    """The list is not the one that was proposed."""

    reason = "recall_list_changed"
    message = "確定を申請した後に、一覧が変わりました。一覧を見てから、もう一度申請してください。"


class LettersToStop(NotRecalled):
    """The round holds letters that must not be sent."""

    reason = "recall_letters_to_stop"
    message = (
        "送ってはいけない通知が残っています。止める通知を全部抜いてから、発送を記録してください。"
    )
