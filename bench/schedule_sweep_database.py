"""schedule.sweep.database: a whole ward read from its database, swept, and what is due written back."""

import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import psycopg

from bench.office import STATE, office
from bench.ward_at_scale import ON, lay_down_doses, take_in_residents
from sesshu.foundation.cluster import Cluster
from sesshu.schedule.load import current
from sesshu.schedule.sweep import Answers, Population, sweep
from sesshu.ward.records.jobs.population import population_between, stretches

RESIDENTS = 1_000_000
AT_A_TIME = 100_000
DATABASE = "bench_sweep"
DUE = """
CREATE SCHEMA sweep_bench;
CREATE TABLE sweep_bench.due (
    resident_id bigint, series text, status text, next_dose int,
    earliest_on date, last_on date, standard_from date, standard_until date
)
"""
COLUMNS = ("status", "next_dose", "earliest_on", "last_on", "standard_from", "standard_until")


def run(residents: int = RESIDENTS) -> list[dict[str, object]]:
    """Fill a ward, then read, sweep and write a stretch of residents at a time."""
    with office(DATABASE) as place:
        take_in_residents(place, residents, Path(STATE) / "files")
        cluster = Cluster(Path(STATE).absolute())
        doses = lay_down_doses(cluster, DATABASE, place)
        with cluster.superuser_connection(DATABASE) as connection:
            connection.execute(DUE)
            began = time.perf_counter()
            swept = sum(_swept(connection, *ends[:2]) for ends in stretches(AT_A_TIME))
            connection.commit()
            seconds = time.perf_counter() - began
            written = connection.execute("SELECT count(*) FROM sweep_bench.due").fetchall()[0][0]
    work = (
        f"{residents:,} residents, {doses:,} doses; {swept:,} living here, {written:,} rows written"
    )
    return [
        {
            "id": "schedule.sweep.database",
            "work": work,
            "number": round(swept / seconds, 1),
            "unit": "residents/s",
            "limit": None,
            "limit_is": "",
            "better": "higher",
            "ratio": None,
        }
    ]


def _swept(connection: psycopg.Connection, first: int, last: int) -> int:
    population = population_between(first, last)
    answers = sweep(population, ON, current())
    statement = "COPY sweep_bench.due FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for rows in _due(population, answers):
            copy.write(rows.write_csv(include_header=False))
    return population.residents.height


def _due(population: Population, answers: Answers) -> Iterator[pl.DataFrame]:
    """Who may be given which dose now: what an issue of vouchers asks for."""
    residents = population.residents["resident_id"]
    for series, frame in answers.standings.items():
        now = (frame["status"] == "due").to_numpy().nonzero()[0]
        if len(now):
            own = frame[now].select(COLUMNS).with_columns(series=pl.lit(series))
            lasting = own.with_columns(pl.col("last_on").replace(pl.date(9999, 12, 31), None))
            yield lasting.select(residents[now].alias("resident_id"), "series", *COLUMNS)


if __name__ == "__main__":
    print(run())
