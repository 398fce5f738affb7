"""Ages as Japanese law counts them.

年齢計算ニ関スル法律 and 民法143条, read as the ministry's notice of 2014-03-11 reads them: an age
is reached on the day *before* the matching day. "Until" and "from" reaching both include that day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sesshu.kernel.calendar import (
    day_after,
    day_before,
    days_in_month,
    fiscal_year,
    fiscal_year_begins,
    fiscal_year_ends,
    months_later,
)

SCHOOL_AGE_YEARS = 6


@dataclass(frozen=True, slots=True)
class Age:
    """Full years and full months beyond them."""

    years: int
    months: int


def reach_months(birth: date, months: int) -> date:
    """The day on which somebody reaches an age of `months` (生後n月に達した日).

    The day before the same day of the month, `months` later; the last day of that month where it
    has no such day.
    """
    year, month = months_later(birth, months)
    if birth.day > days_in_month(year, month):
        return date(year, month, days_in_month(year, month))
    return day_before(date(year, month, birth.day))


def reach_years(birth: date, years: int) -> date:
    """The day on which somebody reaches an age of `years` (n歳に達した日)."""
    return reach_months(birth, 12 * years)


def after_reaching_months(birth: date, months: int) -> date:
    """The day after an age of `months` is reached (至った日の翌日)."""
    return day_after(reach_months(birth, months))


def weeks_after_birth(birth: date, weeks: int, days: int = 0) -> date:
    """The day `weeks` and `days` after birth; the day of birth is week 0, day 0."""
    return birth + timedelta(weeks=weeks, days=days)


def fiscal_year_of_reaching(birth: date, years: int) -> int:
    """年度 that holds the day on which an age is reached (n歳となる日の属する年度)."""
    return fiscal_year(reach_years(birth, years))


def school_entry(birth: date) -> date:
    """小学校就学の始期: the first 1 April on or after the sixth birthday (学校教育法17条)."""
    sixth = day_after(reach_years(birth, SCHOOL_AGE_YEARS))
    this_april = fiscal_year_begins(sixth.year)
    return this_april if sixth <= this_april else fiscal_year_begins(sixth.year + 1)


def classmates_since(birth: date) -> date:
    """The first birth date of all who enter school together with somebody: a 2 April (学校教育法17条)."""
    return day_after(fiscal_year_begins(fiscal_year(day_before(birth))))


def preschool_year(birth: date) -> tuple[date, date]:
    """First and last day of the year before school entry; both belong to it."""
    entry = school_entry(birth)
    return fiscal_year_begins(entry.year - 1), fiscal_year_ends(entry.year - 1)


def months_reached(birth: date, on: date) -> int:
    """Age in full months that somebody has reached on a day, as the law counts.

    Raises ValueError where `on` lies before birth.
    """
    if on < birth:
        raise ValueError(f"{on} lies before the birth on {birth}")
    months = (on.year - birth.year) * 12 + on.month - birth.month + 1
    while months > 0 and reach_months(birth, months) > on:
        months -= 1
    return months


def age_on(birth: date, on: date) -> Age:
    """Age in years and months that somebody has reached on a day, as the law counts.

    Raises ValueError where `on` lies before birth.
    """
    return Age(*divmod(months_reached(birth, on), 12))
