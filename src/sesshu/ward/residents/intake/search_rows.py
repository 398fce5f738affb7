"""The projection residents are found by: their newest state, with its keys."""

import polars as pl

from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.keys import home_key, name_keys

_NAMES = ("name", "alias", "alphabet_name", "foreign_name_kanji", "former_family_name")
_READINGS = ("name_kana", "alias_kana", "foreign_name_kana")
_NAME_KEYS = ("kana_keys", "name_keys", "grams")
_COPIED = (
    "resident_id",
    "version_id",
    "fingerprint",
    "update_number",
    "household_number",
    "birth_on",
)
_CHANGED = (*_COPIED[1:], "phone", "address_key", *_NAME_KEYS)
_STAGE = "CREATE TEMP TABLE renewed (LIKE resident_search) ON COMMIT DROP"
_CHANGE = """
UPDATE resident_search s SET {values} FROM renewed n WHERE s.resident_id = n.resident_id
""".format(values=", ".join(f"{name} = n.{name}" for name in _CHANGED))


def keys_of(rows: pl.DataFrame, home: str) -> pl.DataFrame:
    """By `line_number`: what the people of these rows are found by; needs no database."""
    names = [
        name_keys(row[: len(_NAMES)], row[len(_NAMES) :])
        for row in rows.select(*_NAMES, *_READINGS).iter_rows()
    ]
    columns = zip(*names, strict=True) if names else ((), (), ())
    return rows.select("line_number").with_columns(
        _homes(rows, home),
        *(
            pl.Series(name, column, dtype=pl.String)
            for name, column in zip(_NAME_KEYS, columns, strict=True)
        ),
    )


def renew(changes: pl.DataFrame, keys: pl.DataFrame) -> None:
    """Let everybody in these rows be found by the last of their states."""
    newest = changes.sort("update_number", "line_number").unique("resident_id", keep="last")
    rows = _search_rows(newest.join(keys, on="line_number", maintain_order="left"))
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
    return newest.select(
        *_COPIED,
        *_NAME_KEYS,
        phone=pl.when(open_contact).then("phone"),
        address_key=pl.when(open_contact).then("address_key"),
    )


def _homes(rows: pl.DataFrame, home: str) -> pl.Series:
    """Families share an address: each is read once."""
    distinct = rows.select("address", "building").unique()
    read = [home_key(street, flat, home) for street, flat in distinct.iter_rows()]
    homes = distinct.with_columns(pl.Series("address_key", read, dtype=pl.String))
    joined = rows.select("address", "building").join(
        homes, on=["address", "building"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["address_key"]
