"""A connection belongs to one role of one municipality for life; no ``SET ROLE`` while serving.

The alias of a database names a process zone. Who logs in, and which schema is searched, follow from the
place entered (`walls.enter`); without a place, or with a connection of another one, there is no cursor.
"""

from typing import Any, ClassVar

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool

from sesshu.foundation.cluster.address import Address, address
from sesshu.foundation.walls.place import Place, WallBreach, current_place
from sesshu.foundation.walls.secrets import DEPLOYMENT_ROLE, password_of

OWNER_ZONE = "owner"
PoolKey = tuple[str, Place, Address]


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, one pool per (alias, place, server)."""

    _pools: ClassVar[dict[PoolKey, ConnectionPool[Any]]] = {}
    opened_for: Place | None = None

    @property
    def zone(self) -> str:
        """The process zone of this alias; the deployment alias is ``owner``."""
        return str(self.settings_dict["ZONE"])

    @property
    def pool(self) -> ConnectionPool[Any] | None:
        """The pool of this alias for the place entered now; the owner's connections are never pooled."""
        if self.zone == OWNER_ZONE:
            return None
        key = (self.alias, current_place(), address())
        if key not in self._pools:
            options = dict(self.settings_dict["OPTIONS"]["pool"])
            keywords = {**self.get_connection_params(), "autocommit": True}
            configure = self._configure_connection  # type: ignore[attr-defined]
            made: ConnectionPool[Any] = ConnectionPool(
                kwargs=keywords, open=False, configure=configure, **options
            )
            self._pools.setdefault(key, made)
        return self._pools[key]

    def close_pool(self) -> None:
        """Close every pool of this alias."""
        for key in [key for key in self._pools if key[0] == self.alias]:
            self._pools.pop(key).close()

    def get_connection_params(self) -> dict[str, Any]:
        """Log in as the zone's role of the place entered; raises OutsideWalls and NoPassword."""
        place = current_place()
        parameters: dict[str, Any] = super().get_connection_params()
        parameters.update(address().parameters())
        if self.zone == OWNER_ZONE:
            parameters["user"] = DEPLOYMENT_ROLE
            parameters["options"] = f"-c role={place.owner} -c search_path={search_path(place)}"
        else:
            parameters["user"] = place.role(self.zone)
            parameters["options"] = f"-c search_path={self._searched(place)}"
        # Django works in UTC; given at log-in, so that it outlives DISCARD ALL
        parameters["options"] += f" -c timezone={self.timezone_name}"
        parameters["password"] = password_of(parameters["user"])
        return parameters

    def _searched(self, place: Place) -> str:
        """Who builds a demo finds its clock before PostgreSQL's own (ADR 92); nobody else looks for one."""
        clock = f"{place.clock},pg_catalog," if self.settings_dict.get("CLOCK_OF_DEMO") else ""
        return clock + search_path(place)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection and remember whose it is."""
        connection = super().get_new_connection(conn_params)
        self.opened_for = current_place()
        return connection

    def _cursor(self, name: str | None = None) -> Any:
        place = current_place()
        if self.connection is not None and self.opened_for != place:
            raise WallBreach(f"a connection of {self.opened_for} was asked to work for {place}")
        return super()._cursor(name)  # type: ignore[misc]

    def _close(self) -> None:
        if self.connection is not None and self.zone != OWNER_ZONE:
            with self.wrap_database_errors:
                _forget_session(self.connection)
                self.connection._pool.putconn(self.connection)
                self.connection = None
        else:
            super()._close()  # type: ignore[misc]


def _forget_session(connection: psycopg.Connection[Any]) -> None:
    """Nothing that one request set, prepared, locked or made may reach the next one."""
    if connection.closed or connection.broken:
        return
    connection.rollback()
    connection.autocommit = True
    connection.execute("DISCARD ALL")


def search_path(place: Place) -> str:
    """The place's schema, then the schema of extensions, and nothing else."""
    return f"{place.schema},extensions"
