"""Which municipality lies where: code → server and schema. Holds no personal data."""

from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg

from sesshu.foundation.cluster.address import address
from sesshu.foundation.walls.place import Place
from sesshu.foundation.walls.provision import deployment_connection


@dataclass(frozen=True, slots=True)
class Municipality:
    """An entry of the directory."""

    code: str
    name: str
    demo: bool


def enter_in_directory(municipality: Municipality, places: list[Place]) -> None:
    """Write ``municipality`` and its ``places``. ``demo`` is written once and never changed."""
    with closing(deployment_connection()) as connection, connection:
        connection.execute(
            "INSERT INTO directory.municipality (code, name, demo) VALUES (%s, %s, %s)"
            " ON CONFLICT (code) DO NOTHING",
            [municipality.code, municipality.name, municipality.demo],
        )
        for place in places:
            connection.execute(
                "INSERT INTO directory.holding (code, system, server, schema)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT (code, system) DO NOTHING",
                [place.municipality, place.system, address().host, place.schema],
            )


def municipalities(connection: psycopg.Connection | None = None) -> list[Municipality]:
    """All municipalities, by code; read with ``connection`` or as the deployment role."""
    rows = _read(connection, "SELECT code, name, demo FROM directory.municipality ORDER BY code")
    return [Municipality(*row) for row in rows]


def places(connection: psycopg.Connection | None = None) -> list[Place]:
    """All places that have a schema, by municipality, ward first as the systems are numbered."""
    rows = _read(
        connection, "SELECT code, system FROM directory.holding ORDER BY code, system DESC"
    )
    return [Place(*row) for row in rows]


def server_of(place: Place) -> str:
    """Which server holds ``place``; raises KeyError when none does. On plain PostgreSQL always the same."""
    rows = _read(
        None,
        "SELECT server FROM directory.holding WHERE code = %s AND system = %s",
        [place.municipality, place.system],
    )
    if not rows:
        raise KeyError(f"no server holds {place}")
    return str(rows[0][0])


def _read(
    connection: psycopg.Connection | None, query: str, arguments: list[str] | None = None
) -> list[tuple[Any, ...]]:
    if connection is not None:
        return connection.execute(query, arguments).fetchall()
    with closing(deployment_connection()) as own, own:
        return own.execute(query, arguments).fetchall()
