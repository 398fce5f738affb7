"""和暦, exact to the day, and dates as clerks type them."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.date_entry import (
    DateEntryError,
    NoSuchDay,
    OutsideNamedEra,
    UnreadableDate,
    read_date,
)
from sesshu.kernel.eras import (
    ERAS,
    OutsideEra,
    date_in_era,
    era_ends_on,
    era_named,
    era_of,
    in_japanese,
)

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
DAYS = st.dates(date(1873, 1, 1), date(2117, 12, 31))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ("1912-07-29", "明治45年7月29日"),
        ("1912-07-30", "大正元年7月30日"),
        ("1926-12-24", "大正15年12月24日"),
        ("1926-12-25", "昭和元年12月25日"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1989-01-08", "平成元年1月8日"),
        ("2019-04-30", "平成31年4月30日"),
        ("2019-05-01", "令和元年5月1日"),
        ("2026-11-23", "令和8年11月23日"),
    ],
)
def test_eras_change_on_their_day(day: str, written: str) -> None:
    assert in_japanese(date.fromisoformat(day)) == written


@given(DAYS)
def test_every_written_date_reads_back(day: date) -> None:
    assert read_date(in_japanese(day)) == day


@given(DAYS)
def test_every_shape_names_the_same_day(day: date) -> None:
    era = era_of(day)
    year = day.year - era.first_year + 1
    shapes = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{era.letter}{year}.{day.month}.{day.day}",
        f"{era.letter.lower()}{year}-{day.month}-{day.day}",
        f" {era.name} {year}年{day.month}月{day.day}日 ",
    ]
    if year < 100:
        shapes.append(f"{era.letter}{year:02}{day.month:02}{day.day:02}")
    assert {read_date(shape) for shape in shapes} == {day}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("H310430", "2019-04-30"),
        ("S64.1.7", "1989-01-07"),
        ("R1-5-1", "2019-05-01"),
        ("20190501", "2019-05-01"),
        ("2019/5/1", "2019-05-01"),
        ("R元.5.1", "2019-05-01"),
        ("R7.4.1".translate(FULL_WIDTH), "2025-04-01"),
        ("20250401".translate(FULL_WIDTH), "2025-04-01"),
    ],
)
def test_clerks_may_type_a_date_in_any_of_their_ways(typed: str, day: str) -> None:
    assert read_date(typed).isoformat() == day


@pytest.mark.parametrize(
    ("typed", "problem", "advice"),
    [
        ("きのう", UnreadableDate, "のように入力"),
        ("", UnreadableDate, "のように入力"),
        ("7.4.1", UnreadableDate, "元号"),
        ("R070230", NoSuchDay, "2月30日"),
        ("20251301", NoSuchDay, "13月1日"),
        ("S64.1.8", OutsideNamedEra, "昭和64年1月7日まで"),
        ("H31.5.1", OutsideNamedEra, "平成31年4月30日まで"),
        ("R1.4.30", OutsideNamedEra, "令和元年5月1日から"),
        ("X1.4.30", OutsideNamedEra, "M・T・S・H・R"),
        ("M5.4.30", OutsideNamedEra, "明治6年"),
    ],
)
def test_a_wrong_date_is_named_and_the_clerk_told_what_to_do(
    typed: str, problem: type[DateEntryError], advice: str
) -> None:
    with pytest.raises(problem, match=advice):
        read_date(typed)


def test_eras_follow_each_other_without_a_gap() -> None:
    for era, following in pairwise(ERAS):
        ends_on = era_ends_on(era)
        assert ends_on is not None
        assert ends_on + timedelta(days=1) == following.begins_on
    assert era_ends_on(ERAS[-1]) is None


def test_year_zero_is_in_no_era() -> None:
    with pytest.raises(OutsideEra):
        date_in_era(era_named("R"), 0, 5, 1)


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_a_date_or_a_named_error(typed: str) -> None:
    with suppress(DateEntryError):
        assert isinstance(read_date(typed), date)
