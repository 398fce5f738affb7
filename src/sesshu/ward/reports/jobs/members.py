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

    Whole years are shown: those that become an age of the table in the year, or the fiscal year, of the day.
    Towns tell of the same people as school years do, so that both have the same sums (ADR 90).
    """
    if one.group_by == "birth_year":
        years = report.as_of.year - BORN.dt.year()
    else:
        years = fiscal_year(report.as_of) - SCHOOL_YEAR
    right_sex = pl.lit(value=True) if cohort.sex is None else pl.col("sex") == cohort.sex
    return years.is_between(cohort.from_age, cohort.until_age) & right_sex
