"""The kernel's arithmetic over columns: the same days as the kernel, on every day of many years."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel import calendar
from sesshu.kernel.intervals import MissingDay
from sesshu.schedule.bounds import Bound, Interval, read_bound, read_interval
from sesshu.schedule.load import current
from sesshu.schedule.sweep import days
from sesshu.schedule.sweep.bounds import bound_days

EVERY_DAY = [date(1999, 1, 1) + timedelta(days=day) for day in range(6 * 366)]
EVERY_DAY += [date(1900, 2, 28), date(1900, 3, 1), date(2100, 2, 28), date(2100, 3, 1)]
NUMBERS = np.array([days.day_number(day) for day in EVERY_DAY], np.int32)


def found_in(thing: object, wanted: type) -> Iterator[object]:
    """Everything of a kind inside rows of the rulebook."""
    if isinstance(thing, wanted):
        yield thing
    elif isinstance(thing, msgspec.Struct):
        for field in thing.__struct_fields__:
            yield from found_in(getattr(thing, field), wanted)
    elif isinstance(thing, (tuple, dict)):
        for each in thing.values() if isinstance(thing, dict) else thing:
            yield from found_in(each, wanted)


BOUNDS = sorted({bound.phrase for bound in found_in(current(), Bound)})  # type: ignore[attr-defined]
INTERVALS = sorted({one.phrase for one in found_in(current(), Interval)})  # type: ignore[attr-defined]


def as_dates(numbers: days.Days) -> list[date]:
    return [days.date_of(int(number)) for number in numbers]


@pytest.mark.parametrize("phrase", BOUNDS)
def test_a_bound_is_the_same_day_for_every_birth(phrase: str) -> None:
    bound = read_bound(phrase)
    assert as_dates(bound_days(bound, NUMBERS)) == [bound.day(day) for day in EVERY_DAY]


@pytest.mark.parametrize("missing", list(MissingDay))
@pytest.mark.parametrize("phrase", [*INTERVALS, "1 month", "3 months and a half"])
def test_an_interval_ends_on_the_same_day_after_every_dose(
    phrase: str, missing: MissingDay
) -> None:
    interval = read_interval(phrase)
    expected = [interval.earliest_after(day, missing) for day in EVERY_DAY]
    assert as_dates(days.after(interval, NUMBERS, missing)) == expected


def test_a_bound_whose_phrase_is_new_is_asked_of_the_kernel_day_by_day() -> None:
    bound = Bound("the tenth day of life", lambda birth: birth + timedelta(days=9), "生後10日")
    assert as_dates(bound_days(bound, NUMBERS[:3])) == [
        day + timedelta(days=9) for day in EVERY_DAY[:3]
    ]


def test_fiscal_years_begin_and_end_on_the_kernels_days() -> None:
    years = days.fiscal_year(NUMBERS)
    assert years.tolist() == [calendar.fiscal_year(day) for day in EVERY_DAY]
    own = sorted(set(years.tolist()))
    column = np.array(own, np.int32)
    begins, ends = days.fiscal_year_begins(column), days.fiscal_year_ends(column)
    assert as_dates(begins) == [calendar.fiscal_year_begins(year) for year in own]
    assert as_dates(ends) == [calendar.fiscal_year_ends(year) for year in own]


@given(st.dates(date(1, 1, 1), date(9990, 1, 1)))
def test_a_day_and_its_number_name_each_other(day: date) -> None:
    assert days.date_of(days.day_number(day)) == day
