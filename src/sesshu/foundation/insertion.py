"""A row of which a role may give some columns only; triggers fill the others."""

from collections.abc import Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql


def insert(table: str, values: Mapping[str, Any], using: str = DEFAULT_DB_ALIAS) -> None:
    """Add a row. Raises IntegrityError."""
    with connections[using].cursor() as cursor:
        cursor.execute(_statement(table, values), list(values.values()))


def inserted(
    table: str, values: Mapping[str, Any], key: str = "id", using: str = DEFAULT_DB_ALIAS
) -> int:
    """Add a row; its key, which the role may read. Raises IntegrityError."""
    statement = _statement(table, values) + sql.SQL(" RETURNING {}").format(sql.Identifier(key))
    with connections[using].cursor() as cursor:
        cursor.execute(statement, list(values.values()))
        return int(cursor.fetchone()[0])


def _statement(table: str, values: Mapping[str, Any]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join([sql.Placeholder()] * len(values)),
    )
