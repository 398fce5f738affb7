"""A character that a face does not hold is named with its place; it never becomes a box on paper."""

import msgspec
import pytest
from documents.paper import Label, form
from hypothesis import given
from hypothesis import strategies as st

from sesshu.documents import Face, MissingFace, MissingGlyph, PersonName, ReadingLine, render
from sesshu.documents.faces import FONTS, coverage, file_of, folders
from sesshu.documents.forms import ROOT
from sesshu.documents.glyphs import first_missing, refuse_missing, texts_of

WITH_SELECTOR = "葛\U000e0102"
NO_SUCH_VARIANT = "葛\U000e01ef"
NOT_IN_THE_FACE = "𓀀"
SAMPLE = form("label").sample()


def test_the_faces_hold_what_a_ward_writes() -> None:
    assert first_missing("令和8年4月1日 ゼータ㈱髙﨑①", coverage(Face.GOTHIC)) == ""
    assert first_missing(f"{WITH_SELECTOR}城 𠮷田 渡邉", coverage(Face.NAMES)) == ""
    assert first_missing("0123456789<>+", coverage(Face.READING)) == ""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (f"山{NOT_IN_THE_FACE}田", NOT_IN_THE_FACE),
        (f"{NO_SUCH_VARIANT}城", NO_SUCH_VARIANT),
        ("山\ufe0f田", "山\ufe0f"),
        ("山\t田", "\t"),
    ],
)
def test_a_missing_glyph_is_found_with_its_variation_selector(text: str, missing: str) -> None:
    assert first_missing(text, coverage(Face.NAMES)) == missing


@given(st.data())
def test_one_strange_character_among_good_ones_is_always_found(data: st.DataObject) -> None:
    held = coverage(Face.READING)
    good = st.sampled_from(sorted(held.characters)).map(chr)
    before, after = data.draw(st.text(good)), data.draw(st.text(good))
    assert first_missing(before + after, held) == ""
    assert first_missing(before + NOT_IN_THE_FACE + after, held) == NOT_IN_THE_FACE


def test_the_error_names_character_code_face_and_place() -> None:
    label = Label(
        address="東京都", name=PersonName(f"山{NOT_IN_THE_FACE}"), line=ReadingLine("123")
    )
    with pytest.raises(MissingGlyph) as problem:
        render(form("label"), label)
    assert problem.value.character == NOT_IN_THE_FACE
    assert problem.value.place == "name.text"
    assert "U+13000" in str(problem.value)
    assert Face.NAMES in str(problem.value)


def test_a_name_is_looked_up_in_the_face_of_names_and_not_in_another() -> None:
    variant = msgspec.structs.replace(SAMPLE, address=f"{WITH_SELECTOR}城")
    refuse_missing(SAMPLE)
    with pytest.raises(MissingGlyph, match="address"):
        refuse_missing(variant)


def test_texts_inside_lists_have_a_place_of_their_own() -> None:
    class Two(msgspec.Struct):
        rows: tuple[str, ...]
        count: int

    found = list(texts_of(Two(rows=("一", "二"), count=2)))
    assert found == [("rows[0]", "一", Face.GOTHIC), ("rows[1]", "二", Face.GOTHIC)]


def test_every_word_of_our_own_templates_can_be_printed() -> None:
    templates = list(ROOT.rglob("*.typ"))
    assert templates
    for template in templates:
        assert first_missing(template.read_text("utf-8"), coverage(Face.GOTHIC)) == "", template


def test_fonts_may_lie_in_several_places(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    placed = file_of(Face.GOTHIC)
    monkeypatch.setenv(FONTS, f"{tmp_path}:{folders()[-1]}")
    assert file_of(Face.GOTHIC) == placed


def test_a_face_that_is_not_installed_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv(FONTS, str(tmp_path))
    with pytest.raises(MissingFace, match="fonts-ipamj-mincho"):
        file_of(Face.NAMES)
