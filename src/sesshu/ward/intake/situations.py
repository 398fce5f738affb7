"""Why a file or a row stays as it is, each with what the clerk can do next."""

from collections.abc import Iterable

from sesshu.foundation.ledger import Refused
from sesshu.wire.residents.checks import Fault


class IntakeRefused(Refused):
    """Nothing was changed; subclasses say why. The message is for the clerk."""

    reason = "intake_refused"
    message = "この行は変えられません。一覧から開き直してください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class RowHandedOver(IntakeRefused):
    """It waits for the approval, was recorded, or is not there."""

    reason = "row_handed_over"
    message = "この行は、承認に出したか、登録したか、見つかりません。一覧で確かめてください。"


class RowStaysFaulty(IntakeRefused):
    """The corrected line cannot be read either; `faults` say why."""

    reason = "row_stays_faulty"
    message = "直した行にも、まだ誤りがあります。"

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


class UnknownNumber(IntakeRefused):
    """Nobody open to the clerk has the number that was chosen."""

    reason = "unknown_number"
    message = "この宛名番号の住民を選べません。住民を検索して確かめてください。"


class RowSettledBefore(IntakeRefused):
    """A line behind the wall is entered or left out once."""

    reason = "row_settled_before"
    message = (
        "この行は、すでに入力に回したか、記録しないことにしています。一覧を開き直してください。"
    )


class NoReasonToPass(IntakeRefused):
    """A row passes a check, or is dropped, only with a reason."""

    reason = "no_reason_to_pass"
    message = "理由を入力してください。"


class NotSettled(IntakeRefused):
    """A dose on record may be the one of the row, and nobody says how they know which holds (S1.9)."""

    reason = "row_not_settled"
    message = "同じ接種かもしれない記録があります。どのように確かめたかを選んでください。"


class RowsNotChecked(IntakeRefused):
    """Rows were put right and not checked since, or totals or errors still stand."""

    reason = "rows_not_checked"
    message = "直した行をまだ確かめ直していません。「直した行を確かめる」を押してください。"


class NothingReady(IntakeRefused):
    """No row may be recorded."""

    reason = "nothing_ready"
    message = "登録できる行がありません。エラーと保留の行を直してください。"


class TotalsDiffer(IntakeRefused):
    """The file holds other numbers than its control line says, and nobody gave a reason."""

    reason = "totals_differ"
    message = (
        "制御行の件数とファイルの件数が違います。"
        "医療機関に確かめ、理由を入力してから承認に出してください。"
    )


class SampleNotCompared(IntakeRefused):
    """A drawn row was not compared, or does not match."""

    reason = "sample_not_compared"
    message = (
        "抜取り確認の行を、すべて予診票と照合してください。違う行があるときは差し戻してください。"
    )


class RowsDiffer(IntakeRefused):
    """The rows are not those that were handed over."""

    reason = "rows_differ"
    message = "承認に出した後に対象の行が変わりました。差し戻して、出し直すよう伝えてください。"


class CheckNotChanged(IntakeRefused):
    """No level was changed; subclasses say why."""

    reason = "check_not_changed"
    message = "チェックの重さを変えられませんでした。一覧で今の重さを確かめてください。"


class CheckStays(CheckNotChanged):
    """What this check finds is never right: the wrong person, a day that cannot be, the same dose twice."""

    reason = "check_stays"
    message = "このチェックは、重さを変えられません。人や日付の取り違えを止めるためのものです。"


class ChangesBehind(CheckNotChanged):
    """The files of that month were checked by the level that held."""

    reason = "check_changes_behind"
    message = (
        "今月より前の月からは変えられません。すでに決まっている変更より後の月を選んでください。"
    )
