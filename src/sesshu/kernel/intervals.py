"""Intervals between doses: the first day on which the next dose keeps the interval."""

from datetime import date, timedelta
from enum import StrEnum

from sesshu.kernel.calendar import days_in_month, months_later


class MissingDay(StrEnum):
    """What "n months later" means where that month has no such day."""

    FIRST_OF_NEXT_MONTH = "first_of_next_month"
    """The nation's reading (予防接種基本方針部会 2023-02-08)."""
    LAST_OF_MONTH = "last_of_month"
    """What some municipalities publish."""


NATIONAL_READING = MissingDay.FIRST_OF_NEXT_MONTH


def earliest_after_days(previous: date, days: int) -> date:
    """First day that keeps "N日以上の間隔": N whole days lie between the two doses."""
    return previous + timedelta(days + 1)


def month_has_no_such_day(previous: date, months: int) -> bool:
    """Whether the month `months` later lacks the day of the month of `previous`."""
    return previous.day > days_in_month(*months_later(previous, months))


def earliest_after_months(
    previous: date, months: int, missing: MissingDay = NATIONAL_READING
) -> date:
    """First day that keeps "n月以上の間隔": the same day of the month, n months later."""
    year, month = months_later(previous, months)
    if previous.day <= days_in_month(year, month):
        return date(year, month, previous.day)
    if missing is MissingDay.LAST_OF_MONTH:
        return date(year, month, days_in_month(year, month))
    return date(*months_later(date(year, month, 1), 1), 1)


def earliest_after_months_and_half(
    previous: date, months: int, missing: MissingDay = NATIONAL_READING
) -> date:
    """First day that keeps "n月半以上の間隔": n months, then half of the month reached, rounded up."""
    whole = earliest_after_months(previous, months, missing)
    half = (days_in_month(whole.year, whole.month) + 1) // 2
    return whole + timedelta(days=half)
