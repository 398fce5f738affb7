"""A writer at work, and the sudden death of the cluster it writes to."""

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

import psycopg

from sesshu.foundation.cluster import Cluster


def kill_under_load(cluster: Cluster, after: int, first: int = 0) -> set[int]:
    """Write rows one by one until ``after`` are acknowledged, then kill every process of the cluster."""
    cluster.start()
    acknowledged: set[int] = set()
    enough = threading.Event()

    def write() -> None:
        with cluster.superuser_connection() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS work (n integer PRIMARY KEY)")
            for n in range(first, first + 1_000_000):
                try:
                    connection.execute("INSERT INTO work VALUES (%s)", [n])
                except psycopg.OperationalError:
                    return
                acknowledged.add(n)
                if len(acknowledged) >= after:
                    enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(30)
    postmaster = int((cluster.home.data / "postmaster.pid").read_text().split()[0])
    for child in children_of(postmaster) | {postmaster}:
        with suppress(ProcessLookupError):  # a worker of PostgreSQL may just have ended by itself
            os.kill(child, signal.SIGKILL)
    writer.join(30)
    return acknowledged


def children_of(process: int) -> set[int]:
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found.add(int(entry.parent.name))
    return found
