"""The sorts of events the ledger knows."""

from sesshu.foundation.duties import Labelled


class Kind(Labelled):
    """What sort of event an entry is about, with the word auditors read."""

    ACT = "act", "処理"
    LOOK = "look", "閲覧"
    REFUSAL = "refusal", "拒否"
    RUN = "run", "一括処理"
