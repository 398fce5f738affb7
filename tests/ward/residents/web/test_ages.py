"""Ages as a vaccination desk says them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.ward.residents.web.ages import in_words

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("born_on", "words"),
    [
        (date(2026, 11, 23), "0か月、生後0週0日"),
        (date(2026, 9, 16), "2か月、生後9週5日"),
        (date(2025, 11, 25), "11か月、生後51週6日"),
        (date(2025, 11, 24), "1歳0か月"),
        (date(2019, 12, 24), "6歳11か月"),
        (date(2006, 11, 25), "19歳11か月"),
        (date(2006, 11, 24), "20歳"),
        (date(1924, 2, 29), "102歳"),
    ],
)
def test_the_younger_the_finer(born_on: date, words: str) -> None:
    assert in_words(born_on, ON) == words


def test_nobody_has_an_age_before_birth() -> None:
    assert in_words(ON + timedelta(days=1), ON) == ""


@given(st.dates(date(1910, 1, 1), ON))
def test_every_birth_date_up_to_today_has_an_age_in_words(born_on: date) -> None:
    assert in_words(born_on, ON).strip()
