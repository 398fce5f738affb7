"""Sheets of nobody real, of every kind of form."""

from datetime import date
from typing import Any

from sesshu.documents import Address
from sesshu.documents.editions import editions
from sesshu.documents.office import Desk, Office
from sesshu.documents.person import Person, person
from sesshu.documents.screening_form import ScreeningForms, Sheet, wording_of
from sesshu.documents.screening_form.wordings import FOLDER, FormEdition
from sesshu.documents.voucher import voucher
from sesshu.kernel.voucher_line import VoucherKind, VoucherLine
from sesshu.kernel.voucher_numbers import KEY_BYTES, Permutation, voucher_number

DAY = date(2026, 11, 2)
LINE = VoucherLine(VoucherKind.DOSE, 1, "131121", voucher_number(1, Permutation(bytes(KEY_BYTES))))
HOME = Address("154-8504", ("東京都世田谷区世田谷4丁目21番27号", "見本ハイツ101号室"))
OFFICE = Office(
    municipality="世田谷区",
    head="世田谷区長",
    desk=Desk(
        department="世田谷保健所 感染症対策課",
        address=HOME,
        telephone="03-0000-0000",
        hours="平日 午前8時30分から午後5時まで",
    ),
)
EDITIONS = editions(FOLDER, FormEdition)
KINDS = [kind for edition in EDITIONS for kind in edition.forms]


def somebody(
    name: str = "見本 花子", kana: str = "ミホン ハナコ", address: Address = HOME
) -> Person:
    return person(name=name, kana=kana, born_on=date(2026, 4, 1), sex="F", address=address)


def sheet(series: str, *, who: Person | None = None, alone: bool = False, **more: Any) -> Sheet:
    who = who or somebody()
    said = {
        "wording": wording_of(series, DAY, alone=alone).code,
        "series": series,
        "dose": "1回目",
        "person": who,
        "voucher": voucher(LINE, series=series, payer="世田谷区", name=who.name.text),
        "volumes": ("0.5 mL",),
        "valid_until": "令和15年9月30日",
    }
    return Sheet(**said | more)  # type: ignore[arg-type]


def forms(*sheets: Sheet, **more: Any) -> ScreeningForms:
    """The sheets with the wordings they name."""
    wordings = {
        kind.code: wording_of(kind.series[0], DAY, alone=kind.alone)
        for kind in KINDS
        if kind.code in {each.wording for each in sheets}
    }
    return ScreeningForms(
        office=OFFICE, issued_on="令和8年11月2日", wordings=wordings, sheets=sheets, **more
    )
