"""What can become of a proposal."""

from sesshu.foundation.duties import Labelled


class State(Labelled):
    """Open until one decision ends it; what is decided stays decided."""

    OPEN = "open", "確認待ち"
    APPROVED = "approved", "承認"
    DECLINED = "declined", "差戻し"
    WITHDRAWN = "withdrawn", "取下げ"
