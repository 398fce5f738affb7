"""Codes of fees with the words of the office."""

from sesshu.foundation.duties import Labelled


class FeeClass(Labelled):
    """Who pays for a dose, as the clinic files say it."""

    PUBLIC = "public", "全額公費"
    COPAYMENT = "copayment", "自己負担あり"
    EXEMPT = "exempt", "自己負担の免除"


# As 予診票 print it: whoever sees the sheet is not told that somebody is on welfare.
MARKS = {FeeClass.PUBLIC: "", FeeClass.COPAYMENT: "A", FeeClass.EXEMPT: "B"}


class TaxClass(Labelled):
    """課税区分 of a fiscal year (health-management-standard, appendix)."""

    EXEMPT = "1", "非課税"
    PER_CAPITA = "2", "均等割のみ"
    TAXED = "3", "課税"
    NOT_FILED = "4", "未申告"


TAKE_WELFARE, REPLAY_WELFARE = "fees.welfare", "fees.welfare_replay"
WELFARE_PURPOSE = "生活保護のファイルの取込み"
FEE_PURPOSE = "実費徴収の判定"
