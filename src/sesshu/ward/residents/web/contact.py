"""A contact in the lines of a page."""

import re
from typing import NamedTuple

from sesshu.ward.residents.queries import Resident

POSTAL_CODE_HEAD = 3
MOBILE = re.compile(r"(0[2-9]0)(\d{4})(\d{4})")
CITY = re.compile(r"(03|06)(\d{4})(\d{4})")


class ContactLine(NamedTuple):
    """A label and what stands beside it."""

    label: str
    text: str


def contact_lines(contact: Resident) -> list[ContactLine]:
    """住所, 電話番号 and 送付先, as far as they are registered."""
    home = _joined(_postal(contact.postal_code), contact.address, contact.building)
    mail = _joined(
        _postal(contact.mail_postal_code),
        contact.mail_address,
        contact.mail_building,
        contact.mail_name and f"{contact.mail_name} 様",
    )
    lines = (("住所", home), ("電話番号", telephone(contact.phone or "登録なし")), ("送付先", mail))
    return [ContactLine(label, text) for label, text in lines if text]


def telephone(digits: str) -> str:
    """090-1234-5678; a number whose plan needs a list of area codes stays as it is."""
    known = MOBILE.fullmatch(digits) or CITY.fullmatch(digits)
    return "-".join(known.groups()) if known else digits


def _postal(code: str | None) -> str | None:
    """〒154-8504."""
    return code and f"〒{code[:POSTAL_CODE_HEAD]}-{code[POSTAL_CODE_HEAD:]}"


def _joined(*parts: str | None) -> str:
    return "　".join(part for part in parts if part)
