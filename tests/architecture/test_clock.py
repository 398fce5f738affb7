"""The law counts in days that are passed in: only config, web, jobs and commands read the clock."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "sesshu"
CLOCK = "sesshu.foundation.clock"
MAY_READ = {"config", "web", "jobs"}
READS = {
    ("date", "today"),
    ("datetime", "now"),
    ("timezone", "now"),
    ("time", "time"),
    ("datetime", "utcnow"),
}


def reads_of(source: str) -> list[str]:
    """Imports of our clock, and calls that read a clock directly."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{name.name}" for name in node.names}
            found += sorted(names & {CLOCK, f"{CLOCK}.now", f"{CLOCK}.today"})
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (name, node.func.attr) in READS:
                found.append(f"{name}.{node.func.attr}")
    return found


def may_read(file: Path) -> bool:
    parts = file.relative_to(SOURCE).parts
    return (
        bool(MAY_READ & set(parts))
        or file.stem.startswith("command")
        or file == SOURCE / "foundation/clock.py"
    )


def test_nobody_else_reads_the_clock() -> None:
    found = {
        str(file.relative_to(SOURCE)): reads
        for file in SOURCE.rglob("*.py")
        if not may_read(file) and (reads := reads_of(file.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "from sesshu.foundation.clock import today",
        "from sesshu.foundation import clock",
        "import datetime\ndatetime.date.today()",
        "from datetime import datetime\ndatetime.now()",
        "from django.utils import timezone\ntimezone.now()",
    ],
)
def test_a_planted_read_is_found(source: str) -> None:
    assert reads_of(source) != []
