"""Whom a table of coverage is about, and which group each belongs to."""

import polars as pl

from sesshu.kernel.calendar import fiscal_year
from sesshu.ward.reports.definitions import Cohort, Definition
from sesshu.ward.reports.models import Report
from sesshu.ward.reports.towns import town_of

BORN = pl.col("born_on")
SCHOOL_YEAR = BORN.dt.offset_by("-1d").dt.offset_by("-3mo").dt.year()
"""The year in which a school year's first members are born, on 2 April (学校教育法第17条)."""


def grouped(living: pl.DataFrame, one: Definition, home: str) -> pl.DataFrame:
    """With the column `group`: the code of the line each belongs to."""
    if one.group_by == "town":
        places = living.select("address", "town_code").iter_rows()
        towns = [town_of(address, code, home) for address, code in places]
        return living.with_columns(group=pl.Series(towns, dtype=pl.String))
    year = BORN.dt.year() if one.group_by == "birth_year" else SCHOOL_YEAR
    return living.with_columns(group=year.cast(pl.String))


def belongs(cohort: Cohort, one: Definition, report: Report) -> pl.Expr:
    """Whether somebody is of a table's years and sex.

    By birth year and school year whole years are shown: those that become an age of the table in the year or
    fiscal year of the day. By town: who has reached such an age on the day (the day before the birthday).
    """
    if one.group_by == "birth_year":
        years = report.as_of.year - BORN.dt.year()
    elif one.group_by == "school_year":
        years = fiscal_year(report.as_of) - SCHOOL_YEAR
    else:
        years = _age_reached(report)
    right_sex = pl.lit(value=True) if cohort.sex is None else pl.col("sex") == cohort.sex
    return years.is_between(cohort.from_age, cohort.until_age) & right_sex


def _age_reached(report: Report) -> pl.Expr:
    after = pl.lit(report.as_of).dt.offset_by("1d")
    still_to_come = (after.dt.month(), after.dt.day()), (BORN.dt.month(), BORN.dt.day())
    (month, day), (birth_month, birth_day) = still_to_come
    earlier = (month.cast(pl.Int32) * 100 + day) < (birth_month.cast(pl.Int32) * 100 + birth_day)
    return after.dt.year() - BORN.dt.year() - earlier.cast(pl.Int32)
