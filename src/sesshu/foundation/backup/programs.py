"""pg_dump and pg_restore of the installed wheel, logging in as the deployment role."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sesshu.foundation.cluster.address import address
from sesshu.foundation.cluster.home import installed_programs
from sesshu.foundation.walls.secrets import DEPLOYMENT_ROLE, password_of


class ProgramFailed(Exception):
    """A PostgreSQL client program ended badly; the message is what it said."""


@contextmanager
def running(
    name: str, *options: str, stdin: int | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a client program on the database in use; raises ProgramFailed after the block.

    The password travels by environment, never on the command line.
    """
    where = address()
    server = ["-h", where.host, "-p", str(where.port), "-U", DEPLOYMENT_ROLE, "-d", where.database]
    environment = {
        "PATH": os.environ["PATH"],
        "PGPASSWORD": password_of(DEPLOYMENT_ROLE),
        "PGSSLMODE": where.sslmode,
    }
    command = [str(installed_programs() / "bin" / name), *server, *options]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command, env=environment, stdin=stdin, stdout=stdout, stderr=said
        ) as program,
    ):
        with suppress(BrokenPipeError):  # the program stopped reading: what it said is the reason
            yield program
        if program.stdin is not None:
            program.stdin.close()
        if program.wait() != 0:
            said.seek(0)
            raise ProgramFailed(f"{name}: {said.read().decode(errors='replace')}")
