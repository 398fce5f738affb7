"""Letters: one page, nothing but the address behind the window, and words that fit what the law asks."""

from datetime import date, timedelta
from itertools import chain

import msgspec
import pytest
from documents.paper import text_of
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from sesshu.documents import Address, Misprint, PersonName, print_batch, render
from sesshu.documents.editions import NoEdition, editions
from sesshu.documents.notice import (
    FORM,
    Letter,
    Matter,
    Notices,
    Subject,
    merged,
    wording_of,
)
from sesshu.documents.notice.household import MOST_LINES
from sesshu.documents.notice.wordings import FOLDER, LetterEdition

DAY = date(2026, 11, 2)
SAMPLE: Notices = FORM.sample()
LETTER = SAMPLE.letters[0]
POINTS = 72 / 25.4
# What the window may show of a sheet of A4 that slides in its envelope, and what it shows always (window.typ)
EVER, ALWAYS = (0, 0, 112, 57), (20, 10, 89, 38)
LONG = "Maria Fernanda Guadalupe de los Santos R"
ALL = {
    letter.code: letter for edition in editions(FOLDER, LetterEdition) for letter in edition.letters
}


def printed(*letters: Letter, large: bool = False) -> bytes:
    return render(FORM, msgspec.structs.replace(SAMPLE, wordings=ALL, letters=letters, large=large))


def seen(pdf: bytes, left: float, top: float, right: float, bottom: float) -> str:
    """The text of a part of the first page, given in millimeters from its upper left corner."""
    page = PdfDocument(pdf)[0]
    height = page.get_height()
    text = page.get_textpage().get_text_bounded(
        left * POINTS, height - bottom * POINTS, right * POINTS, height - top * POINTS
    )
    return "".join(text.split())


def about(name: str, count: int = 1, note: str = "") -> Subject:
    matters = tuple(
        Matter(
            series=f"麻しん風しん 第{number}期",
            dose="1回目",
            until="令和9年12月31日まで",
            note=note,
        )
        for number in range(count)
    )
    return Subject(name=PersonName(name), born="令和7年12月31日", matters=matters)


def letter(**more: object) -> Letter:
    return msgspec.structs.replace(LETTER, **more)


def test_the_window_always_shows_the_whole_address_and_never_anything_else() -> None:
    pdf = printed(LETTER)
    shown = seen(pdf, *ALWAYS)
    said = [
        f"〒{LETTER.address.postal_code}",
        *LETTER.address.lines,
        LETTER.name.text,
        LETTER.honorific,
    ]
    assert shown == "".join("".join(said).split())
    assert seen(pdf, *EVER) == shown


ADDRESSES = st.lists(
    st.text(
        st.sampled_from("東京都世田谷区見本台丁目番地号ハイツ1234567890 "), min_size=1, max_size=30
    ),
    min_size=1,
    max_size=3,
)
NAMES = st.text(st.sampled_from("髙橋葵見本花子齋藤渡邉邊ABCabcdefg　 "), min_size=1, max_size=40)


@given(ADDRESSES, NAMES, NAMES, st.booleans())
@settings(max_examples=examples(20))
def test_no_name_and_no_address_leaves_the_window_or_the_page(
    lines: list[str], name: str, child: str, large: object
) -> None:
    one = letter(
        address=Address("154-8504", tuple(lines)), name=PersonName(name), subjects=(about(child),)
    )
    pdf = printed(one, large=bool(large))
    expected = "".join(f"〒154-8504{''.join(lines)}{name}{LETTER.honorific}".split())
    assert len(PdfDocument(pdf)) == 1
    assert seen(pdf, *ALWAYS) == expected


def test_an_address_without_a_postal_code_shows_no_mark_of_one() -> None:
    assert "〒" not in seen(printed(letter(address=Address("", ("東京都",)))), *EVER)


def test_an_address_that_no_window_can_show_is_left_out_and_not_cut() -> None:
    too_much = letter(address=Address("154-8504", ("東京都世田谷区見本町" * 8,) * 4))
    with pytest.raises(Misprint, match="too small a"):
        printed(too_much)
    made = print_batch(FORM, msgspec.structs.replace(SAMPLE, letters=(LETTER, too_much)))
    assert [one.place for one in made.exceptions] == [1]


@pytest.mark.parametrize("code", sorted(ALL))
@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
def test_every_letter_fits_one_page_with_as_many_vaccinations_as_it_may_hold(
    code: str, *, large: bool
) -> None:
    subjects = tuple(about(LONG, note="小学校に入る前の1年間") for _ in range(MOST_LINES))
    pdf = printed(letter(wording=code, subjects=subjects), large=large)
    said = text_of(pdf)
    assert len(PdfDocument(pdf)) == 1
    assert said.count(LONG.replace(" ", "")) == MOST_LINES
    for words in (ALL[code].opening, ALL[code].duty, ALL[code].easy, *ALL[code].steps):
        assert "".join(words.split()) in said
    assert SAMPLE.office.desk.telephone in said
    assert SAMPLE.issued_on in said


@pytest.mark.parametrize("again", [False, True])
def test_only_vaccinations_of_category_a_are_urged(*, again: bool) -> None:
    urged, offered = (wording_of(category, DAY, again=again) for category in ("A", "B"))  # type: ignore[arg-type]
    assert "努めることとされています" in urged.duty
    assert "おすすめ" in urged.duty
    assert "義務のあるものではありません" in offered.duty
    assert not any(
        "おすすめ" in words or "早めに" in words for words in (offered.opening, offered.duty)
    )


def test_every_letter_has_a_line_that_can_be_read_with_few_kanji() -> None:
    for wording in ALL.values():
        kanji = [sign for sign in wording.easy if "一" <= sign <= "鿿"]
        assert "（" in wording.easy
        assert len(kanji) < len(wording.easy) / 3


def test_a_day_before_the_first_edition_has_no_letter() -> None:
    with pytest.raises(NoEdition, match="2026-03-31"):
        wording_of("A", editions(FOLDER, LetterEdition)[0].effective_from - timedelta(days=1))


def test_children_of_one_house_are_told_of_in_one_letter() -> None:
    first, second = letter(subjects=(about("花子", 2),)), letter(subjects=(about("次郎"),))
    (one,) = merged([first, second])
    assert [subject.name.text for subject in one.subjects] == ["花子", "次郎"]
    assert [len(subject.matters) for subject in one.subjects] == [2, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"wording": "again_a"},
        {"address": Address("154-8504", ("別の家",))},
        {"name": PersonName("別の人")},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_reader_or_another_wording_is_another_letter(other: dict[str, object]) -> None:
    assert len(merged([LETTER, letter(**other)])) == 2


SUBJECTS = st.builds(about, st.sampled_from(["花子", "次郎", "三郎"]), st.integers(1, 12))
LETTERS = st.builds(
    lambda name, subjects: letter(name=PersonName(name), subjects=tuple(subjects)),
    st.sampled_from(["太郎", "ウメ"]),
    st.lists(SUBJECTS, min_size=1, max_size=3),
)


@given(st.lists(LETTERS, max_size=5))
def test_merging_tells_everybody_of_everything_exactly_once(letters: list[Letter]) -> None:
    def told(all_letters: tuple[Letter, ...]) -> list[tuple[str, str, str]]:
        return sorted(
            (one.name.text, subject.name.text, matter.series)
            for one in all_letters
            for subject in one.subjects
            for matter in subject.matters
        )

    made = merged(letters)
    assert told(made) == told(tuple(letters))
    for one in made:
        lines = list(chain.from_iterable(subject.matters for subject in one.subjects))
        assert 0 < len(lines) <= MOST_LINES
