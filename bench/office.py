"""A ward to measure on: a cluster of its own with the settings of a real installation."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections
from psycopg import sql

from bench.environment import STATE
from sesshu.foundation.accounts.founding import settle_environment
from sesshu.foundation.clock import now
from sesshu.foundation.cluster import Cluster, use_address
from sesshu.foundation.walls import Place, directory, enter
from sesshu.foundation.walls.bootstrap import bootstrap
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.zones import systems

SETAGAYA = directory.Municipality("131121", "世田谷区", demo=True)


@contextmanager
def office(database: str) -> Iterator[Place]:
    """世田谷区's ward in a new database of this name, entered; dropped afterwards.

    One at a time: two measurements beside each other measure each other.
    """
    STATE.mkdir(parents=True, exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster = Cluster(STATE)
        cluster.start()
        try:
            yield from _opened(cluster, database)
        finally:
            cluster.stop()


def _opened(cluster: Cluster, database: str) -> Iterator[Place]:
    _drop(cluster, database)
    bootstrap(cluster, database)
    with use_address(cluster.address.with_database(database)):
        place = _founded()
        with enter(place):
            yield place
        for each in connections.all(initialized_only=True):
            each.close_pool()
    _drop(cluster, database)


def _founded() -> Place:
    places = [Place(SETAGAYA.code, system) for system in systems()]
    migrate(places)
    directory.enter_in_directory(SETAGAYA, places)
    for place in places:
        with enter(place):
            settle_environment(now(), demo=SETAGAYA.demo)
            connections["owner"].close()
    return next(place for place in places if place.system == "ward")


def _drop(cluster: Cluster, database: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    connection: psycopg.Connection
    with cluster.superuser_connection() as connection:
        connection.execute(statement.format(sql.Identifier(database)))
