"""What the people of some rows are found by; needs no database.

Nearly all have one name of two simple pieces with one reading of two: their keys are put together
column by column from the few thousand pieces there are. Everybody else's are made one by one.
"""

import polars as pl

from sesshu.ward.residents.keys import (
    READING,
    WRITTEN,
    home_key,
    name_keys,
    piece_of_name,
)

NAME_KEYS = ("kana_keys", "name_keys", "grams")
_NAMES = ("name", "alias", "alphabet_name", "foreign_name_kanji", "former_family_name")
_READINGS = ("name_kana", "alias_kana", "foreign_name_kana")
_MORE_NAMES = (*_NAMES[1:], *_READINGS[1:])
_BLANK = "\u3000"
_PIECE = {"key": pl.String, "words": pl.String, "grams": pl.String}


def keys_of(rows: pl.DataFrame, home: str) -> pl.DataFrame:
    """By `line_number`: the keys of names, readings and address."""
    heard, seen = _of_two_pieces(rows["name_kana"], READING), _of_two_pieces(rows["name"], WRITTEN)
    together = pl.DataFrame(
        {
            "kana_keys": heard["words"],
            "name_keys": seen["words"],
            "grams": heard["grams"] + "," + seen["grams"],
        }
    )
    has_more = rows.select(pl.any_horizontal(pl.col(_MORE_NAMES).is_not_null())).to_series()
    keys = together.select(
        pl.when(~has_more & pl.col("grams").is_not_null())
        .then("{" + pl.col(name) + "}")
        .alias(name)
        for name in NAME_KEYS
    )
    return rows.select("line_number").with_columns(
        _homes(rows, home), *_with_those_one_by_one(rows, keys)
    )


def _of_two_pieces(names: pl.Series, mark: str) -> pl.DataFrame:
    """Words and grams of names of two simple pieces, as `keys.name_keys` makes them; null for others."""
    pieces = names.str.split(_BLANK)
    two = pieces.list.len() == 2
    first, second = (_pieces(pieces.list.get(at, null_on_oob=True), mark) for at in (0, 1))
    joint = first["key"].str.tail(1) + second["key"].str.head(1)
    both = pl.DataFrame(
        {
            "words": first["words"]
            + ","
            + second["words"]
            + ',"'
            + first["key"]
            + second["key"]
            + '"',
            "grams": first["grams"] + "," + second["grams"] + f',"{mark}' + joint + '"',
        }
    )
    return both.select(pl.when(two).then(pl.all()))


def _pieces(pieces: pl.Series, mark: str) -> pl.DataFrame:
    """The keys of each piece; nulls where they are not simple."""
    distinct = pieces.drop_nulls().unique()
    found = [piece_of_name(mark, piece) or (None, None, None) for piece in distinct]
    known = pl.DataFrame(found, schema=_PIECE, orient="row").with_columns(piece=distinct)
    return pl.DataFrame({"piece": pieces}).join(
        known, on="piece", how="left", maintain_order="left"
    )


def _with_those_one_by_one(rows: pl.DataFrame, keys: pl.DataFrame) -> list[pl.Series]:
    """The columns of `keys`, with the names filled in that are not as most are."""
    missing = keys["grams"].is_null()
    asked = rows.filter(missing).select(*_NAMES, *_READINGS)
    made = [name_keys(row[: len(_NAMES)], row[len(_NAMES) :]) for row in asked.iter_rows()]
    places = missing.arg_true()
    columns = zip(*made, strict=True) if made else ((), (), ())
    return [
        keys[name].scatter(places, pl.Series(column, dtype=pl.String))
        for name, column in zip(NAME_KEYS, columns, strict=True)
    ]


def _homes(rows: pl.DataFrame, home: str) -> pl.Series:
    """Families share an address: each is read once."""
    distinct = rows.select("address", "building").unique()
    read = [home_key(street, flat, home) for street, flat in distinct.iter_rows()]
    homes = distinct.with_columns(pl.Series("address_key", read, dtype=pl.String))
    joined = rows.select("address", "building").join(
        homes, on=["address", "building"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["address_key"]
