"""The published shapes are those the loader reads by, and every file of the rulebook has its shape."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from sesshu.schedule.load import read_tables, rulebook_root
from sesshu.schedule.shapes import shape_text, shapes

RULEBOOK = Path(__file__).parents[2] / "rulebook"
TABLES = read_tables(rulebook_root())


def shape_of(file: str) -> dict[str, Any]:
    return shapes()["courses" if file.startswith("courses/") else file.removesuffix(".yaml")]


def faults(value: Any, shape: dict[str, Any]) -> list[str]:
    checker = Draft202012Validator(shape, format_checker=FormatChecker(["date"]))
    plain = json.loads(msgspec.json.encode(value))
    return [error.message for error in checker.iter_errors(plain)]


@pytest.mark.parametrize("file", sorted(TABLES))
def test_every_file_has_the_published_shape(file: str) -> None:
    assert faults(TABLES[file], shape_of(file)) == []


def test_the_shapes_on_file_are_those_of_the_program() -> None:
    written = {file.stem: file.read_bytes() for file in (RULEBOOK / "shapes").glob("*.json")}
    assert written == {name: shape_text(shape) for name, shape in shapes().items()}


def spoiled(change: Callable[[Any], object]) -> Any:
    copy = msgspec.json.decode(msgspec.json.encode(TABLES["courses/varicella.yaml"]))
    change(copy[0]["versions"][0])
    return copy


@pytest.mark.parametrize(
    "change",
    [
        lambda version: version.pop("provision"),
        lambda version: version.update(colour="blue"),
        lambda version: version.update(effective_from="2014-13-01"),
        lambda version: version.update(eligible_from="when big"),
        lambda version: version["regimens"][0]["doses"][1].update(after_previous="soon"),
        lambda version: version["regimens"][0]["doses"][1].update(when_missed="cry"),
    ],
)
def test_a_file_of_another_shape_is_told_apart(change: Callable[[Any], object]) -> None:
    assert faults(spoiled(change), shape_of("courses/varicella.yaml"))
