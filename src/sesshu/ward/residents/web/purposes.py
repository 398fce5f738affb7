"""What staff may look at a resident for (R4): chosen once, named by every look that follows."""

from sesshu.foundation.duties import Labelled


class Purpose(Labelled):
    """利用目的: the code travels in addresses, the words stand in the ledger."""

    COUNTER = "counter", "窓口対応"
    PHONE = "phone", "電話対応"
    ENTRY = "entry", "予診票の入力"
    CHECK = "check", "入力内容の確認"
    NOTICE = "notice", "通知・接種勧奨"
    INQUIRY = "inquiry", "医療機関・他の自治体からの照会"
    CLAIM = "claim", "請求・支払の確認"
    REVIEW = "review", "記録の点検・訂正"


def choices() -> list[tuple[str, str]]:
    """For a select whose first line asks to choose."""
    return [("", "選択してください"), *((purpose.value, purpose.label) for purpose in Purpose)]
