"""Every dose of a course that is still to come, for runs that send all its sheets at once (V020, ADR 79)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from sesshu.schedule.ahead import doses_ahead
from sesshu.schedule.persons import Disease, Dose, Fact, Person
from sesshu.schedule.sweep import Population
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import NextDose
from sesshu.ward.vouchers.years import year_of

LIVES_KEPT = 20_000
Row = dict[str, Any]


def with_later_doses(
    found: pl.DataFrame, population: Population, on: date, rulebook: Rulebook
) -> pl.DataFrame:
    """The rows of `eligible`, each followed by one for every later dose of its person and series."""
    people = _people(population, found["resident_id"].unique())
    rows = [
        row | each
        for row in found.iter_rows(named=True)
        for each in _sheets(row, people[row["resident_id"]], on, rulebook)
    ]
    return pl.DataFrame(rows, schema=found.schema)


def _sheets(row: Row, person: Person, on: date, rulebook: Rulebook) -> Iterator[Row]:
    yield row
    for dose in _ahead(person, row["series"], on, rulebook):
        if dose.dose > row["dose"]:
            yield {
                "dose": dose.dose,
                "for_year": year_of(row["series"], dose.earliest_on, rulebook),
                "earliest_on": dose.earliest_on,
                "last_on": dose.last_on,
            }


@lru_cache(maxsize=LIVES_KEPT)
def _ahead(person: Person, series: str, on: date, rulebook: Rulebook) -> tuple[NextDose, ...]:
    """The same for all who were born on a day and have no doses yet."""
    return doses_ahead(person, series, on, rulebook)


def _people(population: Population, wanted: pl.Series) -> Mapping[int, Person]:
    """Residents by id as the judge asks, without their ids."""
    own = pl.col("resident_id").is_in(wanted.implode())
    doses, facts, diseases = (
        _by_person(frame.filter(own))
        for frame in (population.doses, population.facts, population.diseases)
    )
    return {
        row["resident_id"]: Person(
            id="",
            born_on=row["born_on"],
            sex=row["sex"],
            doses=tuple(map(_dose, doses.get(row["resident_id"], ()))),
            diseases=tuple(Disease(**each) for each in diseases.get(row["resident_id"], ())),
            facts=tuple(Fact(**each) for each in facts.get(row["resident_id"], ())),
        )
        for row in population.residents.filter(own).iter_rows(named=True)
    }


def _by_person(frame: pl.DataFrame) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row.pop("resident_id"), []).append(row)
    return found


def _dose(row: Row) -> Dose:
    return Dose(id=str(row.pop("dose_id")), **row)
