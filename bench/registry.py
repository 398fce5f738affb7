"""registry.import, registry.unchanged: a full file of a million rows, once as news and once as known."""

import resource
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.environment import STATE
from bench.office import office
from sesshu.foundation.acting import Actor
from sesshu.foundation.cluster import Cluster
from sesshu.foundation.runs import start
from sesshu.foundation.runs.steps import step
from sesshu.outside.registry import Ward, deliver_population
from sesshu.ward.residents.jobs.import_file import KIND
from sesshu.wire.residents.control import render_control
from sesshu.wire.residents.layout import COLUMN_NAMES
from sesshu.wire.residents.parse import open_again

RESIDENTS = 965_260  # with those who left, died or live elsewhere: 1,000,000 rows
SEED, ON = 131_121, date(2026, 11, 23)
UNCHANGED_LIMIT = 20.0
DATABASE = "bench_registry"
FILES = Path("var") / "bench" / "files"
_PIECE = 1 << 20


def run(residents: int = RESIDENTS) -> list[dict[str, object]]:
    """Take a file in, take the same rows in again, and let PostgreSQL copy it for comparison."""
    first = full_file(residents)
    rows = open_again(first).control.count
    with office(DATABASE):
        copied = copy_seconds(first)
        taken = import_seconds(first)
        unchanged = import_seconds(delivered_again(first))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        {
            "id": "registry.import",
            "work": f"a full file of {rows:,} rows into an empty ward, indexed; peak {memory:,.0f} MB",
            "number": taken,
            "unit": "s",
            "limit": copied,
            "limit_is": "PostgreSQL COPY of the same file into one table without indexes",
            "better": "lower",
            "ratio": copied / taken,
        },
        {
            "id": "registry.unchanged",
            "work": f"a full file of {rows:,} rows that are all known",
            "number": unchanged,
            "unit": "s",
            "limit": UNCHANGED_LIMIT,
            "limit_is": "the aim",
            "better": "lower",
            "ratio": UNCHANGED_LIMIT / unchanged,
        },
    ]


def full_file(residents: int) -> Path:
    """The fictional 世田谷区 as the register delivers it; kept for the next measurement."""
    FILES.mkdir(parents=True, exist_ok=True)
    path = FILES / f"131121-{residents}-full.csv"
    if not path.exists():
        deliver_population(Ward("131121", residents, SEED, ON), path)
    return path


def delivered_again(first: Path) -> Path:
    """The same rows as the next file of the sequence."""
    again = first.with_name(first.stem + "-again.csv")
    control = open_again(first).control
    told = replace(control, sequence=control.sequence + 1, file_id=control.file_id + "-2")
    with first.open("rb") as old, again.open("wb") as new:
        old.readline()
        new.write(render_control(told))
        while piece := old.read(_PIECE):
            new.write(piece)
    return again


def import_seconds(path: Path) -> float:
    """From the request to the end of the run."""
    began = time.perf_counter()
    start(Actor.system("bench.registry"), KIND, input=path, input_name=path.name)
    while step():
        pass
    return time.perf_counter() - began


def copy_seconds(path: Path) -> float:
    """What PostgreSQL needs for the bare bytes: text columns, no index, no check, no history."""
    columns = ", ".join(f"{name} text" for name in COLUMN_NAMES)
    with Cluster(STATE).superuser_connection(DATABASE) as connection:
        connection.execute("CREATE SCHEMA bare")
        connection.execute(f"CREATE TABLE bare.file ({columns})")
        began = time.perf_counter()
        with path.open("rb") as stream, connection.cursor() as cursor:
            stream.readline()
            with cursor.copy("COPY bare.file FROM STDIN (FORMAT csv, HEADER)") as copy:
                while piece := stream.read(_PIECE):
                    copy.write(piece)
        connection.commit()
        took = time.perf_counter() - began
        connection.execute("DROP SCHEMA bare CASCADE")
    return took
