"""Where a run stands."""

from sesshu.foundation.duties import Labelled


class State(Labelled):
    """The states of a run with the word staff read. Done and cancelled are for ever."""

    WAITING = "waiting", "準備中"
    RUNNING = "running", "実行中"
    DONE = "done", "完了"
    FAILED = "failed", "失敗"
    CANCELLED = "cancelled", "中止"


ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED})
