"""予診票 on paper: one page a person, everything on it, and its codes read back from a picture."""

import re
from datetime import date

import pytest
from documents.paper import text_of
from documents.screening_form.forms_of_tests import DAY, KINDS, LINE, OFFICE, forms, sheet, somebody
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from bench.decoding import MILLIMETERS_AN_INCH, blurred, picture_of, read, skewed, speckled
from sesshu.documents import Address, Misprint, PersonName, render
from sesshu.documents.screening_form import FORM, ScreeningForms, specimen
from sesshu.documents.screening_form.wordings import Kind
from sesshu.kernel.ages import Age, age_on

SAID = {"QR Code": LINE.text, "Codabar": LINE.text}
LONG = "Maria Fernanda Guadalupe de los Santos R"


def size_of(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page in millimeters."""
    width, height = PdfDocument(pdf)[0].get_size()
    return width / 72 * MILLIMETERS_AN_INCH, height / 72 * MILLIMETERS_AN_INCH


def says_everything(document: ScreeningForms) -> bool:
    """Whether the only page holds every question, the consent, and what the answers are for."""
    pdf = render(FORM, document)
    said = text_of(pdf)
    (wording,) = document.wordings.values()
    words = [*(question.ask for question in wording.questions), wording.consent.handed_over]
    words += [wording.consent.bring, wording.purpose, *wording.reasons, wording.edition]
    return len(PdfDocument(pdf)) == 1 and all(re.sub(r"\s", "", one) in said for one in words)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_fills_one_page_and_says_what_it_asks(kind: Kind) -> None:
    assert says_everything(forms(sheet(kind.series[0], alone=kind.alone)))


@pytest.mark.parametrize("large", [False, True], ids=["A4", "A3"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_has_a_filled_example(kind: Kind, *, large: bool) -> None:
    document = specimen(kind.series[0], "見本", DAY, OFFICE, alone=kind.alone, large=large)
    said = text_of(render(FORM, document))
    assert says_everything(document)
    assert "記入例" in said
    assert said.count("✓") > len(kind.questions) / 2


def test_the_person_of_an_example_is_as_old_as_it_says() -> None:
    for kind in KINDS:
        document = specimen(kind.series[0], "見本", DAY, OFFICE, alone=kind.alone)
        born = [
            int(part)
            for part in re.findall(r"（(\d+)年(\d+)月(\d+)日）", document.sheets[0].person.born)[0]
        ]
        assert age_on(date(*born), DAY) == Age(*kind.age)


def test_whose_form_it_is_stands_on_it() -> None:
    said = text_of(render(FORM, forms(sheet("MR1", guardian=PersonName("見本 太郎")))))
    for words in (
        "見本花子",
        "ミホンハナコ",
        "令和8年4月1日（2026年4月1日）",
        "東京都世田谷区世田谷4丁目21番27号",
        "〒154-8504",
        "見本太郎",
        LINE.text,
    ):
        assert words in said


def test_an_address_without_a_postal_code_shows_no_mark_of_one() -> None:
    who = somebody(address=Address("", ("東京都世田谷区世田谷4丁目21番27号",)))
    said = text_of(render(FORM, forms(sheet("MR1", who=who))))
    assert "〒" not in said
    assert "東京都世田谷区世田谷4丁目21番27号" in said


def test_the_codes_on_the_form_are_read() -> None:
    assert read(picture_of(render(FORM, forms(sheet("FLU"))))) == SAID


@pytest.mark.parametrize("spoiled", [blurred, skewed, speckled], ids=lambda one: one.__name__)
def test_the_codes_are_read_from_a_form_that_suffered(spoiled: object) -> None:
    assert callable(spoiled)
    assert read(spoiled(picture_of(render(FORM, forms(sheet("FLU")))))) == SAID


def test_large_type_is_a3_and_its_voucher_is_as_large_as_ever() -> None:
    small, large = (render(FORM, forms(sheet("PPV"), large=large)) for large in (False, True))
    assert size_of(small) == pytest.approx((210, 297), abs=0.1)
    assert size_of(large) == pytest.approx((297, 420), abs=0.1)
    assert read(picture_of(large)) == SAID


def test_an_example_carries_no_code_that_anybody_could_use() -> None:
    pdf = render(FORM, forms(sheet("MR1"), example=True))
    assert read(picture_of(pdf)) == {}
    assert LINE.number not in text_of(pdf)
    assert "記入例" in text_of(pdf)


def test_a_form_without_a_voucher_has_a_place_to_paste_one() -> None:
    pdf = render(FORM, forms(sheet("MR1", voucher=None)))
    assert read(picture_of(pdf)) == {}
    assert "接種券を貼るところ" in text_of(pdf)


NAMES = st.text(
    st.sampled_from("髙橋葵見本花子齋藤渡邉邊ＡＢＣabcdefg　 ーヴ"), min_size=1, max_size=40
)
TOWNS = st.text(
    st.sampled_from("東京都世田谷区玉川台丁目番号1234567890見本ハイツ－ "), min_size=1, max_size=80
)


@given(NAMES, NAMES, TOWNS)
@settings(max_examples=examples(20))
def test_no_name_and_no_address_pushes_a_form_onto_a_second_page(
    name: str, kana: str, address: str
) -> None:
    who = somebody(name, kana, Address("154-8504", (address,)))
    pdf = render(FORM, forms(sheet("HBV", who=who), sheet("COVID", who=who)))
    assert len(PdfDocument(pdf)) == 2


def test_the_longest_names_are_set_smaller_and_never_cut() -> None:
    who = somebody(LONG, "マリア フェルナンダ グアダルーペ デ ロス サントス ロドリゲス")
    said = text_of(render(FORM, forms(sheet("MR1", who=who, guardian=PersonName(LONG)))))
    assert said.count(LONG.replace(" ", "")) == 3


def test_what_fits_no_way_is_refused_and_not_cut() -> None:
    with pytest.raises(Misprint, match="too small"):
        render(FORM, forms(sheet("MR1", who=somebody("寿限無" * 80))))
