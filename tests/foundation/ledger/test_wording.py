"""Auditors read words: every action and every reason in the source has one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import sesshu
from sesshu.foundation.ledger.event import Refused
from sesshu.foundation.ledger.wording import ACTIONS, REASONS, action_label, reason_label

SOURCE = Path(sesshu.__file__).parent
ACTION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
DOORS = {"act", "look", "look_each", "refusal", "population_run"}


def actions_in(source: str) -> Iterator[str]:
    """The literal codes handed to the ledger's doors, or to a duty's own door of the same name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in DOORS:
            for given in node.args:
                code = getattr(given, "value", None)
                if isinstance(code, str) and ACTION.fullmatch(code):
                    yield code


def reasons() -> Iterator[str]:
    waiting = [Refused]
    while waiting:
        situation = waiting.pop()
        waiting += situation.__subclasses__()
        if situation.__module__.startswith("sesshu."):
            yield situation.reason


def test_every_action_in_the_source_has_a_word() -> None:
    found = {
        action
        for file in SOURCE.rglob("*.py")
        for action in actions_in(file.read_text(encoding="utf-8"))
    }
    assert found - set(ACTIONS) == set()


def test_every_reason_has_a_word() -> None:
    assert set(reasons()) - set(REASONS) == set()


def test_a_planted_action_is_found() -> None:
    assert list(actions_in("ledger.look(actor, 'shoe.sized', 'x')")) == ["shoe.sized"]


def test_a_code_nobody_named_is_shown_as_it_is() -> None:
    assert action_label("shoe.sized") == "shoe.sized"
    assert reason_label("too_large") == "too_large"
    assert reason_label(None) == ""
