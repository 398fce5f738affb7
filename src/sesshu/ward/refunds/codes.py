"""Codes of refunds with the words of the office (immunization-schedule §8.1)."""

from sesshu.foundation.duties import Labelled


class EvidenceKind(Labelled):
    """What an application comes with."""

    FORM = "form", "申請書"
    RECEIPT = "receipt", "領収書・明細書"
    RECORD = "record", "接種の記録の写し"
    OTHER = "other", "その他の書類"


class Outcome(Labelled):
    """What two people decided."""

    GRANTED = "granted", "全額を支給"
    PARTLY = "partly", "一部を支給"
    REFUSED = "refused", "不支給"


class Reason(Labelled):
    """Why not all that was asked for is paid; the words stand in the letter."""

    NO_LETTER = "no_letter", "接種の前に予防接種依頼書の発行を受けていないため"
    NOT_ROUTINE = "not_routine", "定期の予防接種にあたらない接種のため"
    LATE = "late", "申請の期限を過ぎているため"
    NOT_RESIDENT = "not_resident", "接種を受けた日に区の住民ではなかったため"
    NOT_PROVED = "not_proved", "領収書または接種の記録の写しを確認できないため"
    PAID_BEFORE = "paid_before", "同じ接種の費用をすでに支給しているため"
    CLINIC_PAID = "clinic_paid", "区が医療機関に費用を支払う接種のため"
    NOT_PAID = "not_paid", "自己負担のほかに支払われた費用がないため"
    OTHER = "other", "そのほかの理由のため（備考のとおり）"
    CEILING = "ceiling", "区が定める額（契約単価から自己負担額を除いた額）を上限とするため"


class Progress(Labelled):
    """How far an application has come."""

    RECEIVED = "received", "受付"
    WAITING = "waiting", "決裁待ち"
    DECIDED = "decided", "支給決定"
    REFUSED = "refused", "不支給"
    LISTED = "listed", "支払手続中"
    PAID = "paid", "支払済み"
