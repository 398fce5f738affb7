"""What becomes of a paper that came, and which way a line of papers goes."""

from sesshu.foundation.duties import Labelled


class State(Labelled):
    """A paper waits, was worked, or is kept because it could not be worked and may be tried again."""

    WAITING = "waiting", "処理待ち"
    WORKED = "worked", "処理済み"
    KEPT = "kept", "保留"


class Direction(Labelled):
    """A line of papers as we see it."""

    OUT = "out", "送る"
    IN = "in", "受ける"
