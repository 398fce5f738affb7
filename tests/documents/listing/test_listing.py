"""Lists F14–F18: every row whole, every page with title, conditions and its number."""

import re

import pytest
from documents.paper import text_of
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from sesshu.documents import MissingGlyph, PersonName, Registered, render
from sesshu.documents.listing import FORM, KINDS, Condition, Listing, listing

NOT_IN_THE_FACE = "𓀀"
CONDITIONS = (
    Condition("基準日", "令和8年11月2日"),
    Condition("氏名", PersonName("葛\U000e0102城 花子")),
)


def made(form: str, rows: list[tuple[Registered, ...]]) -> Listing:
    return listing(form, rows, office="世田谷区", made_on="令和8年11月2日", conditions=CONDITIONS)


def rows_of(form: str, count: int) -> list[tuple[Registered, ...]]:
    """Rows whose every cell says where it stands."""
    width = len(KINDS[form].columns)
    return [tuple(f"{row}の{place}" for place in range(width)) for row in range(count)]


def pages_of(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    texts = (document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    return [re.sub(r"\s", "", text) for text in texts]


@pytest.mark.parametrize("form", sorted(KINDS))
def test_every_row_is_on_paper_and_every_page_says_what_it_belongs_to(form: str) -> None:
    rows = rows_of(form, 80)
    pages = pages_of(render(FORM, made(form, rows)))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}ページ" in page
        assert "基準日令和8年11月2日" in page.replace("　", "")
        assert f"様式{form}" in page
        for column in KINDS[form].columns:
            assert column.title in page
    said = "".join(pages)
    assert all(cell in said for row in rows for cell in row)
    assert all("80件" in page for page in pages)


def test_no_page_holds_a_heading_without_rows() -> None:
    for count in range(34, 42):
        last = pages_of(render(FORM, made("F17", rows_of("F17", count))))[-1]
        assert f"{count - 1}の0" in last


def test_the_record_of_the_act_is_whole() -> None:
    """施行規則3条; the number of the person stays in the linkage server (house.md §3)."""
    titles = "".join(column.title for column in KINDS["F16"].columns)
    for item in (
        "氏名",
        "性別",
        "生年月日",
        "住所",
        "接種年月日",
        "予防接種",
        "医師名",
        "接種量",
        "製造番号",
    ):
        assert item in titles
    assert "個人番号" not in titles


def test_a_list_of_nobody_says_so() -> None:
    assert "該当する方はいません" in text_of(render(FORM, made("F15", [])))


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2 of F14 has 1 cells"):
        made("F14", [*rows_of("F14", 1), ("",)])


def test_a_form_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="F99"):
        made("F99", [])


def test_a_name_is_looked_up_with_its_row() -> None:
    row = (PersonName(f"山{NOT_IN_THE_FACE}"), *rows_of("F17", 1)[0][1:])
    with pytest.raises(MissingGlyph) as problem:
        render(FORM, made("F17", [*rows_of("F17", 1), row]))
    assert problem.value.place == "rows[1][0].text"


WORDS = st.text(st.sampled_from("東京都見本町ハイツ12ABCabc "), max_size=40)


@given(st.data())
@settings(max_examples=examples(15))
def test_long_words_are_folded_or_set_smaller_and_never_cut(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(sorted(KINDS)))
    width = len(KINDS[form].columns)
    cells = data.draw(st.lists(WORDS, min_size=width, max_size=width))
    pdf = render(FORM, made(form, [tuple(cells)]))
    said = text_of(pdf)
    assert len(PdfDocument(pdf)) == 1
    assert all(len(said) >= len(re.sub(r"\s", "", cell)) for cell in cells)
    for letters in "東京町ハツABCabc":
        assert said.count(letters) >= sum(cell.count(letters) for cell in cells)


def test_a_word_of_letters_without_any_space_is_broken_and_stays_in_its_column() -> None:
    word = "W" * 60
    width = len(KINDS["F17"].columns)
    pdf = render(FORM, made("F17", [(word, *[""] * (width - 2), "右端")]))
    page = PdfDocument(pdf)[0]
    first_columns = page.get_textpage().get_text_bounded(right=page.get_width() * 0.16)
    assert first_columns.count("W") == 60
