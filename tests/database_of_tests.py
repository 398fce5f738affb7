"""The tests' cluster and its migrated template, keyed by what the schemas are made of."""

import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import sql

import sesshu
from sesshu.foundation.accounts.founding import settle_environment
from sesshu.foundation.cluster import Address, Cluster, use_address
from sesshu.foundation.walls import Place, directory, enter
from sesshu.foundation.walls.bootstrap import bootstrap
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.provision import let_into_database
from sesshu.foundation.walls.secrets import DEPLOYMENT_ROLE
from sesshu.foundation.walls.zones import systems, zones_of

SOURCE = Path(sesshu.__file__).parent
MUNICIPALITIES = (
    directory.Municipality("131121", "世田谷区", demo=True),
    directory.Municipality("131156", "杉並区", demo=True),
)
NOT_DURABLE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
TEMPLATES_KEPT = 3
MEMORY = Path("/dev/shm")  # noqa: S108  what lies there is a directory of our own
ROOM = 1 << 30  # bytes that must be free in it; a small container has 64 MB
FOUNDED_AT = datetime(2026, 4, 1, tzinfo=UTC)


class TestCluster:
    """A cluster for tests under ``state``; several test processes may share it."""

    __test__ = False

    def __init__(self, state: Path) -> None:
        self.state = state
        self.cluster = Cluster(state, NOT_DURABLE)
        self.template = f"template_{_key()}"
        self.tablespace = "pg_default"

    @property
    def address(self) -> Address:
        return self.cluster.address

    def start(self) -> None:
        """Start the cluster and make the template, one process at a time."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._forget_one_without_its_secret()
            self.cluster.start()
            self.cluster.remember_address()
            self._forget_killed_processes()
            if not self._exists(self.template):
                self._make_template()

    @contextmanager
    def in_memory(self) -> Iterator[None]:
        """Within the block databases are cloned into memory where there is room, for two thousand files each
        cost a disk ten times as much: it looks ever longer for inodes that were not freed a moment ago."""
        if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
            yield
            return
        self.make_tablespace()
        try:
            yield
        finally:
            self._drop_tablespace(self.tablespace)

    def make_tablespace(self) -> None:
        """From now on databases are cloned into memory, into a directory of this process' own."""
        self.tablespace = f"memory_{os.getpid()}"
        place = self.place_of(self.tablespace)
        place.mkdir(mode=0o700)
        if account := self.cluster.home.account:
            shutil.chown(place, account, account)
        statement = sql.SQL("CREATE TABLESPACE {} LOCATION {}")
        with self.cluster.superuser_connection() as connection:
            connection.execute(statement.format(sql.Identifier(self.tablespace), str(place)))

    def place_of(self, tablespace: str) -> Path:
        """The directory of a tablespace in memory."""
        return MEMORY / f"sesshu-{self.cluster.home.root.name}-{tablespace}"

    def _drop_tablespace(self, name: str) -> None:
        query = (
            "SELECT datname FROM pg_database JOIN pg_tablespace t ON t.oid = dattablespace"
            " WHERE spcname = %s"
        )
        with self.cluster.superuser_connection() as connection:
            for (database,) in connection.execute(query, [name]).fetchall():
                self._drop(database)
            connection.execute(sql.SQL("DROP TABLESPACE {}").format(sql.Identifier(name)))
        shutil.rmtree(self.place_of(name), ignore_errors=True)

    def _forget_killed_processes(self) -> None:
        """What a process that was killed left in memory."""
        query = "SELECT spcname FROM pg_tablespace WHERE spcname LIKE 'memory\\_%'"
        with self.cluster.superuser_connection() as connection:
            names = [name for (name,) in connection.execute(query)]
        for name in names:
            if not Path("/proc", name.removeprefix("memory_")).exists():
                self._drop_tablespace(name)

    def _forget_one_without_its_secret(self) -> None:
        """As root a cluster outlives its checkout; one made anew in the same place cannot log in to it."""
        if self.cluster.made() and not self.cluster.superuser_secret.exists():
            self.cluster.remove()

    def _make_template(self) -> None:
        draft = f"draft_{self.template}"
        self._drop(draft)
        bootstrap(self.cluster, draft)
        with use_address(self.address.with_database(draft)):
            for municipality in MUNICIPALITIES:
                places = [Place(municipality.code, system) for system in systems()]
                migrate(places)
                directory.enter_in_directory(municipality, places)
                for place in places:
                    with enter(place):
                        settle_environment(FOUNDED_AT, demo=municipality.demo)
                        connections["owner"].close()
        with self.cluster.superuser_connection() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(draft), sql.Identifier(self.template)
                )
            )
        self._drop_old_templates()

    def _drop_old_templates(self) -> None:
        with self.cluster.superuser_connection() as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'template\\____%' ORDER BY oid"
            ).fetchall()
        for (name,) in rows[:-TEMPLATES_KEPT]:
            self._drop(name)

    def _exists(self, name: str) -> bool:
        with self.cluster.superuser_connection() as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, [name]).fetchone() is not None

    def _drop(self, name: str) -> None:
        with self.cluster.superuser_connection() as connection:
            statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(statement.format(sql.Identifier(name)))


@contextmanager
def clone(of: TestCluster, template: str = "") -> Iterator[str]:
    """A new database with all that the template holds (the migrated one if none is named); dropped after
    the block."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    names = (name, template or of.template, DEPLOYMENT_ROLE, of.tablespace)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} TABLESPACE {} STRATEGY file_copy")
    with of.cluster.superuser_connection() as connection:
        connection.execute(statement.format(*map(sql.Identifier, names)))
        _let_everybody_in(connection, name)
    try:
        yield name
    finally:
        for database in connections.all(initialized_only=True):
            database.close_pool()  # type: ignore[attr-defined]
        with of.cluster.superuser_connection() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def _let_everybody_in(connection: psycopg.Connection, database: str) -> None:
    """The grants of a database are not copied from its template."""
    identifier = sql.Identifier(database)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(identifier))
    for municipality in MUNICIPALITIES:
        for system in systems():
            for zone in zones_of(system):
                place = Place(municipality.code, system)
                let_into_database(connection, place, zone, database)


def _key() -> str:
    """Changes whenever a migration, a grant or the way schemas are made changes."""
    digest = hashlib.sha256()
    files = [*SOURCE.rglob("migrations/*.py"), *SOURCE.glob("foundation/walls/**/*.*")]
    for file in sorted(files):
        if file.suffix in (".py", ".toml", ".sql"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
