"""Whole columns in and out of PostgreSQL by COPY."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.db import connections

JOBS = "jobs"
_ROWS_AT_A_TIME = 5_000  # PostgreSQL works on one part while the next is being written
_LAST_ID = "SELECT coalesce(max(id), 0) FROM {}"
_IN_UTC = "%Y-%m-%d %H:%M:%S%.6f+00"


def fetch(query: str, values: Sequence[Any], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows of a query as a frame with these columns."""
    with connections[JOBS].cursor() as cursor:
        statement = f"COPY ({query}) TO STDOUT (FORMAT csv)"
        with cursor.cursor.copy(statement, values) as copy:
            text = b"".join(copy)
    if not text:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(
        io.BytesIO(text), has_header=False, new_columns=[*schema], schema=dict(schema)
    )


def add(table: str, rows: pl.DataFrame) -> None:
    """Add rows to a table; the names of the frame's columns are those of the table's."""
    if rows.is_empty():
        return
    columns = ", ".join(rows.columns)
    statement = f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)"
    with connections[JOBS].cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for part in rows.iter_slices(_ROWS_AT_A_TIME):
            copy.write(part.write_csv(include_header=False, datetime_format=_IN_UTC))


def execute(statement: str, values: Sequence[Any] = ()) -> int:
    """Execute a statement; how many rows it touched."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def rows(query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def ids(query: str, values: Sequence[Any] = ()) -> list[int]:
    """The ids a query gives, in its order; handed over as one value, for there may be many."""
    return list(rows(f"SELECT ARRAY({query})", values)[0][0])


def last_id(table: str) -> int:
    """The highest id given in a table; 0 for an empty one."""
    return int(rows(_LAST_ID.format(table))[0][0])
