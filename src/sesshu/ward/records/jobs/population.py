"""The ward's residents and their doses as the sweep reads them, a stretch of ids at a time."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connections

from sesshu.schedule.sweep.population import DOSES, RESIDENTS, Population

JOBS = "jobs"


def of_people(query: str, table: str) -> str:
    """The query with ``{rows}`` as the rows of a table and the `person_id` each counts for (ADR 53).

    It takes the ends of a stretch of people twice: for their own rows, and for those of their other 宛名.
    """
    return query.replace("{rows}", OF_PEOPLE).replace("{table}", table)


OF_PEOPLE = """(
    SELECT t.*, t.resident_id AS person_id FROM {table} t WHERE t.resident_id BETWEEN %s AND %s
      AND t.resident_id NOT IN (SELECT resident_id FROM counted_elsewhere)
    UNION ALL
    SELECT t.*, e.person_id FROM counted_elsewhere e JOIN {table} t ON t.resident_id = e.resident_id
    WHERE e.person_id BETWEEN %s AND %s
)"""
# Everybody once, by the latest version that was neither replaced nor revoked.
REGISTERED = """
SELECT DISTINCT ON (v.resident_id)
       v.resident_id, v.birth_on AS born_on, CASE v.sex WHEN '2' THEN 'F' ELSE 'M' END AS sex, v.died_on,
       v.sex AS registered_sex, v.status AS registered_status, v.postal_code, v.became_resident_on,
       r.is_guarded
FROM resident_timeline v JOIN resident r ON r.id = v.resident_id
WHERE v.resident_id BETWEEN %s AND %s AND v.superseded_at IS NULL AND NOT v.is_revoked
  AND v.resident_id NOT IN (SELECT resident_id FROM counted_elsewhere)
ORDER BY v.resident_id, v.valid_from DESC
"""
REGISTERED_COLUMNS = RESIDENTS | {
    "registered_sex": pl.String,
    "registered_status": pl.String,
    "postal_code": pl.String,
    "became_resident_on": pl.Date,
    "is_guarded": pl.String,
}
DOSES_THAT_STAND = of_people(
    """
SELECT c.person_id AS resident_id, d.id AS dose_id, d.series, d.product, d.given_on, d.volume_ml, d.route,
       d.expires_on, d.decision
FROM {rows} c JOIN dose d ON d.id = c.dose_id
WHERE d.outcome = 'given'
""",
    "current_dose",
)
STRETCHES = """
SELECT min(id), max(id), count(*) FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS stretch FROM resident
) numbered GROUP BY stretch ORDER BY stretch
"""


def stretches(size: int) -> list[tuple[int, int, int]]:
    """First id, last id and number of residents of stretches of about `size`."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(STRETCHES, [size])
        return list(cursor.fetchall())


def population_between(first: int, last: int) -> Population:
    """Residents of a stretch who live in the ward, with the doses that stand."""
    here = (pl.col("registered_status") == "1") & pl.col("died_on").is_null()
    residents = registered_between(first, last).filter(here).select(RESIDENTS.keys())
    return Population(residents=residents, doses=doses_of(residents, first, last))


def registered_between(first: int, last: int) -> pl.DataFrame:
    """Everybody of a stretch whom the register ever knew, with columns REGISTERED_COLUMNS; no contact."""
    found = copied(REGISTERED, REGISTERED_COLUMNS, first, last)
    return found.with_columns(pl.col("is_guarded") == "t")


def doses_of(residents: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """The doses that stand of these residents of a stretch."""
    doses = copied(DOSES_THAT_STAND, DOSES, first, last)
    return doses.join(residents.select("resident_id"), on="resident_id", how="semi")


def copied(query: str, columns: Mapping[str, Any], first: int, last: int) -> pl.DataFrame:
    """The rows of a query about a stretch by COPY."""
    return copied_rows(query, columns, [first, last] * (query.count("%s") // 2))


def copied_rows(
    query: str, columns: Mapping[str, Any], values: Sequence[Any] | Mapping[str, Any]
) -> pl.DataFrame:
    """The rows of a query by COPY: no object for each value."""
    schema = {name: kind or pl.Int64 for name, kind in columns.items()}
    statement = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
    with connections[JOBS].cursor() as cursor, cursor.cursor.copy(statement, values) as copy:
        text = BytesIO(b"".join(copy))
    return pl.read_csv(text, schema_overrides=schema)
