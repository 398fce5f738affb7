"""Codes of claims files with the words of the office."""

from sesshu.foundation.duties import Labelled

TAKE, REPLAY = "federation.take", "federation.replay"
KIND = "ward.federation_settlement"
PURPOSE = "国保連の請求の審査"


class LineState(Labelled):
    """What is known of a line."""

    READ = "read", "読み取れた行"
    FAULTY = "faulty", "読み取れない行"
    GUARDED = "guarded", "担当課が扱う行"


class LineFinding(Labelled):
    """Why a line is not paid, or what was paid by it is taken back; the words stand in the answer."""

    FAULTY = "faulty", "明細を読み取れません"
    UNKNOWN_PERSON = "unknown_person", "券番号・氏名・生年月日に合う方がいません"
    NO_DOSE = "no_dose", "この接種の記録がありません"
    OTHER_DAY = "other_day", "接種日が記録と違います"
    OTHER_CLINIC = "other_clinic", "医療機関が記録と違います"
    OTHER_KIND = "other_kind", "接種の種類が記録と違います"
    OTHER_PRODUCT = "other_product", "ワクチンの種類が記録と違います"
    CANCELLED = "cancelled", "この接種の記録は取り消されています"
    EXCLUDED = "excluded", "支払の対象外です"
    TWICE = "twice", "同じ接種の明細が2行あります"
    PAID_ON_PAPER = "paid_on_paper", "紙の請求書で支払済みです"
    PAID_BEFORE = "paid_before", "前の請求で支払済みです"
    NO_PRICE = "no_price", "契約の単価がありません"
    NO_CHARGE = "no_charge", "自己負担の額が決まっていません"
    OTHER_PRICE = "other_price", "単価が契約と違います"
    OTHER_CHARGE = "other_charge", "自己負担の額が違います"
    OTHER_SUM = "other_sum", "請求額が単価から自己負担を引いた額と違います"
    NOTHING_TO_WITHDRAW = "nothing_to_withdraw", "取り下げる明細が支払済みではありません"
    WITHDRAWN = "withdrawn", "医療機関の取下げ"
    BY_CLERK = "by_clerk", "区の確認による返戻"
