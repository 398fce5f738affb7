"""接種券: cells of 63 × 34 mm, one a page, as many as a document holds."""

from pathlib import Path

import msgspec

from sesshu.documents.codes import Mark, nw7, qr
from sesshu.documents.forms import Form, PersonName, ReadingLine
from sesshu.kernel.voucher_line import VoucherKind, VoucherLine

TITLES = {VoucherKind.DOSE: "接種券", VoucherKind.SCREENING_ONLY: "予診のみ"}


class Voucher(msgspec.Struct, frozen=True, kw_only=True):
    """What a voucher says: for which dose of what, who pays, whose it is, and the line three times over."""

    title: str
    series: str
    dose: str
    payer: str
    payer_code: str
    name: PersonName
    number: str
    line: ReadingLine
    bars: Mark
    squares: Mark


class Vouchers(msgspec.Struct, frozen=True):
    """Vouchers in the order in which they are printed."""

    vouchers: tuple[Voucher, ...]


def voucher(line: VoucherLine, *, series: str, payer: str, name: str) -> Voucher:
    """The voucher with this line; `payer` is the municipality's name (請求先)."""
    return Voucher(
        title=TITLES[line.kind],
        series=series,
        dose=f"{line.dose}回目",
        payer=payer,
        payer_code=line.municipality,
        name=PersonName(name),
        number=line.number,
        line=ReadingLine(line.text),
        bars=nw7(line.text),
        squares=qr(line.text),
    )


FORM = Form(Path(__file__).parent, Vouchers, on_screen=False, pages="vouchers")
