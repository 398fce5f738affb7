"""Looking for words in the manual."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.schedule.load import current
from sesshu.schedule.manual import manual
from sesshu.schedule.manual.search import found_in, narrowed

DOCUMENT = manual(current(), date(2026, 11, 23))


@pytest.mark.parametrize("words", ["BCG", "ｂｃｇ", "bcg 経皮"])
def test_width_and_case_do_not_matter_and_all_words_must_be_there(words: str) -> None:
    assert "BCG" in found_in(DOCUMENT, words)
    assert "MR1" not in found_in(DOCUMENT, words)


def test_the_narrowed_manual_holds_what_was_found_and_no_empty_chapter() -> None:
    found = found_in(DOCUMENT, "水痘")
    kept = narrowed(DOCUMENT, "水痘")
    left = [section.anchor for part in kept.parts for section in (part.sections or (part,))]
    assert tuple(left) == found
    assert "category-special" not in {part.anchor for part in kept.parts}
    assert kept.questions == DOCUMENT.questions


def test_words_that_stand_nowhere_leave_no_chapter() -> None:
    assert narrowed(DOCUMENT, "痘水").parts == ()


@given(st.text(max_size=5), st.text(max_size=5))
def test_more_words_never_find_more(one: str, other: str) -> None:
    assert set(found_in(DOCUMENT, f"{one} {other}")) <= set(found_in(DOCUMENT, one))
