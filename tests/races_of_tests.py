"""Several people at the same time, each on connections of their own, and where in PostgreSQL they meet."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from database_of_tests import TestCluster
from django.db import connections

from sesshu.foundation.walls import Place, enter

MEET = "PERFORM meet();"
# Whoever comes waits until all have come, or until somebody stands before a lock that the comer holds: with
# the guard off they all meet, with it on the others cannot come. A sequence counts: it is never rolled back.
MEETING = """
CREATE SEQUENCE {schema}.came;
CREATE FUNCTION {schema}.meet() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    began timestamptz := pg_catalog.clock_timestamp();
BEGIN
    PERFORM pg_catalog.nextval('{schema}.came');
    WHILE (SELECT last_value FROM {schema}.came) < {people} AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_locks w WHERE NOT w.granted
        AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(w.pid)))
    LOOP
        IF pg_catalog.clock_timestamp() > began + interval '20 seconds' THEN
            RAISE EXCEPTION 'nobody else came';
        END IF;
        PERFORM pg_catalog.pg_sleep(0.005);
    END LOOP;
END $$;
CREATE FUNCTION {schema}.meets() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM {schema}.meet(); RETURN NULL; END $$;
"""
MEETING_TABLE = """
CREATE TRIGGER zz_meets AFTER INSERT ON {schema}.{table} FOR EACH STATEMENT EXECUTE FUNCTION {schema}.meets()
"""


def at_once(place: Place, *works: Callable[[], Any]) -> list[Any]:
    """Run all at the same time; results, or the exceptions they raised."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        with enter(place):
            try:
                gate.wait()
                return work()
            except Exception as problem:
                return problem
            finally:
                connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def types_at_once(place: Place, *works: Callable[[], Any]) -> list[type]:
    """The same; the types alone of results and problems."""
    return [type(each) for each in at_once(place, *works)]


def meet_in(
    cluster: TestCluster, database: str, place: Place, *tables: str, people: int = 2
) -> None:
    """So many people meet right after they wrote to any of these tables; or where a function says `MEET`."""
    statements = [MEETING, *(MEETING_TABLE.replace("{table}", table) for table in tables)]
    for statement in statements:
        almighty(cluster, database, place, statement.replace("{people}", str(people)))


def rewrite(
    cluster: TestCluster, database: str, place: Place, guard: str, before: str, after: str
) -> None:
    """Change the text of a guard, as its owner."""
    name = f"{place.schema}.{guard}"
    with cluster.cluster.superuser_connection(database) as connection:
        [text] = connection.execute("SELECT pg_get_functiondef(%s::regproc)", [name]).fetchone()
        assert before in text
        connection.execute(text.replace(before, after, 1))


def almighty(cluster: TestCluster, database: str, place: Place, statement: str) -> None:
    """Somebody whom nothing is refused changes the schema."""
    with cluster.cluster.superuser_connection(database) as connection:
        connection.execute(statement.replace("{schema}", place.schema))
