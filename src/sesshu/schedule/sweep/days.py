"""The kernel's arithmetic of days over columns: days are int32, counted from 1970-01-01.

`sesshu.kernel` says what each of these means; tests compare the two on every day of a century and more.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt

from sesshu.kernel.calendar import FISCAL_YEAR_MONTH
from sesshu.kernel.intervals import MissingDay
from sesshu.schedule.bounds import Interval

Days = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]

EPOCH = date(1970, 1, 1).toordinal()
FIRST = date.min.toordinal() - EPOCH
LAST = date.max.toordinal() - EPOCH
NONE = int(np.iinfo(np.int32).min)
"""Stands where there is no day."""
MONTHS_A_YEAR, YEAR_ZERO = 12, 1970


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def date_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + EPOCH)


def number_or(day: date | None, otherwise: int) -> int:
    """The day number of a bound that may be missing."""
    return otherwise if day is None else day_number(day)


def table(of: Callable[[date], date], days: Days) -> Days:
    """A function of the kernel called for each day: slow, and right for any function."""
    return np.array([day_number(of(date_of(int(day)))) for day in days], dtype=np.int32)


def _month_and_day(days: Days) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Months since January 1970, and the day of the month from 1."""
    months = days.astype("M8[D]").astype("M8[M]")
    first = months.astype("M8[D]").astype(np.int64)
    return months.astype(np.int64), days.astype(np.int64) - first + 1


def _begins(months: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return months.astype("M8[M]").astype("M8[D]").astype(np.int64)


def _length(months: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return _begins(months + 1) - _begins(months)


def reach_months(births: Days, months: int) -> Days:
    """`kernel.ages.reach_months` of each."""
    month, day = _month_and_day(births)
    length = _length(month + months)
    reached = _begins(month + months) + np.where(day > length, length - 1, day - 2)
    return reached.astype(np.int32)


def after_months(days: Days, months: int, missing: MissingDay) -> Days:
    """`kernel.intervals.earliest_after_months` of each."""
    month, day = _month_and_day(days)
    length = _length(month + months)
    otherwise = length - 1 if missing is MissingDay.LAST_OF_MONTH else length
    return (_begins(month + months) + np.where(day > length, otherwise, day - 1)).astype(np.int32)


def after_months_and_half(days: Days, months: int, missing: MissingDay) -> Days:
    """`kernel.intervals.earliest_after_months_and_half` of each."""
    whole = after_months(days, months, missing)
    month, _ = _month_and_day(whole)
    return whole + ((_length(month) + 1) // 2).astype(np.int32)


def after(interval: Interval, days: Days, missing: MissingDay) -> Days:
    """`Interval.earliest_after` of each."""
    if interval.half:
        return after_months_and_half(days, interval.months, missing)
    if interval.months:
        return after_months(days, interval.months, missing)
    return days + np.int32(interval.days + 1)


def fiscal_year(days: Days) -> Days:
    """`kernel.calendar.fiscal_year` of each."""
    month, _ = _month_and_day(days)
    return ((month - (FISCAL_YEAR_MONTH - 1)) // MONTHS_A_YEAR + YEAR_ZERO).astype(np.int32)


def fiscal_year_begins(years: Days) -> Days:
    """`kernel.calendar.fiscal_year_begins` of each."""
    months = (years.astype(np.int64) - YEAR_ZERO) * MONTHS_A_YEAR + FISCAL_YEAR_MONTH - 1
    return _begins(months).astype(np.int32)


def fiscal_year_ends(years: Days) -> Days:
    """`kernel.calendar.fiscal_year_ends` of each."""
    return fiscal_year_begins(years + np.int32(1)) - np.int32(1)
