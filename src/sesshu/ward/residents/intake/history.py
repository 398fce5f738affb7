"""New people and new states, written by COPY."""

import polars as pl

from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.intake.source import Source
from sesshu.wire.residents.layout import COLUMN_NAMES, CONTACT_COLUMNS

_ELSEWHERE = {
    "atena_number",
    "protection",
    "protection_from",
    "protection_until",
    "protection_scope",
}
_OF_A_STATE = [name for name in COLUMN_NAMES if name not in _ELSEWHERE]
_ADDED_BY_US = ["resident_id", "valid_from", "recorded_at", "registry_file_id", "fingerprint"]


def with_residents(news: pl.DataFrame) -> pl.DataFrame:
    """The rows with the id of every person; people who are new are added first."""
    unknown = news.filter(pl.col("resident_id").is_null())
    people = (
        unknown.select("atena_number", "is_guarded").unique("atena_number").sort("atena_number")
    )
    if people.is_empty():
        return news
    before = bulk.last_id("resident")
    bulk.add("resident", people)
    ids = bulk.ids("SELECT id FROM resident WHERE id > %s ORDER BY atena_number", [before])
    added = people.select("atena_number", new_id=pl.Series(ids))
    both = news.join(added, on="atena_number", how="left", maintain_order="left")
    return both.with_columns(resident_id=pl.coalesce("resident_id", "new_id")).drop("new_id")


def add(news: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Add a state for each row; the rows with the id of their state.

    A contact of a protected person goes behind the wall and nowhere else.
    """
    states = _states(news, source).sort("line_number")
    guarded, before = pl.col("is_guarded"), bulk.last_id("resident_version")
    open_contacts = [pl.when(~guarded).then(name).alias(name) for name in CONTACT_COLUMNS]
    bulk.add(
        "resident_version",
        states.with_columns(open_contacts).select(*_ADDED_BY_US, *_OF_A_STATE),
    )
    written = bulk.ids(_WRITTEN, [before, source.registry_file])
    changes = states.with_columns(version_id=pl.Series(written))
    bulk.add("guarded_contact", changes.filter(guarded).select("version_id", *CONTACT_COLUMNS))
    bulk.add("guarded_protection", _protections(changes))
    return changes


# Rows of one file are recorded a microsecond apart, in the order of its lines.
_WRITTEN = """
SELECT id FROM resident_version WHERE id > %s AND registry_file_id = %s ORDER BY recorded_at
"""


def _states(news: pl.DataFrame, source: Source) -> pl.DataFrame:
    recorded = pl.lit(source.recorded_from) + pl.duration(microseconds="line_number")
    return news.with_columns(
        valid_from="transaction_on",
        recorded_at=recorded,
        registry_file_id=pl.lit(source.registry_file),
        processed_at=_in_utc(pl.col("processed_at")),
    )


def _protections(changes: pl.DataFrame) -> pl.DataFrame:
    """What the register says about protection, for the guarded zone alone."""
    return changes.filter(pl.col("protection").is_not_null()).select(
        "resident_id",
        "registry_file_id",
        is_in_force=pl.lit(value=True),
        kind="protection",
        protected_from="protection_from",
        protected_until="protection_until",
        scope="protection_scope",
        entered_at="recorded_at",
    )


def _in_utc(tokyo: pl.Expr) -> pl.Expr:
    """Local times of the register as instants; those a clock change made doubtful are the earlier ones."""
    local = tokyo.dt.replace_time_zone("Asia/Tokyo", ambiguous="earliest", non_existent="null")
    return local.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
