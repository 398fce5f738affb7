"""The import contracts hold, and each of them catches a fault planted on purpose."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FAULTS = [
    ("rooms", "kernel/ages.py", "import sesshu.wire"),
    ("rooms", "schedule/__init__.py", "import sesshu.wire"),
    ("rooms", "wire/__init__.py", "import sesshu.foundation.state"),
    ("rooms", "foundation/state.py", "import sesshu.ui.apps"),
    ("rooms", "ui/apps.py", "import sesshu.ward.apps"),
    ("rooms", "ward/apps.py", "import sesshu.linkage.apps"),
    ("rooms", "linkage/apps.py", "import sesshu.ward.apps"),
    ("rooms", "ward/apps.py", "import sesshu.config.settings"),
    ("rooms", "newroom/__init__.py", ""),
    ("rooms", "documents/printing.py", "import sesshu.foundation.state"),
    ("documents", "documents/printing.py", "import django"),
    ("documents", "schedule/manual/glance.py", "import psycopg"),
    ("outside", "outside/__init__.py", "import sesshu.foundation.state"),
    ("outside", "outside/__init__.py", "import django"),
    ("kernel", "kernel/ages.py", "import polars"),
    ("kernel", "kernel/ages.py", "import pathlib"),
    ("judge", "schedule/judge.py", "import django"),
    ("judge", "schedule/judge.py", "import polars"),
    ("sweep", "schedule/judge.py", "import sesshu.schedule.sweep"),
    ("sweep", "ward/apps.py", "from sesshu.schedule.sweep import sweep"),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source and its contracts, to plant faults in."""
    copy = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache"],
        cwd=tree,
        env={"PYTHONPATH": str(tree / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold(tree: Path) -> None:
    done = lint(tree)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "file", "line"), FAULTS)
def test_a_planted_fault_is_caught(tree: Path, contract: str, file: str, line: str) -> None:
    place = tree / "src" / "sesshu" / file
    before = place.read_text(encoding="utf-8") if place.exists() else None
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"{line}\n{before or ''}", encoding="utf-8")
    try:
        done = lint(tree)
    finally:
        if before is None:
            shutil.rmtree(place.parent)
        else:
            place.write_text(before, encoding="utf-8")
    assert done.returncode != 0, f"{contract} let {line!r} in {file} pass"
