"""Where the database server listens: the one fact every process needs before it can log in."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sesshu.foundation.state import state_dir, write_secret

DATABASE_NAME = "sesshu"


class NoServer(Exception):
    """No database server is known to this installation."""


@dataclass(frozen=True, slots=True)
class Address:
    """A database on a server. ``host`` is a socket directory (leading ``/``) or a host name."""

    host: str
    port: int
    database: str = DATABASE_NAME
    sslmode: str = "disable"

    def parameters(self) -> dict[str, Any]:
        """Connection keywords for libpq, without user and password."""
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "sslmode": self.sslmode,
        }

    def with_database(self, name: str) -> "Address":
        """The same server, another database."""
        return replace(self, database=name)


_chosen: Address | None = None


def address() -> Address:
    """The server in use: one chosen by the process, ``SESSHU_DATABASE_URL``, or the embedded cluster.

    Raises NoServer with the command that starts one.
    """
    if _chosen is not None:
        return _chosen
    if url := os.environ.get("SESSHU_DATABASE_URL"):
        return from_url(url)
    file = address_file()
    try:
        written = file.stat()
    except FileNotFoundError:
        raise NoServer(
            "データベースがまだありません。`sesshu db start` で起動するか、"
            "SESSHU_DATABASE_URL に接続先を書いてください。"
        ) from None
    return _remembered(file, written.st_ino, written.st_mtime_ns)


@lru_cache(maxsize=1)
def _remembered(file: Path, *_written: int) -> Address:
    """What the file says; read anew only when it was written anew, for every statement asks where to."""
    return Address(**json.loads(file.read_text(encoding="utf-8")))


def from_url(url: str) -> Address:
    """Read ``postgresql://host:port/name?sslmode=…``; a server over the network defaults to verify-full."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    return Address(
        host=unquote(parts.hostname or asked.get("host", ["localhost"])[0]),
        port=parts.port or 5432,
        database=parts.path.lstrip("/") or DATABASE_NAME,
        sslmode=asked.get("sslmode", ["verify-full"])[0],
    )


def address_file() -> Path:
    """The file in which a started cluster leaves its address."""
    return state_dir() / "cluster.json"


def remember(where: Address) -> None:
    """Leave ``where`` for the other processes of this installation."""
    write_secret(address_file(), json.dumps(asdict(where)))


@contextmanager
def use_address(where: Address) -> Iterator[None]:
    """Within the block this process talks to ``where`` (tests; commands over a second server)."""
    global _chosen
    before, _chosen = _chosen, where
    try:
        yield
    finally:
        _chosen = before
