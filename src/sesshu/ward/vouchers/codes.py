"""Codes of issuing with the words of the office (SEED 別添2: 発行区分, 発行窓口, 印刷区分)."""

from sesshu.foundation.duties import Labelled


class Step(Labelled):
    """The steps of an issue run, in their order; each is taken once."""

    EXTRACTED = "extracted", "抽出済み"
    FIXED = "fixed", "確定"
    NUMBERED = "numbered", "付番済み"
    POSTED = "posted", "発送済み"
    DISCARDED = "discarded", "取りやめ"


class Excluded(Labelled):
    """Why somebody whom the law opens a dose to gets no voucher (V021; immunization-schedule §9)."""

    DEAD = "dead", "死亡"
    MOVED_OUT = "moved_out", "転出・消除"
    OUTSIDE_REGISTER = "outside_register", "住民登録なし"
    DISTRICT_UNKNOWN = "district_unknown", "地区を確かめられない"
    ALREADY_ISSUED = "already_issued", "発行済み"
    REFUSED = "refused", "通知を希望しない"
    CONTRAINDICATED = "contraindicated", "接種できない（禁忌）"
    DOCTOR = "doctor", "医師の判断"
    NOT_NEEDED = "not_needed", "接種不要（罹患・抗体など）"
    SUSPENDED = "suspended", "勧奨の差控え"


class Exemption(Labelled):
    """Why no voucher is to be sent to a resident, as told to the ward."""

    REFUSED = Excluded.REFUSED.value, Excluded.REFUSED.label
    CONTRAINDICATED = Excluded.CONTRAINDICATED.value, Excluded.CONTRAINDICATED.label
    DOCTOR = Excluded.DOCTOR.value, Excluded.DOCTOR.label
    NOT_NEEDED = Excluded.NOT_NEEDED.value, Excluded.NOT_NEEDED.label


class IssueClass(Labelled):
    """発行区分."""

    RUN = "run", "一斉発行"
    SINGLE = "single", "個別発行"
    MOVED_IN = "moved_in", "転入者への発行"
    REISSUE = "reissue", "再発行"


class Channel(Labelled):
    """How the request came in."""

    COUNTER = "counter", "窓口"
    POST = "post", "郵送"
    PHONE = "phone", "電話"
    ONLINE = "online", "オンライン"


class ReissueReason(Labelled):
    """Why a voucher is issued once more."""

    LOST = "lost", "紛失"
    DAMAGED = "damaged", "汚損・破損"
    NOT_ARRIVED = "not_arrived", "届いていない"
    CHANGED = "changed", "氏名・住所の変更"
    MISPRINT = "misprint", "印字の誤り"


class ReissueScope(Labelled):
    """What is issued once more: what was in an envelope is often lost together."""

    SHEET = "sheet", "この券だけ"
    SERIES = "series", "この接種の、有効な券すべて"
    PERSON = "person", "この方の、有効な券すべて"


class VoidCause(Labelled):
    """Why a number does not hold any more."""

    REISSUED = "reissued", "再発行"
    DIED = "died", "発送前の死亡"
    MOVED = "moved", "発送前の転出・消除"
    GUARDED = "guarded", "担当課で対応"
    RECORDED = "recorded", "発送前に接種を記録・訂正"
    EXEMPT = "exempt", "発送前に発行しない届出"
    SAME_PERSON = "same_person", "同じ方の別の宛名番号で発行済み"
    ADDRESS_CHANGED = "address_changed", "発送前の転居・送付先の変更"
    PREGNANCY_OVER = "pregnancy_over", "担当課で確認"
    WITHDRAWN = "withdrawn", "発行の取消し"


class ReturnCause(Labelled):
    """What the post wrote on a letter that came back."""

    UNKNOWN_ADDRESS = "unknown_address", "あて所に尋ねあたりません"
    MOVED = "moved", "転居先不明"
    NOT_COLLECTED = "not_collected", "保管期間経過"
    REFUSED = "refused", "受取拒否"


class NextStep(Labelled):
    """What to do with a letter that came back."""

    CHECK_RESIDENCE = "check_residence", "居住を確かめる"
    SEND_AGAIN = "send_again", "送付先を確かめて送り直す"
    HAND_OVER = "hand_over", "窓口で渡す"
    KEEP = "keep", "来庁を待って保管する"


class IdentityDocument(Labelled):
    """本人確認書類 shown with an application (番号法16条; R21)."""

    NUMBER_CARD = "number_card", "マイナンバーカード"
    DRIVING_LICENSE = "driving_license", "運転免許証"
    PASSPORT = "passport", "旅券"
    RESIDENCE_CARD = "residence_card", "在留カード・特別永住者証明書"
    INSURANCE = "insurance", "資格確認書など2点"
