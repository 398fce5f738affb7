"""Intervals between doses: worked table (e) of the reference, and both readings of a missing day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.intervals import (
    MissingDay,
    earliest_after_days,
    earliest_after_months,
    earliest_after_months_and_half,
    month_has_no_such_day,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))

# Columns: 6, 20, 27, 60, 139 days, 1, 2 months, 2 months and a half, 3, 5, 6 months.
WORKED = """
2026-04-01 2026-04-08 2026-04-22 2026-04-29 2026-06-01 2026-08-19 2026-05-01 2026-06-01 2026-06-16 2026-07-01 2026-09-01 2026-10-01
2026-01-31 2026-02-07 2026-02-21 2026-02-28 2026-04-02 2026-06-20 2026-03-01 2026-03-31 2026-04-16 2026-05-01 2026-07-01 2026-07-31
2025-11-30 2025-12-07 2025-12-21 2025-12-28 2026-01-30 2026-04-19 2025-12-30 2026-01-30 2026-02-15 2026-03-01 2026-04-30 2026-05-30
2026-08-31 2026-09-07 2026-09-21 2026-09-28 2026-10-31 2027-01-18 2026-10-01 2026-10-31 2026-11-16 2026-12-01 2027-01-31 2027-03-01
"""  # noqa: E501


@pytest.mark.parametrize("row", [line.split() for line in WORKED.strip().splitlines()])
def test_the_earliest_next_days_are_those_of_worked_table_e(row: list[str]) -> None:
    previous = date.fromisoformat(row[0])
    days = [earliest_after_days(previous, n) for n in (6, 20, 27, 60, 139)]
    months = [earliest_after_months(previous, n) for n in (1, 2)]
    half = [earliest_after_months_and_half(previous, 2)]
    later = [earliest_after_months(previous, n) for n in (3, 5, 6)]
    assert [d.isoformat() for d in days + months + half + later] == row[1:]


@pytest.mark.parametrize(
    ("previous", "months", "national", "local"),
    [
        ("2025-11-30", 3, "2026-03-01", "2026-02-28"),
        ("2023-08-30", 6, "2024-03-01", "2024-02-29"),
        ("2026-01-15", 1, "2026-02-15", "2026-02-15"),
    ],
)
def test_a_missing_day_has_two_readings(
    previous: str, months: int, national: str, local: str
) -> None:
    day = date.fromisoformat(previous)
    assert earliest_after_months(day, months).isoformat() == national
    other = earliest_after_months(day, months, MissingDay.LAST_OF_MONTH)
    assert other.isoformat() == local


@pytest.mark.parametrize(
    ("previous", "expected"),
    [("2026-12-05", "2027-02-19"), ("2027-12-05", "2028-02-20"), ("2026-02-05", "2026-04-20")],
)
def test_half_a_month_is_half_of_the_month_reached_rounded_up(previous: str, expected: str) -> None:
    assert earliest_after_months_and_half(date.fromisoformat(previous), 2).isoformat() == expected


@given(DAYS, st.integers(0, 400))
def test_whole_days_lie_between_the_doses(previous: date, days: int) -> None:
    between = earliest_after_days(previous, days) - previous - timedelta(days=1)
    assert between == timedelta(days=days)


@given(DAYS)
def test_twenty_seven_days_between_means_the_same_weekday_four_weeks_later(previous: date) -> None:
    assert earliest_after_days(previous, 27).weekday() == previous.weekday()


@given(DAYS, st.integers(1, 36))
def test_the_two_readings_differ_only_where_the_month_lacks_the_day(
    previous: date, months: int
) -> None:
    national = earliest_after_months(previous, months)
    local = earliest_after_months(previous, months, MissingDay.LAST_OF_MONTH)
    missing = month_has_no_such_day(previous, months)
    assert national - local == timedelta(days=1 if missing else 0)
    assert (national.day == previous.day) is not missing
