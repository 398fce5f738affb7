"""GLOSSARY.yaml is the judge of names: models are in it, words on screen agree, banned synonyms stay out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "sesshu"
KEYS = {"ja", "yomi", "code", "english", "source", "not"}


@pytest.fixture(scope="module")
def glossary() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / "GLOSSARY.yaml").read_text(encoding="utf-8")
    )
    return entries


def words_of(identifier: str) -> list[str]:
    """``HouseholdMember`` and ``household_member`` are the same two words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier)
    return [word for word in spaced.lower().split("_") if word]


def definitions(source: str) -> Iterator[str]:
    """The names a module gives: classes, functions, arguments, fields."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def banned_in(source: str, banned: set[str]) -> set[str]:
    phrases = {"_".join(words_of(name)) for name in definitions(source)}
    return {word for word in banned for phrase in phrases if f"_{word}_" in f"_{phrase}_"}


def test_every_entry_is_whole_and_alone(glossary: list[dict[str, Any]]) -> None:
    assert all(entry.keys() == KEYS for entry in glossary)
    for key in ("ja", "code"):
        values = [entry[key] for entry in glossary]
        assert sorted(values) == sorted(set(values))


def test_every_model_is_in_the_glossary_under_the_word_on_screen(
    glossary: list[dict[str, Any]],
) -> None:
    by_code = {entry["code"]: entry["ja"] for entry in glossary}
    models = [model for model in apps.get_models() if model.__module__.startswith("sesshu.")]
    wrong = {
        table: (str(model._meta.verbose_name), by_code.get(table))
        for model in models
        if by_code.get(table := model._meta.db_table) != str(model._meta.verbose_name)
    }
    assert models
    assert wrong == {}


def test_no_definition_uses_a_banned_synonym(glossary: list[dict[str, Any]]) -> None:
    banned = {word for entry in glossary for word in entry["not"]}
    found = {
        str(file.relative_to(SOURCE)): words
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts
        and (words := banned_in(file.read_text(encoding="utf-8"), banned))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source", ["def jab(): ...", "class JabRecord: ...", "def f(last_jab): ...", "jab_on: int"]
)
def test_a_planted_synonym_is_found(source: str) -> None:
    assert banned_in(source, {"jab"}) == {"jab"}
