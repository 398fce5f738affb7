"""Pregnancies of a stretch of residents as jobs and the sweep read them."""

from datetime import date

import polars as pl

from sesshu.schedule.sweep.population import FACTS
from sesshu.schedule.tracks import LENGTH_OF_PREGNANCY, PREGNANCY
from sesshu.schedule.types import Rulebook
from sesshu.ward.pregnancies.rules import asks_for_pregnancy
from sesshu.ward.records.jobs.population import copied, of_people

STANDING = of_people(
    """
SELECT person_id AS resident_id, id AS pregnancy_id, due_on, ended_on FROM {rows} told
WHERE NOT is_mistake
""",
    "pregnancy_now",
)
COLUMNS = {
    "resident_id": pl.Int64,
    "pregnancy_id": pl.Int64,
    "due_on": pl.Date,
    "ended_on": pl.Date,
}


def pregnancies_between(first: int, last: int) -> pl.DataFrame:
    """`resident_id`, `pregnancy_id`, `due_on`, `ended_on` of every pregnancy that was no mistake."""
    return copied(STANDING, COLUMNS, first, last)


def facts_of(pregnancies: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    """The same as facts of these residents, for the sweep."""
    known = pregnancies.join(residents.select("resident_id"), on="resident_id", how="semi")
    return known.select(
        "resident_id",
        pl.lit(PREGNANCY).alias("kind"),
        (pl.col("due_on") - LENGTH_OF_PREGNANCY).alias("from_on"),
        pl.col("ended_on").alias("until_on"),
        "due_on",
    ).select(FACTS.keys())


def with_pregnancies(
    found: pl.DataFrame, pregnancies: pl.DataFrame, on: date, rulebook: Rulebook
) -> pl.DataFrame:
    """Rows of doses that open, with `pregnancy_id` where their series is given in each pregnancy.

    Of the pregnancies that go on by the first day of the dose it is the one due first.
    """
    asking = [code for code in rulebook.series if asks_for_pregnancy(code, rulebook)]
    going_on = pregnancies.filter(pl.col("ended_on").is_null()).sort("due_on")
    rows = found.with_row_index("at")
    due = rows.filter(pl.col("series").is_in(asking)).join(going_on, on="resident_id")
    due = due.filter(pl.col("due_on") >= pl.max_horizontal("earliest_on", pl.lit(on)))
    own = due.sort("due_on").unique("at", keep="first").select("at", "pregnancy_id")
    return rows.join(own, on="at", how="left", maintain_order="left").drop("at")
