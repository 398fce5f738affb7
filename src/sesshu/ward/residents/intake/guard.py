"""Who is protected: those the register marks, and all who live with them (number-linkage §5.5 D1, D2, D9).

A mark is only ever added here. That a later row carries none ends nothing: a person has to end it.
"""

import polars as pl

from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.intake.known import guarded_households, unguarded_members


def decided(news: pl.DataFrame) -> pl.DataFrame:
    """The rows with `is_guarded` as it has to be before any of them is written.

    People who were known and become protected now are sheltered at once, with all they had before.
    """
    marked = _rows_of(news, pl.col("protection").is_not_null())
    at_home = pl.col("household_number").is_in(_guarded_homes(news, marked))
    guarded = _rows_of(news, pl.col("is_guarded") | marked | at_home)
    for resident in news.filter(guarded & ~pl.col("is_guarded"))["resident_id"].unique():
        shelter(resident)
    return news.with_columns(is_guarded=guarded)


def shelter(resident: int) -> None:
    """Move every contact of a resident behind the wall."""
    bulk.execute("SELECT shelter_resident(%s)", [resident])


def shelter_households(changes: pl.DataFrame) -> None:
    """Shelter everybody else who is registered in the household of somebody protected."""
    homes = changes.filter("is_guarded")["household_number"].drop_nulls().unique().to_list()
    for resident in unguarded_members(homes) if homes else ():
        shelter(resident)


def _rows_of(news: pl.DataFrame, is_so: pl.Expr) -> pl.Series:
    """Whether a row is about somebody of whom this is so in any row."""
    people = news.filter(is_so)["atena_number"].unique()
    return news["atena_number"].is_in(people.implode())


def _guarded_homes(news: pl.DataFrame, marked: pl.Series) -> list[str]:
    """Households with somebody protected in them, in the rows or known before."""
    homes = news.filter(marked)["household_number"].drop_nulls().unique().to_list()
    return sorted({*homes, *guarded_households()})
