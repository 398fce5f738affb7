"""Coverage by the law's answer: the residents of a stretch swept, counted by group and standing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from sesshu.foundation.walls import current_place
from sesshu.kernel.outcomes import Status
from sesshu.schedule.sweep.population import DOSES, RESIDENTS, Population
from sesshu.schedule.sweep.run import sweep
from sesshu.schedule.types import Rulebook
from sesshu.ward.circumstances.jobs.population import COLUMNS as KNOWN
from sesshu.ward.circumstances.jobs.population import knowing
from sesshu.ward.records.jobs.population import copied_rows
from sesshu.ward.reports.definitions import Cohort, Definition
from sesshu.ward.reports.jobs.counting import JOBS, Figure
from sesshu.ward.reports.jobs.members import belongs, grouped
from sesshu.ward.reports.models import Report
from sesshu.ward.reports.statements import COHORT, DOSES_OF_COHORT, KNOWN_OF_COHORT, statement
from sesshu.ward.residents.home import home_of
from sesshu.ward.rulebooks.releases import kept

YEARS_TO_SPARE = 2
LIVING = {"town_code": pl.String, "address": pl.String, "moved_in": pl.String}


@dataclass(frozen=True, slots=True)
class Answers:
    """The law's answers by series: of everybody as if nothing took anybody out, and whom something does."""

    standings: Mapping[str, pl.DataFrame]
    taken_out: Mapping[str, pl.Series]
    """Resident ids."""


def covered(report: Report, one: Definition, first: int, last: int) -> list[Figure]:
    """The figures that a stretch of residents adds to a report of coverage."""
    living = _living(report, one, first, last)
    if living.is_empty():
        return []
    answers = _answers(report, one, living, first, last)
    home = home_of(current_place().municipality)
    everybody = grouped(living, one, home)
    return [
        row
        for table in one.tables
        if table.cohort
        for row in _table(
            table.code, everybody, table.cohort, answers, belongs(table.cohort, one, report)
        )
    ]


def _living(report: Report, one: Definition, first: int, last: int) -> pl.DataFrame:
    """Who lives here on the day, young enough for one of the tables."""
    oldest = max(table.cohort.until_age for table in one.tables if table.cohort)
    born_from = report.as_of.replace(year=report.as_of.year - oldest - YEARS_TO_SPARE, day=1)
    values = _stretch(report, first, last) | {"born_from": born_from}
    return _copied(COHORT, RESIDENTS | LIVING, values)


def _answers(
    report: Report, one: Definition, living: pl.DataFrame, first: int, last: int
) -> Answers:
    """Two sweeps: whoever had all doses and then the disease is complete all the same."""
    rulebook = kept(report.release, JOBS)
    series = {code for table in one.tables if table.cohort for code in table.cohort.series}
    people = _population(report, living, first, last)
    told_of = _only(
        people, pl.concat([people.facts["resident_id"], people.diseases["resident_id"]])
    )
    answers = sweep(told_of, report.as_of, rulebook, series).standings
    return Answers(
        standings=sweep(_as_if_fit(people, rulebook), report.as_of, rulebook, series).standings,
        taken_out={
            code: told_of.residents["resident_id"].filter(_stands(frame, Status.EXCLUDED))
            for code, frame in answers.items()
        },
    )


def _as_if_fit(people: Population, rulebook: Rulebook) -> Population:
    """Without diseases and facts that take somebody out; a long illness still gives more time."""
    take_out = [row.fact for row in rulebook.exclusions]
    facts = people.facts.filter(~pl.col("kind").is_in(take_out))
    return replace(people, facts=facts, diseases=people.diseases.clear())


def _population(report: Report, living: pl.DataFrame, first: int, last: int) -> Population:
    stretch = _stretch(report, first, last)
    everybody = Population(
        residents=living.select(list(RESIDENTS)), doses=_copied(DOSES_OF_COHORT, DOSES, stretch)
    )
    known = knowing(everybody, _copied(KNOWN_OF_COHORT, KNOWN, stretch))
    return _only(known, living["resident_id"])


def _only(population: Population, residents: pl.Series) -> Population:
    """Of a population these people and what is about them."""
    names = ("residents", "doses", "facts", "diseases")
    among = pl.col("resident_id").is_in(residents.unique().implode())
    frames: dict[str, pl.DataFrame] = {
        name: getattr(population, name).filter(among) for name in names
    }
    return replace(population, **frames)


def _table(
    code: str, living: pl.DataFrame, cohort: Cohort, answers: Answers, belongs: pl.Expr
) -> Iterator[Figure]:
    known = living.with_columns(standing=_standing(cohort, living, answers)).filter(belongs)
    counts = known.group_by("group", "standing").len().sort("group", "standing")
    for group, standing, count in counts.iter_rows():
        yield code, group, standing, count


def _standing(cohort: Cohort, living: pl.DataFrame, answers: Answers) -> pl.Series:
    """Complete by one of the series, taken out by a disease or a fact, begun, not begun, or unknown.

    Unknown: moved in without a dose that counts.
    """
    frames = [answers.standings[code] for code in cohort.series]
    out = pl.concat([answers.taken_out[code] for code in cohort.series])
    facts = pl.DataFrame(
        {
            "complete": _any([_stands(frame, Status.COMPLETE) for frame in frames]),
            "excluded": living["resident_id"].is_in(out.implode()),
            "begun": _any([frame["doses_counted"] > 0 for frame in frames]),
            "moved_in": living["moved_in"] == "t",
        }
    )
    said: pl.Expr = pl.lit("not_begun")
    for name, code in (
        ("moved_in", "unknown"),
        ("begun", "begun"),
        ("excluded", "excluded"),
        ("complete", "complete"),
    ):
        said = pl.when(name).then(pl.lit(code)).otherwise(said)
    return facts.select(said.alias("standing")).to_series()


def _any(masks: list[pl.Series]) -> pl.Series:
    side_by_side = pl.DataFrame([mask.alias(str(n)) for n, mask in enumerate(masks)])
    return side_by_side.select(pl.any_horizontal(pl.all())).to_series()


def _stands(frame: pl.DataFrame, status: Status) -> pl.Series:
    return frame["status"].cast(pl.String) == status.value


def _stretch(report: Report, first: int, last: int) -> dict[str, Any]:
    return {"first": first, "last": last, "as_of": report.as_of, "known_at": report.known_at}


def _copied(name: str, columns: Mapping[str, Any], values: dict[str, Any]) -> pl.DataFrame:
    """The rows of a statement by COPY."""
    return copied_rows(statement(name), columns, values)
