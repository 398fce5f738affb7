"""The symptoms of the ordinance with the time in which each is to be reported, as data."""

from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Symptom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One symptom; `days` until which after a dose it shows, None where the ordinance names no limit."""

    code: str
    name: str
    limit: str
    days: int | None = None
    days_of: dict[str, int] = {}

    def shows_in_time(self, series: str, given_on: date, onset_on: date) -> bool:
        """Whether it began within its limit after a dose of a series."""
        days = self.days_of.get(series, self.days)
        return days is None or onset_on <= given_on + timedelta(days=days)


class Symptoms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them, with the provision they are from."""

    source: str
    verify: bool
    symptoms: tuple[Symptom, ...]


@cache
def symptoms() -> dict[str, Symptom]:
    """The symptoms this installation carries, by code, in their order."""
    return {each.code: each for each in _read().symptoms}


@cache
def provision() -> str:
    """Where the list is from."""
    return _read().source


def _read() -> Symptoms:
    text = (files("sesshu.ward.reactions") / "symptoms.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Symptoms)
