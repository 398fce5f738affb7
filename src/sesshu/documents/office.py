"""The office a document comes from: who signs, and where a reader may ask."""

import msgspec

from sesshu.documents.forms import Address


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """問い合わせ先: the desk that answers, with what is needed to reach it."""

    department: str
    address: Address
    telephone: str
    hours: str


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """A municipality as it signs: 世田谷区, its 首長 as 世田谷区長 (the person's name may be left out)."""

    municipality: str
    head: str
    desk: Desk
