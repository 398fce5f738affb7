"""Rows of the resident file from columns of NumPy."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from sesshu.outside.registry.columns import Days
from sesshu.wire.residents.frame import SCHEMA

_DEFAULTS = {"is_revoked": False, "birth_certainty": "0", "status": "1", "is_foreign": False}
_DEFAULTS |= {"is_outside_register": False}
CLOSING_TIME = timedelta(hours=17, minutes=15)


def days(values: Days) -> pl.Series:
    """Days since 1970 as dates."""
    return pl.Series(values.astype(np.int32), dtype=pl.Int32).cast(pl.Date)


def closing_of_books(on: date) -> datetime:
    """When the register enters what happened on a day."""
    return datetime.combine(on, time()) + CLOSING_TIME


def rows(columns: Mapping[str, object]) -> pl.DataFrame:
    """A frame with every column of the layout; what is not given is empty or as for a usual resident.

    The register closes its books on the evening of the day of the transaction.
    """
    given = pl.DataFrame({name: _column(values) for name, values in columns.items()})
    missing = {name: _DEFAULTS.get(name) for name in SCHEMA if name not in columns}
    frame = given.with_columns(pl.lit(value).alias(name) for name, value in missing.items())
    closed = pl.col("transaction_on").cast(pl.Datetime("us")) + CLOSING_TIME
    return frame.with_columns(notified_on="transaction_on", processed_at=closed).select(
        pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()
    )


def _column(values: object) -> object:
    if isinstance(values, np.ndarray) and values.dtype == object:
        return pl.Series([value or None for value in values], dtype=pl.String)
    return values
