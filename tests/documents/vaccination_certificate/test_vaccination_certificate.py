"""予防接種済証: everything the Act's form has, in one frame on one page."""

import msgspec
import pytest
from documents.paper import text_of
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from sesshu.documents import PersonName, print_batch, render
from sesshu.documents.vaccination_certificate import (
    FORM,
    UNCONFIRMED,
    Certificate,
    Certificates,
    Kind,
    unconfirmed,
)

SAMPLE: Certificates = FORM.sample()
CERTIFICATE = SAMPLE.certificates[0]
GIVEN = CERTIFICATE.doses[0]
LONG = "Maria Fernanda Guadalupe de los Santos R"
MOST_DOSES = 7


def printed(**more: object) -> bytes:
    changed: Certificate = msgspec.structs.replace(CERTIFICATE, **more)
    return render(FORM, msgspec.structs.replace(SAMPLE, certificates=(changed,)))


def test_the_certificate_says_whose_it_is_what_was_given_and_who_certifies_it() -> None:
    said = text_of(printed())
    who = CERTIFICATE.person
    for words in (
        "予防接種済証",
        who.name.text,
        who.kana,
        who.born,
        *who.address.lines,
        *(getattr(GIVEN, field) for field in GIVEN.__struct_fields__),
        SAMPLE.office.head,
        CERTIFICATE.issued_on,
        CERTIFICATE.number,
    ):
        assert "".join(words.split()) in said


@pytest.mark.parametrize("kind", Kind)
def test_each_form_of_the_ordinance_names_itself(kind: Kind) -> None:
    assert "".join(kind.split()) in text_of(printed(kind=kind))


def test_a_dose_that_cannot_be_confirmed_leaves_nothing_to_fill_in() -> None:
    said = text_of(printed(doses=(unconfirmed("水痘", "1回目"),)))
    assert said.count(UNCONFIRMED) == 4 + 1
    assert "区の記録では確認できません" in said
    assert "区の記録では確認できません" not in text_of(printed(doses=(GIVEN,)))


def test_doses_proven_later_are_certified_as_equal_and_not_as_done_by_the_ward() -> None:
    said = text_of(printed(equivalent=True))
    assert "第9条の3" in said
    assert "予防接種を行ったことを証します" not in said


def test_a_certificate_printed_again_says_so() -> None:
    assert "再発行" in text_of(printed(reissued=True))
    assert "再発行" not in text_of(printed())


@given(
    st.text(st.sampled_from("髙橋葵見本花子abcdefg　 "), min_size=1, max_size=40),
    st.integers(1, MOST_DOSES),
)
@settings(max_examples=examples(10))
def test_no_name_and_no_number_of_doses_leaves_the_page(name: str, doses: int) -> None:
    who = msgspec.structs.replace(CERTIFICATE.person, name=PersonName(name))
    pdf = printed(person=who, doses=(GIVEN,) * doses)
    said = text_of(pdf)
    assert len(PdfDocument(pdf)) == 1
    assert said.count(GIVEN.lot) == doses
    assert "".join(name.split()) in said


def test_too_many_doses_for_one_frame_are_left_out_and_not_torn_apart() -> None:
    many = msgspec.structs.replace(CERTIFICATE, doses=(GIVEN,) * 40)
    made = print_batch(FORM, msgspec.structs.replace(SAMPLE, certificates=(CERTIFICATE, many)))
    assert [one.place for one in made.exceptions] == [1]
    assert made.documents[0].places == (0,)
