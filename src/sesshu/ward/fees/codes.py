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


class Treatment(Labelled):
    """What a settlement does with a row of doses."""

    PAID = "paid", "支払う"
    RETURNED = "returned", "返戻"
    ADJUSTED = "adjusted", "過誤調整"


class Finding(Labelled):
    """What is wrong with a claim beside the records (V100, V102)."""

    NOT_CLAIMED = "not_claimed", "記録はあるが、請求がない"
    NOT_RECORDED = "not_recorded", "請求はあるが、記録がない"
    MORE_CLAIMED = "more_claimed", "請求の件数が記録より多い"
    LESS_CLAIMED = "less_claimed", "請求の件数が記録より少ない"
    OTHER_AMOUNT = "other_amount", "請求の金額が契約の単価と違う"
    NO_PRICE = "no_price", "単価が登録されていない"
    NO_CHARGE = "no_charge", "自己負担の額が登録されていない"


PRICES, SETTLEMENT = "ward.unit_prices", "ward.settlement"
SETTLE_PURPOSE = "委託料の確定"

BILLED = ("provider", "group_site", "mutual")
"""Origins of doses that a clinic bills to the ward, each at the price of its contract (V104)."""
