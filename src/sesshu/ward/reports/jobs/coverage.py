"""Coverage by the law's answer: the residents of a stretch swept, counted by group and standing."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from sesshu.foundation.walls import current_place
from sesshu.kernel.outcomes import Status
from sesshu.schedule.sweep.population import DOSES, RESIDENTS, Population
from sesshu.schedule.sweep.run import sweep
from sesshu.ward.records.jobs.population import copied_rows
from sesshu.ward.reports.definitions import Cohort, Definition
from sesshu.ward.reports.jobs.counting import JOBS, Figure
from sesshu.ward.reports.jobs.members import belongs, grouped
from sesshu.ward.reports.models import Report
from sesshu.ward.reports.statements import statement
from sesshu.ward.residents.home import home_of
from sesshu.ward.rulebooks.releases import kept

YEARS_TO_SPARE = 2
LIVING = {"town_code": pl.String, "address": pl.String, "moved_in": pl.String}


def covered(report: Report, one: Definition, first: int, last: int) -> list[Figure]:
    """The figures that a stretch of residents adds to a report of coverage."""
    living = _living(report, one, first, last)
    if living.is_empty():
        return []
    standings = _standings(report, one, living, first, last)
    home = home_of(current_place().municipality)
    everybody = grouped(living, one, home)
    return [
        row
        for table in one.tables
        if table.cohort
        for row in _table(
            table.code, everybody, table.cohort, standings, belongs(table.cohort, one, report)
        )
    ]


def _living(report: Report, one: Definition, first: int, last: int) -> pl.DataFrame:
    """Who lives here on the day, young enough for one of the tables."""
    oldest = max(table.cohort.until_age for table in one.tables if table.cohort)
    born_from = report.as_of.replace(year=report.as_of.year - oldest - YEARS_TO_SPARE, day=1)
    values = _stretch(report, first, last) | {"born_from": born_from}
    return _copied("cohort", RESIDENTS | LIVING, values)


def _standings(
    report: Report, one: Definition, living: pl.DataFrame, first: int, last: int
) -> Mapping[str, pl.DataFrame]:
    doses = _copied("doses_of_cohort", DOSES, _stretch(report, first, last))
    here = doses.join(living.select("resident_id"), on="resident_id", how="semi")
    population = Population(residents=living.select(list(RESIDENTS)), doses=here)
    series = {code for table in one.tables if table.cohort for code in table.cohort.series}
    return sweep(population, report.as_of, kept(report.release, JOBS), series).standings


def _table(
    code: str,
    living: pl.DataFrame,
    cohort: Cohort,
    standings: Mapping[str, pl.DataFrame],
    belongs: pl.Expr,
) -> Iterator[Figure]:
    known = living.with_columns(standing=_standing(cohort, living, standings)).filter(belongs)
    counts = known.group_by("group", "standing").len().sort("group", "standing")
    for group, standing, count in counts.iter_rows():
        yield code, group, standing, count


def _standing(
    cohort: Cohort, living: pl.DataFrame, standings: Mapping[str, pl.DataFrame]
) -> pl.Series:
    """Complete by one of the series, begun, not begun, or unknown: moved in without a dose that counts."""
    frames = [standings[code] for code in cohort.series]
    complete = pl.DataFrame([_is_complete(frame).alias(str(n)) for n, frame in enumerate(frames)])
    counted = pl.DataFrame([frame["doses_counted"].alias(str(n)) for n, frame in enumerate(frames)])
    facts = pl.DataFrame(
        {
            "complete": complete.select(pl.any_horizontal(pl.all())).to_series(),
            "counted": counted.select(pl.max_horizontal(pl.all())).to_series(),
            "moved_in": living["moved_in"] == "t",
        }
    )
    said = (
        pl.when("complete")
        .then(pl.lit("complete"))
        .when(pl.col("counted") > 0)
        .then(pl.lit("begun"))
        .when("moved_in")
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("not_begun"))
    )
    return facts.select(said.alias("standing")).to_series()


def _is_complete(frame: pl.DataFrame) -> pl.Series:
    return frame["status"].cast(pl.String) == Status.COMPLETE.value


def _stretch(report: Report, first: int, last: int) -> dict[str, Any]:
    return {"first": first, "last": last, "as_of": report.as_of, "known_at": report.known_at}


def _copied(name: str, columns: Mapping[str, Any], values: dict[str, Any]) -> pl.DataFrame:
    """The rows of a statement by COPY."""
    return copied_rows(statement(name), columns, values)
