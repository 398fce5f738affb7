"""What another release does to a population: the same answers as `comparison.affected`, as columns."""

from datetime import date

import polars as pl

from sesshu.kernel.outcomes import Status
from sesshu.schedule.comparison import Effect
from sesshu.schedule.sweep.answers import Answers
from sesshu.schedule.sweep.population import Population
from sesshu.schedule.sweep.run import sweep
from sesshu.schedule.types import Rulebook

STANDING = ("status", "next_dose", "earliest_on", "last_on", "standard_from", "standard_until")
DOSE = ("legal", "counts", "error", "counts_as")
KIND = pl.Enum([str(effect) for effect in Effect])


def effects(population: Population, on: date, old: Rulebook, new: Rulebook) -> pl.DataFrame:
    """A row for each resident and series that the two releases answer otherwise.

    Columns: `resident_id`, `series`, `effect`, then `before_` and `after_` each column of STANDING, empty
    where a dose is judged anew. Raises UnfitFrame.
    """
    was, becomes = sweep(population, on, old), sweep(population, on, new)
    residents = population.residents.select("resident_id")
    nowhere = _nowhere(len(residents))
    parts = [
        _of_series(
            code,
            residents,
            was.standings.get(code, nowhere),
            becomes.standings.get(code, nowhere),
        )
        for code in dict.fromkeys([*was.standings, *becomes.standings])
    ]
    return pl.concat([*parts, _judged_anew(population, was, becomes)], how="diagonal_relaxed")


def _nowhere(people: int) -> pl.DataFrame:
    """The standings in a series that a release does not know."""
    empty = [pl.lit(None, pl.UInt8).alias("next_dose")]
    empty += [pl.lit(None, pl.Date).alias(name) for name in STANDING[2:]]
    status = pl.repeat(str(Status.NOT_ELIGIBLE), people, eager=True).alias("status")
    return pl.DataFrame(status).with_columns(empty)


def _of_series(
    code: str, residents: pl.DataFrame, was: pl.DataFrame, becomes: pl.DataFrame
) -> pl.DataFrame:
    sides = [was.select(_plain("before")), becomes.select(_plain("after"))]
    both = pl.concat([residents, *sides], how="horizontal")
    differs = [pl.col(f"before_{name}").ne_missing(pl.col(f"after_{name}")) for name in STANDING]
    opened, opens = (pl.col(f"{when}_next_dose").is_not_null() for when in ("before", "after"))
    effect = (
        pl.when(opened & opens)
        .then(pl.lit(str(Effect.MOVED)))
        .when(opened)
        .then(pl.lit(str(Effect.LOSES)))
        .when(opens)
        .then(pl.lit(str(Effect.GAINS)))
        .otherwise(pl.lit(str(Effect.RESTATED)))
    )
    named = [pl.lit(code).alias("series"), effect.cast(KIND).alias("effect")]
    return both.filter(pl.any_horizontal(differs)).with_columns(named)


def _plain(when: str) -> list[pl.Expr]:
    """The columns of a standing, words as text: two releases need not share their lists of words."""
    status = pl.col("status").cast(pl.String).alias(f"{when}_status")
    return [status, *(pl.col(name).alias(f"{when}_{name}") for name in STANDING[1:])]


def _judged_anew(population: Population, was: Answers, becomes: Answers) -> pl.DataFrame:
    keys = ["resident_id", "dose_id"]
    both = _doses(was).join(_doses(becomes), on=keys, suffix="_after")
    differs = [pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in DOSE]
    named = population.doses.select(*keys, "series")
    return (
        both.filter(pl.any_horizontal(differs))
        .join(named, on=keys)
        .select("resident_id", "series", pl.lit(str(Effect.JUDGED_ANEW), KIND).alias("effect"))
        .unique(maintain_order=True)
    )


def _doses(answers: Answers) -> pl.DataFrame:
    """The answers about each dose in one row, the places it counts in as one text."""
    keys = ["resident_id", "dose_id"]
    place = pl.concat_str(
        [pl.col(name).cast(pl.String) for name in ("course", "antigens", "dose", "phase")],
        separator="/",
    )
    places = (
        answers.counts_as.select(*keys, place.alias("counts_as"))
        .group_by(keys)
        .agg(pl.col("counts_as").sort().str.join(";"))
    )
    return answers.doses.select(*keys, "legal", "counts", "error").join(places, on=keys, how="left")
