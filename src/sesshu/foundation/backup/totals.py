"""Control totals: how many rows each table of a schema holds, so that a restore can be compared."""

import psycopg
from psycopg import sql

from sesshu.foundation.walls import Place


def rows_per_table(connection: psycopg.Connection, place: Place) -> dict[str, int]:
    """Table -> number of rows, as the connection's snapshot sees them; run as the schema's owner."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", [place.schema]
    ).fetchall()
    return {table: _rows(connection, place, table) for (table,) in tables}


def _rows(connection: psycopg.Connection, place: Place, table: str) -> int:
    counted = connection.execute(
        sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(place.schema, table))
    ).fetchone()
    return int(counted[0]) if counted else 0
