"""The one time the superuser works: the deployment role, the database, the extensions, the directory."""

import psycopg
from psycopg import sql

from sesshu.foundation.cluster import Cluster
from sesshu.foundation.cluster.address import DATABASE_NAME
from sesshu.foundation.walls.secrets import DEPLOYMENT_ROLE, ensure_password

DIRECTORY = """
CREATE SCHEMA IF NOT EXISTS directory;
CREATE TABLE IF NOT EXISTS directory.municipality (
    code text PRIMARY KEY CHECK (code ~ '^[0-9]{6}$'),
    name text NOT NULL,
    demo boolean NOT NULL
);
CREATE TABLE IF NOT EXISTS directory.holding (
    code text NOT NULL REFERENCES directory.municipality,
    system text NOT NULL,
    server text NOT NULL,
    schema text NOT NULL UNIQUE,
    PRIMARY KEY (code, system)
);
GRANT USAGE ON SCHEMA directory TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA directory TO PUBLIC;
"""  # the directory holds no personal data and is the one thing every role may read (house.md §3)


def bootstrap(cluster: Cluster, database: str = DATABASE_NAME) -> None:
    """Make role, database, extensions and directory; does nothing that is there already."""
    password = ensure_password(DEPLOYMENT_ROLE)
    with cluster.superuser_connection() as connection:
        _deployment_role(connection, password)
        _database(connection, database)
    with cluster.superuser_connection(database) as connection:
        _close_to_public(connection, database)
        _extensions(connection)
    with psycopg.connect(
        user=DEPLOYMENT_ROLE,
        password=password,
        **cluster.address.with_database(database).parameters(),
    ) as connection:
        connection.execute(DIRECTORY)


def _deployment_role(connection: psycopg.Connection, password: str) -> None:
    name = sql.Identifier(DEPLOYMENT_ROLE)
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [DEPLOYMENT_ROLE])
    verb = sql.SQL("ALTER" if known.fetchone() else "CREATE")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN CREATEROLE NOSUPERUSER PASSWORD {}").format(verb, name, password)
    )
    connection.execute(
        sql.SQL("ALTER ROLE {} SET createrole_self_grant = 'set, inherit'").format(name)
    )


def _database(connection: psycopg.Connection, database: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    if known.fetchone() is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                sql.Identifier(database), sql.Identifier(DEPLOYMENT_ROLE)
            )
        )


def _close_to_public(connection: psycopg.Connection, database: str) -> None:
    connection.execute(
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database))
    )
    connection.execute("DROP SCHEMA IF EXISTS public")


def _extensions(connection: psycopg.Connection) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS extensions")
    connection.execute("GRANT USAGE ON SCHEMA extensions TO PUBLIC")
    for name in ("pg_trgm", "btree_gist"):
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA extensions").format(
                sql.Identifier(name)
            )
        )
