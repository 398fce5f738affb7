"""The ward's practice of recall, as data."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Practice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many letters about one dose, and after how many days a round's effect is counted."""

    most_letters: int
    effect_days: tuple[int, ...]
    source: str
    verify: bool


@cache
def practice() -> Practice:
    """The practice this installation carries."""
    text = (files("sesshu.ward.recall") / "practice.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Practice)
