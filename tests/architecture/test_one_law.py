"""Everything of the ward judges by the law as the ward narrowed it (ADR 61): one door to the rulebook."""

import ast
from pathlib import Path

import pytest

WARD = Path(__file__).parents[2] / "src" / "sesshu" / "ward"
# The door itself, and what shows names only, which no decision changes, for each row of a page.
MAY = {"rulebooks/releases.py", "intake/web/words.py"}


def asks_the_installation(source: str) -> bool:
    """Whether a module reads the national rulebook past the decisions of the municipality."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "load.current":
            return True
        if isinstance(node, ast.ImportFrom) and node.module == "sesshu.schedule.load":
            return "current" in {name.name for name in node.names}
    return False


def test_the_ward_asks_one_door_for_the_law() -> None:
    found = [
        str(file.relative_to(WARD))
        for file in WARD.rglob("*.py")
        if asks_the_installation(file.read_text(encoding="utf-8"))
    ]
    assert set(found) == MAY


@pytest.mark.parametrize(
    "source",
    ["from sesshu.schedule.load import current", "rulebook = load.current()"],
)
def test_a_planted_way_past_the_door_is_found(source: str) -> None:
    assert asks_the_installation(source)
