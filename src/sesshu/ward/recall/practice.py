"""The ward's practice of recall, as data."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Practice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many letters about one dose, how long a newcomer's history is waited for, when effects are counted.

    `newcomer_days`: days from moving in for which nobody is written to of whom no record came along.
    """

    most_letters: int
    newcomer_days: int
    effect_days: tuple[int, ...]
    source: str
    verify: bool


@cache
def practice() -> Practice:
    """The practice this installation carries."""
    text = (files("sesshu.ward.recall") / "practice.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Practice)
