"""A bound of age over a column of births: in columns where the phrase is known, else day by day."""

import re
from collections.abc import Callable
from datetime import date

import numpy as np

from sesshu.kernel.ages import SCHOOL_AGE_YEARS
from sesshu.schedule.bounds import MONTHS_A_YEAR, WEEKS_OF_PREGNANCY, Bound
from sesshu.schedule.sweep import days
from sesshu.schedule.sweep.days import Days

DAYS_A_WEEK = 7
ONE = np.int32(1)


def bound_days(bound: Bound, anchors: Days) -> Days:
    """`bound.day` of each anchor."""
    for shape, day_of in _SHAPES:
        if match := shape.fullmatch(bound.phrase):
            return day_of(anchors, *match.groups())
    return days.table(bound.day, anchors)


def _months(count: str, unit: str) -> int:
    return int(count) * (MONTHS_A_YEAR if unit == "years" else 1)


def _reaches(anchors: Days, count: str, unit: str) -> Days:
    return days.reach_months(anchors, _months(count, unit))


def _after_reaching(anchors: Days, count: str, unit: str) -> Days:
    return _reaches(anchors, count, unit) + ONE


def _weeks(anchors: Days, weeks: str, more: str) -> Days:
    return anchors + np.int32(int(weeks) * DAYS_A_WEEK + int(more))


def _pregnancy(anchors: Days, weeks: str, more: str) -> Days:
    return anchors - np.int32((WEEKS_OF_PREGNANCY - int(weeks)) * DAYS_A_WEEK - int(more))


def _dated(anchors: Days, text: str) -> Days:
    return np.full_like(anchors, days.day_number(date.fromisoformat(text)))


def _fiscal_year(anchors: Days, years: str, edge: str) -> Days:
    year = days.fiscal_year(_reaches(anchors, years, "years"))
    return days.fiscal_year_begins(year) if edge == "begins" else days.fiscal_year_ends(year)


def _preschool(anchors: Days, edge: str) -> Days:
    """School begins on the first 1 April on or after the sixth birthday: the year before it."""
    sixth = days.reach_months(anchors, SCHOOL_AGE_YEARS * MONTHS_A_YEAR) + ONE
    year = days.fiscal_year(sixth - ONE)
    return days.fiscal_year_begins(year) if edge == "begins" else days.fiscal_year_ends(year)


def _birth(anchors: Days) -> Days:
    return anchors


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., Days]], ...] = (
    (re.compile(r"birth"), _birth),
    (re.compile(r"reaches (\d+) (months|years)"), _reaches),
    (re.compile(r"the day after reaching (\d+) (months|years)"), _after_reaching),
    (re.compile(r"(\d+) weeks (\d) days after birth"), _weeks),
    (re.compile(r"(\d+) weeks (\d) days of pregnancy"), _pregnancy),
    (re.compile(r"(\d{4}-\d{2}-\d{2})"), _dated),
    (re.compile(r"the fiscal year of reaching (\d+) years (begins|ends)"), _fiscal_year),
    (re.compile(r"the year before school (begins|ends)"), _preschool),
)
