"""Series that are given anew each fiscal year: vouchers name the year (immunization-schedule §9)."""

from datetime import date

from sesshu.kernel.calendar import fiscal_year
from sesshu.schedule.types import Rulebook


def given_each_year(series: str, rulebook: Rulebook) -> bool:
    """Whether dose 1 comes back every April."""
    return any(
        rulebook.courses[course].each == "fiscal_year" for course in rulebook.series[series].serves
    )


def year_of(series: str, day: date, rulebook: Rulebook) -> int | None:
    """対象年度 of a dose that becomes possible on a day; None where a dose is given once in a life."""
    return fiscal_year(day) if given_each_year(series, rulebook) else None
