"""Types of the columns of the resident file as a Polars frame."""

import polars as pl

from sesshu.wire.residents.layout import COLUMNS, Kind

_TYPES: dict[Kind, pl.DataType] = {
    Kind.DAY: pl.Date(),
    Kind.INSTANT: pl.Datetime("us"),
    Kind.COUNT: pl.Int64(),
    Kind.FLAG: pl.Boolean(),
}

SCHEMA: dict[str, pl.DataType] = {
    column.name: _TYPES.get(column.kind, pl.String()) for column in COLUMNS
}
