"""A ward of any size in a throw-away database: residents through the real import, doses by COPY.

A dose takes two people; eight million of them are laid down as they would stand after years of work, past the
triggers that ask for the two. Only a superuser of a database made for measuring can do that.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import psycopg
from psycopg import sql

from sesshu.foundation.acting import Actor
from sesshu.foundation.cluster import Cluster
from sesshu.foundation.runs import start
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place
from sesshu.outside.registry import Ward, deliver_population
from sesshu.schedule import load
from sesshu.ward.residents.jobs.import_file import KIND

ON = date(2026, 11, 23)
SEED = 131_121
RESIDENTS_AT_A_TIME = 50_000
# Series, product, age in days: eight of these twelve a person are eight million of a million people.
CALENDAR = (
    ("HBV", "HBV", 61),
    ("ROTA1", "RV1", 62),
    ("DPT-IPV-Hib", "DPT-IPV-Hib", 62),
    ("PCV", "PCV20", 62),
    ("HBV", "HBV", 92),
    ("ROTA1", "RV1", 93),
    ("DPT-IPV-Hib", "DPT-IPV-Hib", 93),
    ("PCV", "PCV20", 93),
    ("BCG", "BCG", 160),
    ("HBV", "HBV", 215),
    ("MR1", "MR", 370),
    ("VAR", "VAR", 370),
)
GIVEN = 0.69
RECORDED_AT = datetime(2026, 4, 1, tzinfo=UTC)


def take_in_residents(place: Place, residents: int, folder: Path) -> None:
    """The fictional ward of this size, through file, run and history like any other."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{place.municipality}-{residents}.csv"
    if not path.exists():
        deliver_population(Ward(place.municipality, residents, SEED, ON), path)
    start(Actor.system("bench.residents"), KIND, input=path, input_name=path.name)
    finish_all(place.municipality)


def lay_down_doses(cluster: Cluster, database: str, place: Place) -> int:
    """About eight doses for every resident who is old enough; how many they are."""
    with cluster.superuser_connection(database) as connection:
        connection.execute(
            sql.SQL("SET search_path = {}, extensions").format(sql.Identifier(place.schema))
        )
        connection.execute("SET session_replication_role = replica")
        laid = 0
        for people in _people(connection):
            laid += _lay_down(connection, people, laid)
        for table in ("proposal", "dose"):
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {laid + 1})"
            )
        connection.execute("VACUUM ANALYZE")
    return laid


def _people(connection: psycopg.Connection) -> Iterator[pl.DataFrame]:
    rows = connection.execute(
        "SELECT r.id, s.birth_on, r.is_guarded FROM resident r"
        " JOIN resident_search s ON s.resident_id = r.id ORDER BY r.id"
    ).fetchall()
    schema = {"resident_id": pl.Int64, "birth_on": pl.Date, "is_guarded": pl.Boolean}
    yield from pl.DataFrame(rows, schema=schema, orient="row").iter_slices(RESIDENTS_AT_A_TIME)


def _lay_down(connection: psycopg.Connection, people: pl.DataFrame, laid: int) -> int:
    doses = _doses(people).with_row_index("id", laid + 1)
    by = pl.col("is_guarded")
    _copy(connection, "proposal", _proposals(doses))
    _copy(connection, "dose", _rows(doses))
    _copy(connection, "current_dose", _standing(doses))
    _copy(connection, "dose_particulars", _whereabouts(doses.filter(~by)))
    _copy(connection, "guarded_dose", _whereabouts(doses.filter(by)))
    return doses.height


def _doses(people: pl.DataFrame) -> pl.DataFrame:
    """Who got what when: every person has their own part of the calendar, a few days late."""
    first = int(people["resident_id"][0])
    chance = np.random.default_rng([SEED, first])
    parts = []
    for series, product, age in CALENDAR:
        given = chance.random(people.height) < GIVEN
        late = pl.Series("late", chance.integers(0, 20, people.height))
        days = people.with_columns(
            given_on=pl.col("birth_on") + pl.duration(days=late + age),
            series=pl.lit(series),
            product=pl.lit(product),
        )
        parts.append(days.filter(pl.Series(given) & (pl.col("given_on") <= ON)))
    return pl.concat(parts).sort("resident_id", "given_on", "series")


def _proposals(doses: pl.DataFrame) -> pl.DataFrame:
    return doses.select(
        "id",
        kind=pl.lit("ward.dose_entry"),
        payload=pl.lit("{}"),
        payload_sha256=pl.lit("\\x00"),
        subjects=pl.concat_str(pl.lit("{"), "resident_id", pl.lit("}")),
        reason=pl.lit("予診票の入力"),
        proposed_by=pl.lit(1),
        proposed_by_name=pl.lit("入力担当"),
        proposed_at=pl.lit(RECORDED_AT),
        state=pl.lit("approved"),
        decided_by=pl.lit(2),
        decided_by_name=pl.lit("確認担当"),
        decided_at=pl.lit(RECORDED_AT),
        decided_sha256=pl.lit("\\x00"),
    )


def _rows(doses: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("given_on")
    return doses.select(
        "id",
        "resident_id",
        "series",
        "given_on",
        "product",
        proposal_id="id",
        particulars_of_id="id",
        is_cancelled=pl.lit(value=False),
        outcome=pl.lit("given"),
        fiscal_year=day.dt.year() - (day.dt.month() < 4).cast(pl.Int32),
        lot=pl.format("A{}", pl.col("id") % 900 + 100),
        volume_ml=pl.lit("0.500"),
        payment_excluded=pl.lit(value=False),
        desk=pl.lit("screening_form"),
        source=pl.lit("provider"),
        second_of_day=pl.lit(value=False),
        as_given=pl.lit(value=False),
        foreign_voucher=pl.lit(value=False),
        release=pl.lit(load.current().release),
        judged_on=day,
        legal=pl.lit("routine_a"),
        counts=pl.lit("yes"),
        dose_number=pl.lit(1),
        entered_by=pl.lit(1),
        entered_by_name=pl.lit("入力担当"),
        entered_at=pl.lit(RECORDED_AT),
        checked_by=pl.lit(2),
        checked_by_name=pl.lit("確認担当"),
        recorded_at=pl.lit(RECORDED_AT),
    )


def _standing(doses: pl.DataFrame) -> pl.DataFrame:
    return doses.select(
        "resident_id", "product", "given_on", dose_id="id", second_of_day=pl.lit(value=False)
    )


def _whereabouts(doses: pl.DataFrame) -> pl.DataFrame:
    return doses.select(
        "resident_id",
        proposal_id="id",
        salt=pl.lit("0"),
        provider_code=pl.format("13100{}", pl.col("id") % 90000 + 10000),
        provider_name=pl.format("第{}こどもクリニック", pl.col("id") % 300),
    )


def _copy(connection: psycopg.Connection, table: str, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    statement = f"COPY {table} ({', '.join(rows.columns)}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(rows.write_csv(include_header=False, datetime_format="%Y-%m-%d %H:%M:%S+00"))
