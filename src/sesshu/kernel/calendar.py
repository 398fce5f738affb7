"""The office's calendar: fiscal years, school years, and the days on which both begin and end."""

from calendar import isleap
from datetime import date, timedelta

FISCAL_YEAR_MONTH = 4
FEBRUARY, LEAP_FEBRUARY = 2, 29
ONE_DAY = timedelta(days=1)
DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int) -> int:
    """Number of days of a month."""
    return LEAP_FEBRUARY if month == FEBRUARY and isleap(year) else DAYS[month]


def months_later(day: date, months: int) -> tuple[int, int]:
    """(year, month) that lies `months` after the month of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return years, month + 1


def day_before(day: date) -> date:
    """The day before."""
    return day - ONE_DAY


def day_after(day: date) -> date:
    """The day after (翌日)."""
    return day + ONE_DAY


def fiscal_year(day: date) -> int:
    """年度 that `day` belongs to: it begins on 1 April and ends on 31 March."""
    return day.year if day.month >= FISCAL_YEAR_MONTH else day.year - 1


def fiscal_year_begins(year: int) -> date:
    """First day of a 年度."""
    return date(year, FISCAL_YEAR_MONTH, 1)


def fiscal_year_ends(year: int) -> date:
    """Last day of a 年度."""
    return day_before(fiscal_year_begins(year + 1))


def month_day_in_fiscal_year(month_day: str, year: int) -> date:
    """The day `MM-DD` of a 年度: from April in its own year, until March in the next."""
    month, day = int(month_day[:2]), int(month_day[3:])
    return date(year if month >= FISCAL_YEAR_MONTH else year + 1, month, day)
