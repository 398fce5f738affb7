"""Days and instants in the words of an office."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.ui import dates


@pytest.mark.parametrize(
    ("day", "words", "short"),
    [
        (date(2019, 4, 30), "平成31年4月30日（2019年4月30日）", "H31.4.30"),
        (date(2019, 5, 1), "令和元年5月1日（2019年5月1日）", "R1.5.1"),
        (date(1989, 1, 7), "昭和64年1月7日（1989年1月7日）", "S64.1.7"),
    ],
)
def test_a_day_stands_in_both_calendars(day: date, words: str, short: str) -> None:
    assert dates.in_both_calendars(day) == words
    assert dates.short(day) == short


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "午前0時"),
        (9 * 60 + 30, "午前9時30分"),
        (12 * 60, "正午"),
        (12 * 60 + 30, "午後0時30分"),
        (23 * 60 + 59, "午後11時59分"),
    ],
)
def test_the_hour_is_told_as_official_documents_do(minutes: int, words: str) -> None:
    midnight = datetime(2026, 3, 31, 15, tzinfo=UTC)
    assert dates.instant(midnight + timedelta(minutes=minutes)) == f"令和8年4月1日 {words}"


def test_an_instant_belongs_to_the_day_it_has_in_tokyo() -> None:
    at = datetime(2026, 3, 31, 15, 0, 1, tzinfo=UTC)
    assert dates.in_era(at) == "令和8年4月1日"
    assert dates.short(at) == "R8.4.1"
    assert dates.to_the_second(at) == "2026-04-01 00:00:01"


@given(st.integers(-3_000_000_000, 4_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC)))
def test_the_clock_never_reaches_twelve_hours_in_a_half_day(at: datetime) -> None:
    words = dates.clock(at)
    if words != "正午":
        assert int(words[2:].split("時")[0]) < 12
