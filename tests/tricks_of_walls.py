"""Every way we know to climb a wall, as statements that PostgreSQL has to refuse.

`refused(...)` runs a list of statements as one login role and says which statement was refused and why;
a trick that goes through returns None, so a test can name it.
"""

from dataclasses import dataclass

import psycopg
from psycopg import errors

from sesshu.foundation.cluster import address
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.backend.base import search_path
from sesshu.foundation.walls.secrets import password_of

REFUSALS = (
    errors.InsufficientPrivilege,
    errors.UndefinedTable,  # the schema is not even searched
    errors.InvalidSchemaName,
    errors.CannotCoerce,
    errors.InvalidParameterValue,
    errors.UndefinedObject,
    errors.FeatureNotSupported,
    errors.WrongObjectType,
    errors.ActiveSqlTransaction,
    errors.InvalidRoleSpecification,
)


@dataclass(frozen=True, slots=True)
class Trick:
    """``statements`` run one after the other on one connection; the last one must be refused."""

    name: str
    statements: tuple[str, ...]


def tricks_against(target: Place, table: str) -> list[Trick]:
    """What a role of another place may try to reach ``table`` in ``target``'s schema."""
    there = f'"{target.schema}"."{table}"'
    return [
        Trick("read", (f"SELECT * FROM {there}",)),
        Trick("write", (f"INSERT INTO {there} DEFAULT VALUES",)),
        Trick("search path", (f"SET search_path = {target.schema}", f'SELECT * FROM "{table}"')),
        Trick("become its zone", (f"SET ROLE {target.role('jobs')}",)),
        Trick("become its owner", (f"SET ROLE {target.owner}",)),
        Trick("become the deployment role", ("SET ROLE sesshu_deploy",)),
        Trick("become another session", (f"SET SESSION AUTHORIZATION {target.role('jobs')}",)),
        Trick("reset and read", ("RESET ROLE", "RESET ALL", f"SELECT * FROM {there}")),
        Trick("truncate", (f"TRUNCATE {there}",)),
        Trick("silence triggers", (f"ALTER TABLE {there} DISABLE TRIGGER ALL",)),
        Trick("replica role", ("SET session_replication_role = replica",)),
        Trick("drop", (f"DROP TABLE {there}",)),
        Trick("make a table", (f"CREATE TABLE {target.schema}.mine (n integer)",)),
        Trick("grant to oneself", (f"GRANT SELECT ON {there} TO CURRENT_USER",)),
        Trick("join its owner", (f"GRANT {target.owner} TO CURRENT_USER",)),
        Trick("make a schema", ("CREATE SCHEMA mine",)),
        Trick("make a role", ("CREATE ROLE mine LOGIN",)),
        Trick("load an extension", ("CREATE EXTENSION dblink",)),
        Trick("read a file", ("SELECT pg_read_file('PG_VERSION')",)),
        Trick("run a program", ("COPY (SELECT 1) TO PROGRAM 'cat'",)),
        Trick("list secrets", ("SELECT rolpassword FROM pg_authid",)),
    ]


def tricks_at_home(place: Place, table: str) -> list[Trick]:
    """What a role may try against its own schema, where it has grants but never ownership."""
    return [
        Trick("become the owner", (f"SET ROLE {place.owner}",)),
        Trick("change the table", (f'ALTER TABLE "{table}" ADD COLUMN mine integer',)),
        Trick("silence triggers", (f'ALTER TABLE "{table}" DISABLE TRIGGER ALL',)),
        Trick("truncate", (f'TRUNCATE "{table}"',)),
        Trick("drop", (f'DROP TABLE "{table}"',)),
        Trick("make a table", ("CREATE TABLE mine (n integer)",)),
        Trick("make a function", ("CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1",)),
        Trick("change the grants", (f'GRANT ALL ON "{table}" TO CURRENT_USER WITH GRANT OPTION',)),
    ]


def log_in(place: Place, zone: str) -> psycopg.Connection:
    """A raw connection as the login role of one zone."""
    role = place.role(zone)
    return psycopg.connect(
        user=role,
        password=password_of(role),
        options=f"-c search_path={search_path(place)}",
        autocommit=True,
        **address().parameters(),
    )


def refused(connection: psycopg.Connection, trick: Trick) -> str | None:
    """The reason PostgreSQL gave for refusing the trick, or None when it went through.

    GRANT without grant option only warns, so a trick also counts as refused when nothing was granted.
    """
    warnings: list[str] = []
    connection.add_notice_handler(lambda notice: warnings.append(notice.sqlstate or ""))
    try:
        for statement in trick.statements:
            connection.execute(statement)
    except REFUSALS as refusal:
        return str(refusal)
    no_privilege_granted = "01007"
    return "nothing was granted" if no_privilege_granted in warnings else None
