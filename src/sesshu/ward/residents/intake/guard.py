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
    marked = news.with_columns(
        _marked=pl.col("protection").is_not_null().any().over("atena_number")
    )
    homes = _guarded_homes(marked)
    lives_with = pl.col("household_number").is_in(homes).fill_null(value=False)
    now = (
        pl.col("is_guarded").fill_null(value=False) | pl.col("_marked") | lives_with
    ).any().over("atena_number")  # fmt: skip
    guarded = marked.with_columns(now_guarded=now)
    newly = guarded.filter("now_guarded", ~pl.col("is_guarded"))
    for resident in newly["resident_id"].unique():
        shelter(resident)
    return guarded.with_columns(is_guarded="now_guarded").drop("now_guarded", "_marked")


def shelter(resident: int) -> None:
    """Move every contact of a resident behind the wall."""
    bulk.execute("SELECT shelter_resident(%s)", [resident])


def shelter_households(changes: pl.DataFrame) -> None:
    """Shelter everybody else who is registered in the household of somebody protected."""
    homes = changes.filter("is_guarded")["household_number"].drop_nulls().unique().to_list()
    for resident in unguarded_members(homes) if homes else ():
        shelter(resident)


def _guarded_homes(news: pl.DataFrame) -> list[str]:
    """Households of these rows with somebody protected in them, in the rows or known before."""
    numbers = news["household_number"].drop_nulls().unique().to_list()
    marked = news.filter(pl.col("_marked"))["household_number"].drop_nulls().unique().to_list()
    return sorted({*marked, *guarded_households(numbers)})
