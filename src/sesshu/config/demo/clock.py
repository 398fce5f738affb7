"""The clock of a demo that lives its year: what it writes on a day bears that day (ADR 92).

The ledger alone tells when things were really done. Of the clock nothing is left where the demo is served.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date, datetime, time, timedelta

import psycopg
from django.db import connections
from psycopg import sql

from sesshu.foundation.accounts.demo import NotADemo
from sesshu.foundation.accounts.founding import is_demo
from sesshu.foundation.clock import TOKYO, now, running_behind
from sesshu.foundation.walls import Place, current_place
from sesshu.foundation.walls.provision import deployment_connection

ZONES = ("default", "intranet", "jobs", "guarded")
OPENS = time(8, 30)
SEARCHING = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = %s::regnamespace AND %s = ANY (proconfig)
"""
# As PostgreSQL's own, of the transaction, the statement, the moment; only that much earlier.
TURNED = "CREATE OR REPLACE FUNCTION {}.{}() RETURNS timestamptz LANGUAGE sql AS {}"
TOLD = "SELECT pg_catalog.{}() - interval '{} microseconds'"
FUNCTIONS = ("now", "transaction_timestamp", "statement_timestamp", "clock_timestamp")

Day = Callable[[date], AbstractContextManager[None]]


@contextmanager
def clock() -> Iterator[Day]:
    """Within the block, each `with day(on):` is that day from half past eight, or now where that is later.

    Raises NotADemo elsewhere than in a municipality that was founded as a demo.
    """
    place = current_place()
    if not is_demo():
        raise NotADemo("この自治体はデモとして作られていません。")
    with closing(deployment_connection()) as owner:
        owner.autocommit = True
        take_away(owner, place)
        _bring(owner, place)
        _look_at(clock_of_demo=True)
        try:
            yield lambda on: _day(owner, place, on)
        finally:
            _look_at(clock_of_demo=False)
            take_away(owner, place)


def take_away(owner: psycopg.Connection, place: Place) -> None:
    """Nothing of the clock is left, also where an earlier build was cut short."""
    _pin(owner, _with_clock(place), _without(place), place)
    owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(place.clock)))


def _bring(owner: psycopg.Connection, place: Place) -> None:
    names = (sql.Identifier(place.clock), sql.Identifier(place.owner))
    owner.execute(sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(*names))
    owner.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO PUBLIC").format(names[0]))
    _turn(owner, place, timedelta())
    _pin(owner, _without(place), _with_clock(place), place)


@contextmanager
def _day(owner: psycopg.Connection, place: Place, on: date) -> Iterator[None]:
    behind = max(now() - datetime.combine(on, OPENS, TOKYO), timedelta())
    _turn(owner, place, behind)
    with running_behind(behind):
        yield


def _turn(owner: psycopg.Connection, place: Place, behind: timedelta) -> None:
    """Turn the clock of the database back by so much."""
    schema = sql.Identifier(place.clock)
    microseconds = behind // timedelta(microseconds=1)
    for name in FUNCTIONS:
        told = sql.Literal(TOLD.format(name, microseconds))
        owner.execute(sql.SQL(TURNED).format(schema, sql.Identifier(name), told))


def _without(place: Place) -> str:
    return f"{place.schema}, pg_temp"


def _with_clock(place: Place) -> str:
    return f"{place.clock}, pg_catalog, {place.schema}, pg_temp"


def _pin(owner: psycopg.Connection, before: str, after: str, place: Place) -> None:
    """Functions that search one path search another; in one transaction, so that none is forgotten."""
    with owner.transaction():
        owner.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(place.owner)))
        for (name,) in owner.execute(SEARCHING, [place.schema, f"search_path={before}"]).fetchall():
            owner.execute(
                sql.SQL("ALTER FUNCTION {} SET search_path = {}").format(
                    sql.SQL(name), sql.SQL(after)
                )
            )


def _look_at(*, clock_of_demo: bool) -> None:
    """From here on this process's connections find the clock, or do not; those that are open are closed."""
    for alias in ZONES:
        connection = connections[alias]
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        connection.settings_dict["CLOCK_OF_DEMO"] = clock_of_demo
