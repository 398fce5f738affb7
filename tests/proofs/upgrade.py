"""The demo of the commit before this one, brought to this one by `sesshu migrate`: nothing is lost.

"Before" is HEAD where files differ from it, else its parent. The old program runs from an unpacked copy of
that commit, in this environment, on a cluster of its own.
"""

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from proofs import Finding

ROOT = Path(__file__).parents[2]
MIGRATE = "from sesshu.config.command import main; import sys; sys.argv[1:] = ['migrate']; main()"
BUILD = (
    "from sesshu.config.command import main; import sys;"
    " sys.argv[1:] = ['demo', 'build', '--residents', '{residents}']; main()"
)
STOP = "from sesshu.config.command import main; import sys; sys.argv[1:] = ['db', 'remove', '--yes']; main()"
# what a schema holds and who may touch it, printed by whichever version runs it
COUNT = """
import json
from contextlib import closing
import django; django.setup()
from sesshu.foundation.backup.totals import rows_per_table
from sesshu.foundation.walls import directory
from sesshu.foundation.walls.provision import deployment_connection
found = {}
with closing(deployment_connection()) as owner:
    for place in directory.places():
        owner.execute(f"SET ROLE {place.owner}")
        found[place.schema] = rows_per_table(owner, place)
        owner.execute("RESET ROLE")
print(json.dumps(found))
"""


class NoCommitBefore(Exception):
    """This checkout holds its own commit and none before it."""


def prove(residents: int) -> Finding:
    """Build the demo with the old program, migrate with this one, compare every table's rows."""
    before = commit_before()
    with tempfile.TemporaryDirectory() as directory:
        old, state = Path(directory) / "old", Path(directory) / "state"
        unpack(before, old)
        try:
            program(old, state, BUILD.format(residents=residents))
            kept = rows(old, state)
            program(ROOT, state, MIGRATE)
            now = rows(ROOT, state)
        finally:
            program(ROOT, state, STOP)
    lost = {
        f"{schema}.{table}": (count, now.get(schema, {}).get(table))
        for schema, tables in kept.items()
        for table, count in tables.items()
        if table != "django_migrations" and now.get(schema, {}).get(table) != count
    }
    total = sum(sum(tables.values()) for tables in kept.values())
    facts = {"from": before, "schemas": len(kept), "rows": total, "tables that differ": lost}
    return Finding(not lost and total > residents, len(kept), facts)


def commit_before() -> str:
    """The commit whose demo is upgraded. Raises NoCommitBefore."""
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "rulebook")
    if not changed and git("rev-list", "--count", "--max-count=2", "HEAD").strip() == b"1":
        raise NoCommitBefore
    return git("rev-parse", "--short", "HEAD" if changed else "HEAD~1").decode().strip()


def git(*arguments: str) -> bytes:
    """What git says; raises CalledProcessError where there is no such commit."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


def unpack(commit: str, target: Path) -> None:
    """The files of a commit, without touching the work tree."""
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit, "src", "rulebook"))) as archive:
        archive.extractall(target, filter="data")


def program(tree: Path, state: Path, code: str) -> str:
    """Run code with the sesshu of ``tree`` on the installation in ``state``."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree / "src"),
        "SESSHU_STATE": str(state),
        "SESSHU_SYSTEM": "all",
        "SESSHU_ZONE": "intranet",
        "DJANGO_SETTINGS_MODULE": "sesshu.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{tree.name}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def rows(tree: Path, state: Path) -> dict[str, dict[str, int]]:
    """schema -> table -> rows."""
    counted: dict[str, dict[str, int]] = json.loads(program(tree, state, COUNT).splitlines()[-1])
    return counted
