"""Small functions, small modules (house.md §6): the hard stops, not the aims."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "sesshu"
LONGEST_FUNCTION, LONGEST_MODULE = 70, 500
BANNED_NAMES = {"utils", "helpers", "manager", "common", "misc", "util", "helper"}


def modules() -> Iterator[Path]:
    return (file for file in SOURCE.rglob("*.py") if "migrations" not in file.parts)


def long_functions(source: str) -> list[str]:
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]


def undocumented(source: str) -> list[str]:
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) or not tree.body else ["the module"]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            found += [] if ast.get_docstring(node) else [node.name]
    return found


def test_no_function_is_longer_than_a_screen_and_a_half() -> None:
    found = {
        str(file.relative_to(SOURCE)): names
        for file in modules()
        if (names := long_functions(file.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_no_module_is_longer_than_a_head_can_hold() -> None:
    found = {
        str(file.relative_to(SOURCE)): lines
        for file in modules()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert found == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [file for file in SOURCE.rglob("*") if file.stem in BANNED_NAMES]
    assert found == []


def test_every_public_function_and_class_says_what_it_is() -> None:
    found = {
        str(file.relative_to(SOURCE)): names
        for file in modules()
        if (names := undocumented(file.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (long_functions, "def long():\n" + "    x = 1\n" * LONGEST_FUNCTION),
        (undocumented, '"""A module."""\ndef silent():\n    return 1\n'),
        (undocumented, "x = 1\n"),
    ],
)
def test_the_checks_find_a_planted_fault(check: object, source: str) -> None:
    assert callable(check)
    assert check(source) != []
