"""Slips of the counter in a delivered file: rows whose reading or postal code cannot stand."""

import polars as pl

_CUT_SHORT = pl.col("postal_code").str.slice(0, 5)


def with_slips(rows: pl.DataFrame, slips: int) -> pl.DataFrame:
    """The same rows, the first ``slips`` of them spoilt in turn: no reading, a postal code cut short.

    A row without a postal code loses its reading instead, so that every slip is one.
    """
    place = pl.int_range(pl.len())
    spoilt = place < slips
    cut = spoilt & (place % 2 == 1) & pl.col("postal_code").is_not_null()
    return rows.with_columns(
        name_kana=pl.when(spoilt & ~cut).then(None).otherwise(pl.col("name_kana")),
        postal_code=pl.when(cut).then(_CUT_SHORT).otherwise(pl.col("postal_code")),
    )
