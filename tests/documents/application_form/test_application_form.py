"""Application forms: empty and as 記入例 of one text, with purpose and use, nothing needless (B15, R20)."""

import re
from collections.abc import Iterator
from datetime import date

import msgspec
import pytest
from documents.paper import pages_of, text_of
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from sesshu.documents import Misprint, render
from sesshu.documents.application_form import (
    FORM,
    ApplicationForms,
    Field,
    NoSuchForm,
    Wording,
    forms_on,
    sheets_of,
)
from sesshu.documents.editions import NoEdition

DAY = date(2026, 11, 2)
OFFICE = FORM.sample().office
VALUES = {"days": "14", "months": "1年", "consent": "区は、前の市区町村に照会します。" * 8}
CODES = [each.code for each in forms_on(DAY)]
FICTIONAL = re.compile(r"見本|ミホン|^[0-]+$|^03-0000-0000$")
ABOUT_A_PERSON = ("氏名", "フリガナ", "住所", "署名", "名義", "電話", "番号", "コード", "医療機関")


def sheets(code: str, *, example: bool, large: bool = False) -> ApplicationForms:
    return sheets_of(code, DAY, OFFICE, VALUES, examples=(example,), large=large)


def page(code: str, *, example: bool, large: bool = False) -> str:
    [text] = pages_of(render(FORM, sheets(code, example=example, large=large)))
    return text


def wording(code: str) -> Wording:
    return sheets(code, example=False).sheets[0].wording


def fields(form: Wording) -> Iterator[Field]:
    for section in form.sections:
        yield from section.fields


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("code", CODES)
def test_an_empty_form_and_its_example_ask_the_same_in_one_order(code: str, *, large: bool) -> None:
    empty, filled = (page(code, example=each, large=large) for each in (False, True))
    asked = [words(section.heading) for section in wording(code).sections]
    asked += [words(one) for section in wording(code).sections for one in section.columns]
    asked += [words(field.label) for field in fields(wording(code))]
    asked += [words(one) for field in fields(wording(code)) for one in field.choices]
    for text in (empty, filled):
        assert [one for one in asked if one not in text] == []
    labels = [words(field.label) for field in fields(wording(code))]
    assert in_order(labels, empty)
    assert in_order(labels, filled)


def in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at) + len(part)
        if at < len(part):
            return False
    return True


@pytest.mark.parametrize("code", CODES)
def test_nobody_takes_an_example_for_a_form_nor_a_form_for_an_example(code: str) -> None:
    empty, filled = page(code, example=False), page(code, example=True)
    assert "記入例" not in empty
    assert "見本" not in empty
    assert filled.count("記入例") == 2  # in the title and across the page
    assert "実際にはないものです" in filled
    titles = [
        PdfDocument(render(FORM, sheets(code, example=each))).get_metadata_dict()["Title"]
        for each in (False, True)
    ]
    assert [title.endswith("（記入例）") for title in titles] == [False, True]


@pytest.mark.parametrize("code", CODES)
def test_an_example_answers_every_question_for_nobody_who_lives(code: str) -> None:
    filled = page(code, example=True)
    for field in fields(wording(code)):
        assert field.example
        if field.kind == "choices":
            assert field.example in field.choices
        else:
            assert words(field.example) in filled
        if field.kind == "digits":
            assert len(field.example) == field.digits
        if field.kind == "text" and any(each in field.label for each in ABOUT_A_PERSON):
            assert FICTIONAL.search(field.example), field.label
    for section in wording(code).sections:
        for row in section.examples:
            assert len(row) == len(section.columns) == len(section.shares)
            assert all(words(one) in filled for one in row)


@pytest.mark.parametrize("code", CODES)
def test_every_sheet_tells_purpose_what_not_to_write_and_where_it_goes(code: str) -> None:
    form = wording(code)
    for example in (False, True):
        text = page(code, example=example)
        for said in (
            form.statement,
            form.purpose,
            *form.bring,
            sheets(code, example=example).avoid,
        ):
            assert words(said) in text
        for line in (OFFICE.head, OFFICE.desk.department, *OFFICE.desk.address.lines):
            assert words(line) in text
        assert OFFICE.desk.address.postal_code in text
        assert f"様式{code}2026-04-01" in text


@pytest.mark.parametrize("code", CODES)
def test_no_form_asks_for_what_the_work_does_not_need(code: str) -> None:
    asked = " ".join(
        [field.label for field in fields(wording(code))]
        + [one for section in wording(code).sections for one in section.columns]
    )
    for needless in ("性別", "個人番号", "マイナンバー", "本籍", "国籍", "職業", "世帯", "病名"):
        assert needless not in asked


@pytest.mark.parametrize("code", CODES)
def test_an_example_steers_away_from_other_people(code: str) -> None:
    assert "ほかの家族の名前は書きません" in page(code, example=True)
    assert "ほかの家族の名前は書きません" not in page(code, example=False)


@pytest.mark.parametrize("code", CODES)
def test_large_type_is_the_same_page_on_a3(code: str) -> None:
    small, large = (
        PdfDocument(render(FORM, sheets(code, example=True, large=each)))[0]
        for each in (False, True)
    )
    assert [round(one / 72 * 25.4) for one in small.get_size()] == [210, 297]
    assert [round(one / 72 * 25.4) for one in large.get_size()] == [297, 420]


def test_no_place_for_a_value_is_left_on_paper() -> None:
    for code in CODES:
        assert not set("{}") & set(page(code, example=True))
    with pytest.raises(KeyError):
        sheets_of("refund", DAY, OFFICE, {}, examples=(False,))


def test_a_form_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchForm, match="nothing"):
        sheets_of("nothing", DAY, OFFICE, VALUES, examples=(False,))
    with pytest.raises(NoEdition):
        forms_on(date(2020, 1, 1))


def test_a_consent_too_long_for_its_page_is_refused_and_never_cut() -> None:
    values = VALUES | {"consent": "区は、前の市区町村に照会します。" * 80}
    with pytest.raises(Misprint, match="too small"):
        render(FORM, sheets_of("moved_in", DAY, OFFICE, values, examples=(True,)))


@settings(max_examples=examples(10), deadline=None)
@given(size=st.integers(1, 24), code=st.sampled_from(CODES), example=st.booleans())
def test_an_office_of_any_size_finds_room_or_is_refused(
    size: int, code: str, *, example: bool
) -> None:
    desk = msgspec.structs.replace(OFFICE.desk, department="見本保健所" * size)
    office = msgspec.structs.replace(OFFICE, desk=desk)
    try:
        pdf = render(FORM, sheets_of(code, DAY, office, VALUES, examples=(example,)))
    except Misprint:
        return
    assert "見本保健所" * size in text_of(pdf)
    assert len(PdfDocument(pdf)) == 1
