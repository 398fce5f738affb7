"""The projection residents are found by: their newest state, with its keys."""

import polars as pl

from sesshu.foundation.walls import current_place
from sesshu.ward.residents.home import home_of
from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.keys import home_key, name_keys

_COPIED = (
    "resident_id",
    "version_id",
    "fingerprint",
    "update_number",
    "household_number",
    "birth_on",
)
_KEYS = ("phone", "address_key", "kana_keys", "name_keys", "grams")
_STAGE = """
CREATE TEMP TABLE renewed (LIKE resident_search) ON COMMIT DROP
"""
_CHANGE = """
UPDATE resident_search s SET {values} FROM renewed n WHERE s.resident_id = n.resident_id
""".format(
    values=", ".join(f"{name} = n.{name}" for name in (*_COPIED[1:], *_KEYS))
)


def renew(changes: pl.DataFrame) -> None:
    """Let everybody in these rows be found by the last of their states."""
    newest = changes.unique("resident_id", keep="last", maintain_order=True)
    rows = _search_rows(newest)
    is_new = newest["known_fingerprint"].is_null()
    bulk.add("resident_search", rows.filter(is_new))
    known = rows.filter(~is_new)
    if known.height:
        bulk.execute(_STAGE)
        bulk.add("renewed", known)
        bulk.execute(_CHANGE)
        bulk.execute("DROP TABLE renewed")


def _search_rows(newest: pl.DataFrame) -> pl.DataFrame:
    open_contact = ~pl.col("is_guarded")
    keys = pl.DataFrame(
        [_names_of(row) for row in newest.select(_OF_NAMES).iter_rows()],
        schema=dict.fromkeys(("kana_keys", "name_keys", "grams"), pl.String),
        orient="row",
    )
    return newest.select(
        *_COPIED,
        phone=pl.when(open_contact).then("phone"),
        address_key=pl.when(open_contact).then(_homes(newest)),
    ).hstack(keys)


_OF_NAMES = (
    "name",
    "alias",
    "alphabet_name",
    "foreign_name_kanji",
    "former_family_name",
    "name_kana",
    "alias_kana",
    "foreign_name_kana",
)
_READINGS_FROM = _OF_NAMES.index("name_kana")


def _names_of(row: tuple[str | None, ...]) -> tuple[str, str, str]:
    keys = name_keys(row[:_READINGS_FROM], row[_READINGS_FROM:])
    return _array(keys.readings), _array(keys.written), _array(keys.grams)


def _homes(newest: pl.DataFrame) -> pl.Series:
    """Families share an address, and a block of flats its street: each is read once."""
    home = home_of(current_place().municipality)
    distinct = newest.select("address", "building").unique()
    read = distinct.with_columns(
        pl.Series(
            "_home",
            [home_key(street, flat, home) for street, flat in distinct.iter_rows()],
            dtype=pl.String,
        )
    )
    joined = newest.join(
        read, on=["address", "building"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["_home"]


def _array(words: list[str]) -> str:
    """Words as PostgreSQL writes an array of text."""
    joined = '","'.join(words)
    if "\\" in joined or joined.count('"') > 2 * max(0, len(words) - 1):
        joined = '","'.join(word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return f'{{"{joined}"}}' if words else "{}"
