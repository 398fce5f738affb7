"""Inclusive periods become half-open ranges in one place, and come back unchanged."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.periods import Period, half_open, inclusive

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(st.none() | DAYS)
    last = draw(st.none() | st.dates(first or date(1900, 1, 1), date(2101, 1, 1)))
    return Period(first, last)


@given(periods())
def test_a_period_survives_the_way_into_a_range_and_back(period: Period) -> None:
    assert inclusive(*half_open(period)) == period


@given(periods(), DAYS)
def test_a_day_lies_in_the_range_exactly_when_it_lies_in_the_period(
    period: Period, day: date
) -> None:
    lower, upper = half_open(period)
    in_range = (lower is None or lower <= day) and (upper is None or day < upper)
    assert in_range == (day in period)


@given(DAYS)
def test_a_period_of_one_day_is_a_range_of_one_day(day: date) -> None:
    assert half_open(Period(day, day)) == (day, day + timedelta(days=1))


def test_the_last_day_of_the_calendar_is_no_bound() -> None:
    assert half_open(Period(date(2020, 1, 1), date.max)) == (date(2020, 1, 1), None)


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2020, 1, 2), date(2020, 1, 1))
