"""A contact as a page writes it."""

from types import SimpleNamespace
from typing import Any

import pytest

from sesshu.ward.residents.web.contact import contact_lines, telephone

NOTHING: dict[str, str | None] = {
    "postal_code": None, "address": None, "building": None, "phone": None,
    "mail_name": None, "mail_postal_code": None, "mail_address": None, "mail_building": None,
}  # fmt: skip


def lines(**known: str) -> dict[str, str]:
    contact: Any = SimpleNamespace(**(NOTHING | known))
    return {line.label: line.text for line in contact_lines(contact)}


def test_an_address_stands_in_one_line_with_its_postal_code_and_building() -> None:
    told = lines(
        postal_code="1540017",
        address="東京都世田谷区世田谷四丁目21番27号",
        building="桜ハイツ101号室",
    )
    assert told["住所"] == "〒154-0017　東京都世田谷区世田谷四丁目21番27号　桜ハイツ101号室"


def test_a_mailing_address_names_its_recipient() -> None:
    told = lines(
        mail_name="山田 太郎", mail_postal_code="1540001", mail_address="東京都世田谷区池尻"
    )
    assert told["送付先"] == "〒154-0001　東京都世田谷区池尻　山田 太郎 様"


def test_what_is_not_registered_is_left_out_but_a_missing_phone_is_said() -> None:
    assert lines() == {"電話番号": "登録なし"}


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("09012345678", "090-1234-5678"),
        ("0354321111", "03-5432-1111"),
        ("0612345678", "06-1234-5678"),
        ("0467123456", "0467123456"),
        ("登録なし", "登録なし"),
    ],
)
def test_a_telephone_number_gets_hyphens_only_where_its_plan_is_certain(
    digits: str, shown: str
) -> None:
    assert telephone(digits) == shown
