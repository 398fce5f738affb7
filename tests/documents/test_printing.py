"""What is printed is read back by a PDF library that is not ours: text, and ink on every page."""

from dataclasses import replace

import msgspec
import pytest
from documents.paper import form, pictures_of, text_of
from pypdfium2 import PdfDocument

from sesshu.documents import Form, Misprint, PersonName, render
from sesshu.documents.application_form import FORM as APPLICATION_FORM
from sesshu.documents.forms import ROOT
from sesshu.documents.listing import FORM as LISTING
from sesshu.documents.manual import FORM as MANUAL
from sesshu.documents.notice import FORM as NOTICE
from sesshu.documents.official_letter import FORM as OFFICIAL_LETTER
from sesshu.documents.report import FORM as REPORT
from sesshu.documents.return_envelope import FORM as RETURN_ENVELOPE
from sesshu.documents.screening_form import FORM as SCREENING_FORM
from sesshu.documents.vaccination_certificate import FORM as CERTIFICATE
from sesshu.documents.voucher import FORM as VOUCHER

FORMS: list[Form] = [
    APPLICATION_FORM,
    LISTING,
    MANUAL,
    NOTICE,
    OFFICIAL_LETTER,
    REPORT,
    RETURN_ENVELOPE,
    SCREENING_FORM,
    CERTIFICATE,
    VOUCHER,
]  # type: ignore[type-arg]
BLACK = 128
SELECTOR = "\U000e0102"


def ink(pdf: bytes) -> list[float]:
    """The share of dark pixels on each page."""
    return [float((page < BLACK).mean()) for page in pictures_of(pdf)]


def test_every_folder_with_a_template_is_a_form_we_know() -> None:
    folders = {template.parent for template in ROOT.glob("*/*.typ")}
    assert folders == {each.folder for each in FORMS}


@pytest.mark.parametrize("each", FORMS, ids=lambda each: each.folder.name)
def test_the_sample_of_a_form_is_printed_and_no_page_is_empty(each: Form) -> None:  # type: ignore[type-arg]
    pdf = render(each, each.sample())
    assert all(share > 0.0005 for share in ink(pdf))
    assert PdfDocument(pdf).get_metadata_dict()["Title"]


@pytest.mark.parametrize("each", FORMS, ids=lambda each: each.folder.name)
def test_every_template_sets_each_text_in_a_face_that_holds_it(each: Form) -> None:  # type: ignore[type-arg]
    """Of forms for the printer too: PDF/UA makes the typesetter say so."""
    assert render(replace(each, on_screen=True), each.sample())


def test_address_name_with_variant_and_reading_line_come_back_as_they_went_in() -> None:
    said = text_of(render(form("label"), form("label").sample()))
    assert "東京都世田谷区世田谷4丁目21番27号" in said
    assert "葛城渡邉様" in said.replace(SELECTOR, "")
    assert "131121202612345678" in said


def test_a_variation_selector_changes_the_picture() -> None:
    sample = form("label").sample()
    plain = msgspec.structs.replace(sample, name=PersonName(sample.name.text.replace(SELECTOR, "")))
    (with_variant,) = pictures_of(render(form("label"), sample))
    (without,) = pictures_of(render(form("label"), plain))
    assert (with_variant != without).any()


def test_the_same_data_give_the_same_bytes() -> None:
    sample = MANUAL.sample()
    assert render(MANUAL, sample) == render(MANUAL, sample)


def test_a_warning_of_the_typesetter_is_an_error() -> None:
    with pytest.raises(Misprint, match="a face that nobody has"):
        render(form("warns"), form("label").sample())


def test_a_template_that_sets_text_in_a_face_without_it_is_refused() -> None:
    with pytest.raises(Misprint, match="could not be displayed"):
        render(form("wrong_face"), form("label").sample())
