"""Every test by Hypothesis takes part when new examples are looked for."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def left_out(source: str) -> list[str]:
    """Numbers of examples that no profile can raise, and state machines `-m hypothesis` does not find."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.keyword(arg="max_examples", value=ast.Constant(value=number)):
                found.append(f"max_examples={number}")
            case ast.FunctionDef(decorator_list=marks) if runs_a_machine(node):
                marked = "pytest.mark.hypothesis" in map(ast.unparse, marks)
                found += [] if marked else [node.name]
    return found


def runs_a_machine(function: ast.FunctionDef) -> bool:
    """Whether the function itself calls Hypothesis' runner of state machines."""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return "run_state_machine_as_test" in map(ast.unparse, calls)


def test_the_profile_decides_how_many_examples_every_test_tries() -> None:
    found = {
        str(file.relative_to(TESTS)): missing
        for file in TESTS.rglob("*.py")
        if (missing := left_out(file.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "@settings(max_examples=15)\ndef test(): ...",
        "@settings(deadline=None, max_examples=200)\ndef test(): ...",
        "def test():\n    run_state_machine_as_test(Office)",
    ],
)
def test_a_test_that_is_left_out_is_seen(source: str) -> None:
    assert left_out(source)


def test_a_test_that_takes_part_is_no_finding() -> None:
    assert left_out("@settings(max_examples=examples(15))\ndef test(): ...") == []
    assert left_out("@pytest.mark.hypothesis\ndef test(): run_state_machine_as_test(Office)") == []
