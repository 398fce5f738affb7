"""A ward to measure on: a cluster of its own with the settings of a real installation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STATE = Path("var") / "bench" / "state"
os.environ["SESSHU_STATE"] = str(STATE.absolute())
os.environ["SESSHU_SYSTEM"] = "all"
os.environ["SESSHU_ZONE"] = "intranet"
os.environ["DJANGO_SETTINGS_MODULE"] = "sesshu.config.settings"

import django
import psycopg
from django.db import connections
from psycopg import sql

django.setup()

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
    """世田谷区's ward in a new database of this name, entered; dropped before it is made again."""
    STATE.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(STATE.absolute())
    cluster.start()
    try:
        with cluster.superuser_connection() as connection:
            _drop(connection, database)
        bootstrap(cluster, database)
        with use_address(cluster.address.with_database(database)):
            place = _founded()
            with enter(place):
                yield place
            for each in connections.all(initialized_only=True):
                each.close_pool()
        with cluster.superuser_connection() as connection:
            _drop(connection, database)
    finally:
        cluster.stop()


def _founded() -> Place:
    places = [Place(SETAGAYA.code, system) for system in systems()]
    migrate(places)
    directory.enter_in_directory(SETAGAYA, places)
    for place in places:
        with enter(place):
            settle_environment(now(), demo=SETAGAYA.demo)
            connections["owner"].close()
    return next(place for place in places if place.system == "ward")


def _drop(connection: psycopg.Connection, database: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    connection.execute(statement.format(sql.Identifier(database)))
