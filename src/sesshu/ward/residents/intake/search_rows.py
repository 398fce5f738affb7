"""The projection residents are found by: their newest state, with its keys."""

import polars as pl

from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.intake.search_keys import NAME_KEYS

_COPIED = (
    "resident_id",
    "version_id",
    "fingerprint",
    "update_number",
    "household_number",
    "birth_on",
)
_CHANGED = (*_COPIED[1:], "phone", "address_key", *NAME_KEYS)
_STAGE = "CREATE TEMP TABLE renewed (LIKE resident_search) ON COMMIT DROP"
_CHANGE = """
UPDATE resident_search s SET {values} FROM renewed n WHERE s.resident_id = n.resident_id
""".format(values=", ".join(f"{name} = n.{name}" for name in _CHANGED))


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
        *NAME_KEYS,
        phone=pl.when(open_contact).then("phone"),
        address_key=pl.when(open_contact).then("address_key"),
    )
