"""Rows of the media ledger: only the columns that a role may give; triggers fill the others."""

from collections.abc import Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from sesshu.foundation.media.situations import refusals_named


def insert(table: str, values: Mapping[str, Any], key: str = "id") -> int:
    """Add a row; its key. Raises NotTakenOut."""
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join([sql.Placeholder()] * len(values)),
        sql.Identifier(key),
    )
    with refusals_named(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement, list(values.values()))
        return int(cursor.fetchone()[0])
