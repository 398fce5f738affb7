"""A voucher on paper: three codes that say the same, read back by a decoder from a picture of the page."""

import re

import numpy as np
import pytest
import segno
from documents.paper import text_of
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from bench.decoding import (
    DOTS_AN_INCH,
    MILLIMETERS_AN_INCH,
    blurred,
    picture_of,
    read,
    skewed,
    speckled,
)
from sesshu.documents import Misprint, MissingGlyph, render
from sesshu.documents.codes import MASK, NW7, nw7, qr
from sesshu.documents.voucher import FORM, Voucher, Vouchers, voucher
from sesshu.kernel.voucher_line import VoucherKind, VoucherLine
from sesshu.kernel.voucher_numbers import KEY_BYTES, Permutation, voucher_number

LINE = VoucherLine(VoucherKind.DOSE, 1, "131121", voucher_number(1, Permutation(bytes(KEY_BYTES))))
LINES = st.builds(
    VoucherLine,
    st.sampled_from(VoucherKind),
    st.integers(1, 9),
    st.just("131121"),
    st.from_regex(r"[0-9]{10}", fullmatch=True),
)


def one(line: VoucherLine = LINE, name: str = "髙橋　葵") -> Voucher:
    return voucher(line, series="麻しん風しん 第1期", payer="世田谷区", name=name)


def said(line: VoucherLine = LINE, name: str = "髙橋　葵") -> Vouchers:
    return Vouchers((one(line, name),))


@given(LINES)
@settings(max_examples=examples(25))
def test_qr_bars_and_text_say_the_same_line(line: VoucherLine) -> None:
    pdf = render(FORM, said(line))
    assert read(picture_of(pdf)) == {"QR Code": line.text, "Codabar": line.text}
    assert line.text in text_of(pdf)


@pytest.mark.parametrize("spoiled", [blurred, skewed, speckled], ids=lambda one: one.__name__)
def test_the_codes_are_read_from_paper_that_suffered(spoiled: object) -> None:
    assert callable(spoiled)
    picture = picture_of(render(FORM, said()))
    assert read(spoiled(picture)) == {"QR Code": LINE.text, "Codabar": LINE.text}


@given(st.lists(LINES, min_size=2, max_size=5, unique=True))
@settings(max_examples=examples(5))
def test_many_vouchers_are_one_document_in_their_order(lines: list[VoucherLine]) -> None:
    document = PdfDocument(render(FORM, Vouchers(tuple(one(line) for line in lines))))
    pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    assert len(pages) == len(lines)
    assert all(line.text in page for line, page in zip(lines, pages, strict=True))


def test_one_voucher_without_a_glyph_is_named_by_its_place_among_many() -> None:
    vouchers = Vouchers((one(), one(name="山𓀀"), one()))
    with pytest.raises(MissingGlyph) as problem:
        render(FORM, vouchers)
    assert problem.value.place == "vouchers[1].name.text"


def test_the_cell_has_the_size_the_claims_office_asks_for() -> None:
    width, height = PdfDocument(render(FORM, said()))[0].get_size()
    assert width / 72 * MILLIMETERS_AN_INCH == pytest.approx(63, abs=0.1)
    assert 33 <= height / 72 * MILLIMETERS_AN_INCH <= 35


def test_the_line_of_digits_stands_clear_of_everything_around_it() -> None:
    """About 2 mm above it and 1 mm below (vrs-booking-certificates §1.2)."""
    dark = (picture_of(render(FORM, said())) < 128).any(axis=1)
    millimeter = DOTS_AN_INCH / MILLIMETERS_AN_INCH
    rows = np.flatnonzero(dark)
    begins = rows[np.flatnonzero(np.diff(rows) > 1)[-1] + 1]
    above = begins - rows[rows < begins][-1]
    assert above >= 1.9 * millimeter
    assert len(dark) - rows[-1] >= 1.0 * millimeter


@pytest.mark.parametrize(
    "name",
    [
        "葵",
        "寿限無寿限無五劫の擦り切れ海砂利水魚",
        "Maria Fernanda Guadalupe de los Santos Rodriguez",
    ],
)
def test_a_long_name_is_set_smaller_and_never_cut(name: str) -> None:
    pdf = render(FORM, said(name=name))
    assert len(PdfDocument(pdf)) == 1
    assert name.replace(" ", "") in text_of(pdf)


def test_a_name_that_fits_no_cell_is_refused_and_not_cut() -> None:
    with pytest.raises(Misprint, match="too small"):
        render(FORM, said(name="寿限無" * 60))


def test_a_screening_alone_has_its_own_title() -> None:
    line = VoucherLine(VoucherKind.SCREENING_ONLY, 2, "131121", LINE.number)
    assert (one(line).title, one(line).dose) == ("予診のみ", "2回目")


def drawn(path: str, side: int) -> list[list[int]]:
    """The squares of a path of `M<column> <row>h<length>v1h-<length>z`."""
    rows = [[0] * side for _ in range(side)]
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        for place in range(int(column), int(column) + int(length)):
            rows[int(row)][place] = 1
    return rows


@given(st.from_regex(r"[0-9]{18}", fullmatch=True))
@settings(max_examples=examples(200))
def test_the_quick_qr_code_is_module_for_module_the_one_segno_makes(digits: str) -> None:
    code = segno.make_qr(digits, error="q", mode="numeric", mask=MASK, boost_error=False)
    assert code.designator == "1-Q"
    mark = qr(digits)
    assert drawn(mark.path, mark.width) == [list(row) for row in code.matrix]


@pytest.mark.parametrize("digits", ["", "1" * 17, "1" * 19, "1" * 17 + "A", "１" * 18])
def test_a_qr_code_of_anything_but_eighteen_digits_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="18 digits"):
        qr(digits)


def widths(path: str) -> list[int]:
    """Bars and spaces of a path of `h<bar>v1h-<bar>zm<bar + space> 0`."""
    found = re.findall(r"h(\d+)v1h-\1zm(\d+) 0", path)
    return [width for bar, step in found for width in (int(bar), int(step) - int(bar))][:-1]


@given(st.from_regex(r"[0-9]{1,18}", fullmatch=True))
def test_bars_have_two_or_three_wide_elements_a_character(digits: str) -> None:
    code = nw7(digits)
    found = widths(code.path)
    assert code.width == sum(found)
    assert len(found) == 8 * (len(digits) + 2) - 1
    assert found.count(3) == 2 * len(digits) + 6


def test_every_character_of_nw7_is_unlike_every_other() -> None:
    assert len(set(NW7.values())) == len(NW7)
    with pytest.raises(KeyError):
        nw7("12-3")
