"""Doses and people counted by the database: one stretch of residents, by line and column of a report."""

import json
from datetime import date
from typing import Any

from django.db import connections

from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends, month_day_in_fiscal_year
from sesshu.ward.records.codes import ELSEWHERE
from sesshu.ward.reports.definitions import Definition, Line, Population, Table
from sesshu.ward.reports.models import Report
from sesshu.ward.reports.statements import COUNTS, POPULATION, statement

JOBS = "jobs"
YEARS_BEFORE_SCHOOL = 6
Figure = tuple[str, str, str, int]
"""Table, line, column, and the count."""


class TwoConditions(ValueError):
    """A line and a column of a definition set the same condition."""


def counted(report: Report, one: Definition, first: int, last: int) -> list[Figure]:
    """The figures that a stretch of residents adds to a report."""
    stretch = {"first": first, "last": last, "known_at": report.known_at}
    days = {
        "from_on": fiscal_year_begins(report.fiscal_year),
        "until_on": min(fiscal_year_ends(report.fiscal_year), report.as_of),
    }
    asked = {"cells": json.dumps(cells_of(one)), "elsewhere": sorted(ELSEWHERE)}
    [names] = COUNTS[one.kind]
    found = _rows(names, stretch | days | asked)
    lines = population_lines(one, report.fiscal_year, report.as_of)
    if lines:
        found += _rows((POPULATION,), stretch | {"lines": json.dumps(lines)})
    return found


def cells_of(one: Definition) -> list[dict[str, Any]]:
    """Every cell with the conditions of its line and its column. Raises TwoConditions."""
    return [
        {"table_code": table.code, "line_code": line.code, "column_code": column.code}
        | _both(line.which.conditions(), column.which.conditions())
        for table in one.tables
        for line in table.lines
        for column in table.columns
    ]


def population_lines(one: Definition, fiscal_year: int, as_of: date) -> list[dict[str, Any]]:
    """Lines with a population: the day it is counted on, and whom."""
    return [
        _population(table, line, line.population, fiscal_year, as_of)
        for table in one.tables
        for line in table.lines
        if line.population
    ]


def _population(
    table: Table, line: Line, asked: Population, fiscal_year: int, as_of: date
) -> dict[str, Any]:
    """In a year that is not over, the day of the report stands for a day that is to come."""
    counted_on = min(month_day_in_fiscal_year(asked.day, fiscal_year), as_of)
    whom: dict[str, Any] = (
        {"school_year": fiscal_year - YEARS_BEFORE_SCHOOL}
        if asked.before_school
        else {"from_months": asked.from_months, "until_months": asked.until_months}
    )
    place = {"table_code": table.code, "line_code": line.code}
    return place | {"counted_on": counted_on.isoformat()} | whom


def _both(line: dict[str, Any], column: dict[str, Any]) -> dict[str, Any]:
    if twice := line.keys() & column.keys():
        raise TwoConditions(f"both say {', '.join(sorted(twice))}")
    return line | column


def _rows(names: tuple[str, ...], values: dict[str, Any]) -> list[Figure]:
    with connections[JOBS].cursor() as cursor:
        cursor.execute(statement(*names), values)
        return list(cursor.fetchall())
