"""Give a municipality its schemas, roles and grants. Every step may be repeated; the result is the same."""

from contextlib import closing

import psycopg
from psycopg import sql

from sesshu.foundation.cluster.address import address
from sesshu.foundation.walls.backend.base import search_path
from sesshu.foundation.walls.grants import grants_of
from sesshu.foundation.walls.place import Place
from sesshu.foundation.walls.secrets import DEPLOYMENT_ROLE, ensure_password, password_of
from sesshu.foundation.walls.zones import LIMITS, Zone, zones_of


def deployment_connection() -> psycopg.Connection:
    """Log in as the deployment role, which may become an owner and make roles, and serves nobody."""
    return psycopg.connect(
        user=DEPLOYMENT_ROLE, password=password_of(DEPLOYMENT_ROLE), **address().parameters()
    )


def provision(place: Place) -> None:
    """Owner, schema and login roles of ``place``; tables come with migrations, then `apply_grants`."""
    with closing(deployment_connection()) as connection, connection:
        _ensure_role(connection, place.owner, sql.SQL("NOLOGIN"))
        connection.execute(
            sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(
                sql.Identifier(place.schema), sql.Identifier(place.owner)
            )
        )
        for zone in zones_of(place.system):
            _ensure_zone_role(connection, place, zone)


def apply_grants(place: Place) -> None:
    """Revoke everything in the schema, then grant exactly what the grants files say, in one transaction."""
    with closing(deployment_connection()) as connection, connection:
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(place.owner)))
        connection.execute(
            sql.SQL("SET LOCAL search_path = {}").format(sql.SQL(search_path(place)))
        )
        _revoke_all(connection, place)
        for grant in grants_of(place.system):
            connection.execute(
                sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(grant.privilege),
                    sql.SQL(grant.object_name()),
                    sql.Identifier(place.role(grant.zone)),
                )
            )


def _ensure_zone_role(connection: psycopg.Connection, place: Place, zone: Zone) -> None:
    role = place.role(zone.name)
    name = sql.Identifier(role)
    password = ensure_password(role)
    _ensure_role(connection, role, sql.SQL("LOGIN NOINHERIT PASSWORD {}").format(password))
    let_into_database(connection, place, zone, address().database)
    settings = dict(zone.limits)
    for limit in LIMITS:
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                name, sql.Identifier(limit), settings[limit]
            )
        )


def let_into_database(
    connection: psycopg.Connection, place: Place, zone: Zone, database: str
) -> None:
    """Allow the zone's role to connect to ``database``, and to use temporary tables if it may."""
    privileges = "CONNECT, TEMPORARY" if zone.temporary else "CONNECT"
    connection.execute(
        sql.SQL("GRANT {} ON DATABASE {} TO {}").format(
            sql.SQL(privileges), sql.Identifier(database), sql.Identifier(place.role(zone.name))
        )
    )


def _ensure_role(connection: psycopg.Connection, role: str, options: sql.Composable) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    connection.execute(sql.SQL("{} ROLE {} {}").format(verb, sql.Identifier(role), options))


def _revoke_all(connection: psycopg.Connection, place: Place) -> None:
    schema = sql.Identifier(place.schema)
    roles = [sql.Identifier(place.role(zone.name)) for zone in zones_of(place.system)]
    everyone = sql.SQL(", ").join([sql.SQL("PUBLIC"), *roles])
    for what in ("TABLES", "SEQUENCES", "ROUTINES"):
        connection.execute(
            sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA {} FROM {}").format(
                sql.SQL(what), schema, everyone
            )
        )
    _revoke_column_privileges(connection, place, everyone)
    connection.execute(sql.SQL("REVOKE ALL ON SCHEMA {} FROM {}").format(schema, everyone))
    connection.execute(
        sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, sql.SQL(", ").join(roles))
    )


def _revoke_column_privileges(
    connection: psycopg.Connection, place: Place, everyone: sql.Composable
) -> None:
    """A REVOKE on a table takes column grants with it only table by table, so name each table."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s", [place.schema]
    ).fetchall()
    for (table,) in tables:
        connection.execute(
            sql.SQL("REVOKE ALL ON TABLE {} FROM {}").format(sql.Identifier(table), everyone)
        )
