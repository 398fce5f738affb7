"""Make, start and stop the embedded PostgreSQL (house.md §4 says which options and why)."""

import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from sesshu.foundation.cluster.address import Address, remember
from sesshu.foundation.cluster.home import ClusterHome, home_of
from sesshu.foundation.state import write_secret

SUPERUSER = "postgres"
PORT = 5432  # names the socket file only; the cluster listens on no network
STILL_SECONDS = 60  # a start that writes no line of log for so long is given up
GONE_SECONDS = (
    3  # a postmaster not seen for so long has died; right after its start it is not seen yet
)

SETTINGS = """\
# Written by sesshu when the cluster was made.
listen_addresses = ''
password_encryption = 'scram-sha-256'
timezone = 'Asia/Tokyo'
log_timezone = 'Asia/Tokyo'
max_connections = 200
shared_buffers = '512MB'
effective_cache_size = '2GB'
work_mem = '32MB'
maintenance_work_mem = '256MB'
max_wal_size = '4GB'
checkpoint_timeout = '15min'
random_page_cost = 1.1
jit = off
log_startup_progress_interval = '5s'
log_min_error_statement = 'panic'   # a failed statement may hold a person's data
log_parameter_max_length_on_error = 0
"""


class ClusterError(Exception):
    """The cluster could not be made, started or stopped; the message names the log and the remedy."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The embedded cluster of one state directory."""

    state: Path
    extra_settings: str = ""

    @property
    def home(self) -> ClusterHome:
        return home_of(self.state)

    @property
    def address(self) -> Address:
        return Address(str(self.home.sockets), PORT)

    @property
    def superuser_secret(self) -> Path:
        """The superuser's password, kept for an administrator's emergency; the program never uses it
        after the cluster was bootstrapped."""
        return self.state / "secrets" / "superuser"

    def made(self) -> bool:
        return (self.home.data / "PG_VERSION").exists()

    def make(self) -> None:
        """initdb with scram for every connection, checksums and a character type that knows Japanese."""
        self.home.prepare()
        password = secrets.token_urlsafe(32)
        write_secret(self.superuser_secret, password)
        with self._password_file(password) as file:
            self._run(["initdb", *_initdb_options(), f"--pwfile={file}", "-D", str(self.home.data)])
        with (self.home.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(SETTINGS)
            conf.write(f"unix_socket_directories = '{self.home.sockets}'\n")
            conf.write(self.extra_settings)

    def start(self) -> Address:
        """Start the cluster, making it first if need be, and wait as long as it makes progress."""
        if not self.made():
            self.make()
        self._wait_until_it_answers()
        return self.address

    def running(self) -> bool:
        """Whether a postmaster of this data directory is alive."""
        return self._pg_ctl("status").returncode == 0

    def stop(self, mode: str = "fast") -> None:
        """Stop; ``mode`` is one of PostgreSQL's smart, fast, immediate."""
        if self.made() and self.running():
            self._run(["pg_ctl", "stop", "-s", "-m", mode, "-D", str(self.home.data)])

    def remove(self) -> None:
        """Stop the cluster and remove its files, its sockets and, with the last one, its account."""
        if self.made():
            self.stop("immediate")
        self.home.remove()

    def remember_address(self) -> None:
        """Tell the other processes of this installation where the cluster listens."""
        remember(self.address)

    def superuser_connection(self, database: str = "postgres") -> psycopg.Connection:
        """Log in as superuser: for bootstrapping and for tests, never while serving. Raises ClusterError."""
        try:
            password = self.superuser_secret.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise ClusterError(
                f"{self.superuser_secret} がないため、{self.home.data} の PostgreSQL に入れません。"
                "控えから戻すか、要らないデータなら `make clean` で消してください。"
            ) from error
        where = self.address.with_database(database).parameters()
        return psycopg.connect(user=SUPERUSER, password=password, autocommit=True, **where)

    def _wait_until_it_answers(self) -> None:
        launched, seen, last_progress = False, -1, time.monotonic()
        while not self._answers():
            if not launched and not self.running():
                # a postmaster killed a moment ago may still be seen, so this is asked again and again
                self._launch()
                launched = True
            size = self.home.log.stat().st_size if self.home.log.exists() else 0
            if size != seen:
                last_progress, seen = time.monotonic(), size
            still_for = time.monotonic() - last_progress
            if still_for > (STILL_SECONDS if self.running() else GONE_SECONDS):
                raise ClusterError(
                    f"PostgreSQL が起動しません。記録 {self.home.log} の最後の行を見てください:\n"
                    + _last_lines(self.home.log)
                )
            time.sleep(0.05)

    def _launch(self) -> None:
        where = ["-D", str(self.home.data), "-l", str(self.home.log)]
        self._run(["pg_ctl", "start", "-W", "-s", *where])

    def _answers(self) -> bool:
        done = self._program(["pg_isready", "-q", "-h", str(self.home.sockets), "-p", str(PORT)])
        return done.returncode == 0

    def _pg_ctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._program(["pg_ctl", *arguments, "-D", str(self.home.data)])

    @contextmanager
    def _password_file(self, password: str) -> Iterator[Path]:
        file = self.home.root / ".initdb-password"
        write_secret(file, password + "\n")
        if self.home.account is not None:
            shutil.chown(file, self.home.account)
        try:
            yield file
        finally:
            file.unlink()

    def _run(self, command: Sequence[str]) -> None:
        done = self._program(command)
        if done.returncode != 0:
            raise ClusterError(f"{command[0]} が失敗しました:\n{done.stderr or done.stdout}")

    def _program(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        account = self.home.account
        # pg_ctl hands its output on to the postmaster, which would hold a pipe open for ever
        output = subprocess.DEVNULL if command[:2] == ["pg_ctl", "start"] else subprocess.PIPE
        return subprocess.run(
            [self.home.program(command[0]), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            text=True,
            cwd="/",
            user=account,
            group=account,
            extra_groups=None if account is None else [],
            check=False,
        )


def _initdb_options() -> list[str]:
    return [
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C.UTF-8",  # lc_ctype too: with plain C the trigrams of Japanese are empty
        "--data-checksums",
    ]


def _last_lines(log: Path, count: int = 5) -> str:
    if not log.exists():
        return "(記録がありません)"
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
