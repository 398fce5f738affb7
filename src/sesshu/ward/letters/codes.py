"""Codes of an application for a request letter, with the words of the office (immunization-schedule §8.1)."""

from sesshu.foundation.duties import Labelled


class StayReason(Labelled):
    """Why somebody is vaccinated away from home."""

    BIRTH_AT_PARENTS = "birth_at_parents", "里帰り出産"
    HOSPITAL = "hospital", "長期の入院・療養"
    FACILITY = "facility", "施設への入所"
    OTHER = "other", "その他"


class Addressee(Labelled):
    """宛先区分: whom the mayor asks. The applicant learns it from the other municipality first."""

    MAYOR = "mayor", "市区町村長"
    PROVIDER = "provider", "医療機関の長"


class Applicant(Labelled):
    """Who applies (P3): the guardian for a child."""

    SELF = "self", "本人"
    GUARDIAN = "guardian", "保護者"
    AGENT = "agent", "代理人"


class Channel(Labelled):
    """How the application came (F7)."""

    COUNTER = "counter", "窓口"
    POST = "post", "郵送"
    PHONE = "phone", "電話"
    ONLINE = "online", "オンライン"
