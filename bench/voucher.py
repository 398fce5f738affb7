"""voucher.pages, screening_form.pages: pages a second with all three codes, by two processes.

The limit is the typesetter alone in the same run: the same pages, already encoded, that draw no codes.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from sesshu.documents import Address, Form, print_batch
from sesshu.documents.batch import MOST_PAGES, PROCESSES
from sesshu.documents.forms import ROOT
from sesshu.documents.person import person
from sesshu.documents.printing import typeset
from sesshu.documents.screening_form import FORM as SCREENING_FORM
from sesshu.documents.screening_form import ScreeningForms, Sheet
from sesshu.documents.voucher import FORM as VOUCHER
from sesshu.documents.voucher import Voucher, Vouchers, voucher
from sesshu.kernel.voucher_line import VoucherKind, VoucherLine
from sesshu.kernel.voucher_numbers import KEY_BYTES, Permutation, voucher_number

PAGES = 4_000
KEY = Permutation(bytes(KEY_BYTES))
NAMES = ("見本 花子", "髙橋 葵", "渡邉 一郎", "Maria Fernanda de los Santos")
NO_CODES = "#let bars(it, module, height) = v(height)\n#let squares(it, side) = none\n"
BORN_ON = date(2025, 4, 1)


def run() -> list[dict[str, object]]:
    """Print the same people twice: on vouchers of 63 × 34 mm, and on 予診票 of A4."""
    return [
        measured("voucher.pages", "接種券, 63 × 34 mm", VOUCHER, vouchers),
        measured("screening_form.pages", "予診票, A4", SCREENING_FORM, screening_forms),
    ]


def measured(
    name: str, what: str, form: Form[Any], make: Callable[[int], Any]
) -> dict[str, object]:
    """Pages a second from numbers and names to PDF, beside the typesetter alone."""
    began = time.perf_counter()
    made = print_batch(form, make(PAGES))
    number = PAGES / (time.perf_counter() - began)
    assert sum(len(one.places) for one in made.documents) == PAGES
    limit = bare(form, make)
    return {
        "id": name,
        "work": f"{PAGES} {what}, NW-7, QR and OCR line, {PROCESSES} processes",
        "number": round(number, 1),
        "unit": "pages/s",
        "limit": round(limit, 1),
        "limit_is": "typst alone, no codes, no lookup",
        "better": "higher",
        "ratio": round(number / limit, 3),
    }


def bare(form: Form[Any], make: Callable[[int], Any]) -> float:
    """Pages a second of the typesetter alone; the processes start inside the time, as they do in a batch."""
    data = make(PAGES)
    pages = getattr(data, form.pages)
    parts = [
        msgspec.structs.replace(data, **{form.pages: pages[at : at + MOST_PAGES]})
        for at in range(0, PAGES, MOST_PAGES)
    ]
    with tempfile.TemporaryDirectory() as folder:
        codeless = without_codes(form, Path(folder) / "documents")
        began = time.perf_counter()
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            pdfs = list(pool.map(typeset, [codeless] * len(parts), parts))
        assert all(pdfs)
        return PAGES / (time.perf_counter() - began)


def without_codes(form: Form[Any], root: Path) -> Form[Any]:
    """The same form beside a template of codes that draws none."""
    shutil.copytree(ROOT, root)
    (root / "codes.typ").write_text(NO_CODES)
    return replace(form, folder=root / form.folder.name, root=root)


def vouchers(count: int, first: int = 0) -> Vouchers:
    """Vouchers numbered as a ward numbers them."""
    return Vouchers(tuple(one_voucher(place) for place in range(first, first + count)))


def one_voucher(place: int) -> Voucher:
    """The voucher in a place of the ward's sequence."""
    line = VoucherLine(VoucherKind.DOSE, place % 3 + 1, "131121", voucher_number(place, KEY))
    name = NAMES[place % len(NAMES)]
    return voucher(line, series="麻しん風しん 第1期", payer="世田谷区", name=name)


def screening_forms(count: int) -> ScreeningForms:
    """予診票 with the same vouchers, for people who live in different houses."""
    sample: ScreeningForms = SCREENING_FORM.sample()
    first = sample.sheets[0]
    return msgspec.structs.replace(
        sample, sheets=tuple(_sheet(place, first) for place in range(count))
    )


def _sheet(place: int, like: Sheet) -> Sheet:
    home = Address("154-8504", (f"東京都世田谷区見本町{place % 9 + 1}丁目{place}番1号",))
    who = person(
        name=NAMES[place % len(NAMES)], kana="ミホン", born_on=BORN_ON, sex="F", address=home
    )
    return msgspec.structs.replace(like, person=who, voucher=one_voucher(place))


if __name__ == "__main__":
    print(run())
