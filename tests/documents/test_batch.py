"""Paper by the thousand: every page is printed or named with its reason, never both and never neither."""

import msgspec
import pytest
from documents.paper import text_of
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from sesshu.documents import Batch, MissingGlyph, batch, print_batch
from sesshu.documents.screening_form import FORM as SCREENING_FORM
from sesshu.documents.screening_form import ScreeningForms
from sesshu.documents.voucher import FORM, Voucher, Vouchers, voucher
from sesshu.kernel.voucher_line import VoucherKind, VoucherLine

NOT_IN_THE_FACE = "𓀀"
UNPRINTABLE = f"山{NOT_IN_THE_FACE}"
TOO_LONG = "寿限無" * 60


def numbered(place: int, name: str = "髙橋 葵") -> Voucher:
    line = VoucherLine(VoucherKind.DOSE, 1, "131121", f"{place:010}")
    return voucher(line, series="麻しん風しん 第1期", payer="世田谷区", name=name)


def pages_of(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def whole(made: Batch, asked: int) -> bool:
    """Whether every page is in exactly one place, and stands on the page where it is said to stand."""
    told = [place for one in made.documents for place in one.places]
    told += [one.place for one in made.exceptions]
    pages = [page for one in made.documents for page in pages_of(one.pdf)]
    places = [place for one in made.documents for place in one.places]
    read = all(f"{place:010}" in page for place, page in zip(places, pages, strict=True))
    return sorted(told) == list(range(asked)) and read


NAMES = st.lists(st.sampled_from(["髙橋 葵", UNPRINTABLE, TOO_LONG]), max_size=12)


@given(NAMES)
@settings(max_examples=examples(15))
def test_whoever_cannot_be_printed_is_named_and_all_others_are_printed(names: list[str]) -> None:
    vouchers = tuple(numbered(place, name) for place, name in enumerate(names))
    made = print_batch(FORM, Vouchers(vouchers))
    assert whole(made, len(names))
    said = {one.place: one.character for one in made.exceptions}
    expected = {
        place: {UNPRINTABLE: NOT_IN_THE_FACE, TOO_LONG: ""}[name]
        for place, name in enumerate(names)
        if name != "髙橋 葵"
    }
    assert said == expected


def test_the_reason_says_what_to_look_for() -> None:
    made = print_batch(FORM, Vouchers((numbered(0, UNPRINTABLE), numbered(1, TOO_LONG))))
    assert "U+13000" in made.exceptions[0].reason
    assert "too small" in made.exceptions[1].reason
    assert made.documents == ()


def test_a_long_batch_is_cut_into_documents_and_made_by_two_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch, "MOST_PAGES", 3)
    names = ["髙橋 葵", UNPRINTABLE, *["髙橋 葵"] * 5, TOO_LONG]
    vouchers = Vouchers(tuple(numbered(place, name) for place, name in enumerate(names)))
    alone, together = (print_batch(FORM, vouchers, processes=processes) for processes in (1, 2))
    assert [one.places for one in together.documents] == [(0, 2), (3, 4, 5), (6,)]
    assert whole(together, len(names))
    assert alone == together


def test_nothing_asked_for_is_nothing_printed() -> None:
    assert print_batch(FORM, Vouchers(())) == Batch((), ())


def test_a_character_that_all_pages_would_lack_stops_the_whole_batch() -> None:
    sample: ScreeningForms = SCREENING_FORM.sample()
    odd = msgspec.structs.replace(sample, issued_on=NOT_IN_THE_FACE)
    with pytest.raises(MissingGlyph, match="issued_on"):
        print_batch(SCREENING_FORM, odd)


def test_forms_with_an_underlay_are_printed_in_batches_too() -> None:
    sample: ScreeningForms = SCREENING_FORM.sample()
    (printed,) = print_batch(SCREENING_FORM, sample).documents
    assert len(pages_of(printed.pdf)) == len(sample.sheets)
    assert sample.sheets[-1].person.name.text.replace(" ", "") in text_of(printed.pdf)
