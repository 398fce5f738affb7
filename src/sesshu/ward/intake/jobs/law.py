"""What the rulebook says of the doses of many rows at once, beside the doses that stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from sesshu.kernel.outcomes import Counts, ErrorClass, Legal
from sesshu.schedule.sweep import Answers, Population, sweep
from sesshu.schedule.sweep.population import DOSES, FACTS, RESIDENTS
from sesshu.schedule.tracks import LENGTH_OF_PREGNANCY, PREGNANCY
from sesshu.schedule.types import Rulebook
from sesshu.ward.circumstances.jobs.population import with_circumstances
from sesshu.ward.intake.subjects import Known
from sesshu.ward.records.jobs.population import copied_rows
from sesshu.ward.records.subject import FEMALE
from sesshu.wire.clinic_files.form import Form

ROWS_FROM = 1 << 40
"""Ids of rows as doses begin here, behind those of every dose on record."""
_STANDING = """
SELECT n.resident_id, d.id AS dose_id, d.series, d.product, d.given_on, d.volume_ml, d.route, d.expires_on,
       d.decision
FROM number_of_person n JOIN current_dose c ON c.resident_id = n.number_id JOIN dose d ON d.id = c.dose_id
WHERE n.resident_id = ANY (%s) AND d.outcome = 'given'
"""


@dataclass(frozen=True, slots=True)
class RowDose:
    """A row about a resident that tells of a dose."""

    row_id: int
    resident: Known
    form: Form


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict about one row."""

    legal: Legal
    counts: Counts
    error: ErrorClass | None
    dose_number: int | None
    reasons: tuple[str, ...]

    @property
    def stops(self) -> bool:
        """Whether it may be recorded only as given, with a reason."""
        return self.error is not None or self.counts is not Counts.YES


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts by row, and the standard period of each resident's next dose of a series before the rows."""

    verdicts: Mapping[int, Said]
    standard: Mapping[tuple[int, str], tuple[date | None, date | None]]


def judge_rows(doses: Sequence[RowDose], month: date, on: date, rulebook: Rulebook) -> Judged:
    """Judge every row beside the doses that stand and the other rows, as of a day.

    Standard periods are those of the first day of the month in which the doses were given: a file may come
    when they are over.
    """
    if not doses:
        return Judged({}, {})
    known = {dose.form.series for dose in doses} & set(rulebook.series)
    residents = _residents(doses)
    standing = _standing(residents["resident_id"].to_list())
    everything = pl.concat([standing, _rows(doses)])
    population = _with_circumstances(residents, everything, doses)
    before = replace(population, doses=standing)
    answers = sweep(population, on, rulebook)
    return Judged(_verdicts(answers), _standard(before, sweep(before, month, rulebook, known)))


def verdicts_of(doses: Sequence[RowDose], on: date, rulebook: Rulebook) -> Mapping[int, Said]:
    """The verdicts alone."""
    if not doses:
        return {}
    residents = _residents(doses)
    everything = pl.concat([_standing(residents["resident_id"].to_list()), _rows(doses)])
    population = _with_circumstances(residents, everything, doses)
    return _verdicts(sweep(population, on, rulebook))


def _with_circumstances(
    residents: pl.DataFrame, everything: pl.DataFrame, doses: Iterable[RowDose]
) -> Population:
    told = Population(residents=residents, doses=everything, facts=_facts(doses))
    return with_circumstances(told)


def _residents(doses: Iterable[RowDose]) -> pl.DataFrame:
    people = {dose.resident.id: dose.resident for dose in doses}.values()
    rows = [
        (each.id, each.born_on, "F" if each.sex == FEMALE else "M", each.died_on) for each in people
    ]
    return _frame(rows, RESIDENTS)


def _rows(doses: Iterable[RowDose]) -> pl.DataFrame:
    rows = [
        (
            dose.resident.id,
            ROWS_FROM + dose.row_id,
            dose.form.series,
            dose.form.product,
            dose.form.given_on,
            None if dose.form.volume_ml is None else float(dose.form.volume_ml),
            dose.form.route,
            dose.form.expires_on,
            None,
        )
        for dose in doses
    ]
    return _frame(rows, DOSES)


def _facts(doses: Iterable[RowDose]) -> pl.DataFrame:
    """A due date on a form tells of a pregnancy."""
    rows = {
        (dose.resident.id, PREGNANCY, due - LENGTH_OF_PREGNANCY, None, due)
        for dose in doses
        if (due := dose.form.due_on) is not None
    }
    return _frame(sorted(rows), FACTS)


def _standing(residents: list[int]) -> pl.DataFrame:
    """The doses that stand of some residents."""
    return copied_rows(_STANDING, DOSES, [residents])


def _verdicts(answers: Answers) -> dict[int, Said]:
    numbers = answers.counts_as.group_by("dose_id").agg(pl.col("dose").min())
    rows = answers.doses.filter(pl.col("dose_id") >= ROWS_FROM).join(
        numbers, on="dose_id", how="left"
    )
    return {
        row["dose_id"] - ROWS_FROM: Said(
            Legal(row["legal"]),
            Counts(row["counts"]),
            None if row["error"] is None else ErrorClass(row["error"]),
            row["dose"],
            tuple(row["reasons"].split()),
        )
        for row in rows.iter_rows(named=True)
    }


def _standard(
    before: Population, answers: Answers
) -> dict[tuple[int, str], tuple[date | None, date | None]]:
    numbers = before.residents["resident_id"]
    found: dict[tuple[int, str], tuple[date | None, date | None]] = {}
    for series, frame in answers.standings.items():
        own = frame.select("standard_from", "standard_until").with_columns(number=numbers)
        told = own.filter(
            pl.any_horizontal(pl.col("standard_from", "standard_until").is_not_null())
        )
        for row in told.iter_rows(named=True):
            found[row["number"], series] = (row["standard_from"], row["standard_until"])
    return found


def _frame(rows: Sequence[tuple[Any, ...]], columns: Mapping[str, Any]) -> pl.DataFrame:
    schema = {name: kind or pl.Int64 for name, kind in columns.items()}
    return pl.DataFrame(rows, schema=schema, orient="row")
