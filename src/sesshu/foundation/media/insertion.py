"""Rows of the media ledger: what PostgreSQL refuses is named in words of the office."""

from collections.abc import Mapping
from typing import Any

from sesshu.foundation.insertion import inserted
from sesshu.foundation.media.situations import refusals_named


def insert(table: str, values: Mapping[str, Any], key: str = "id") -> int:
    """Add a row; its key. Raises NotTakenOut."""
    with refusals_named():
        return inserted(table, values, key)
