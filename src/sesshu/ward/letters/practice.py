"""How a ward handles request letters: the area that needs none, and how long before to apply."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Municipalities that take each other's screening forms; codes of six digits."""

    source: str
    verify: bool
    municipalities: frozenset[str]


class WardPractice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one ward asks of applicants."""

    apply_days_before: int
    source: str
    verify: bool
    without_letter: tuple[str, ...]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    areas: dict[str, Area]
    wards: dict[str, WardPractice]


class Practice(msgspec.Struct, frozen=True):
    """A ward's practice with its areas looked up."""

    apply_days_before: int
    areas: tuple[Area, ...]

    def without_letter(self, municipality: str) -> Area | None:
        """The agreement by which no letter is needed for that municipality; None where one is."""
        return next((area for area in self.areas if municipality in area.municipalities), None)


NO_AGREEMENT = Practice(14, ())


def practice_of(municipality: str) -> Practice:
    """The practice of a ward; of one that told nothing, a fortnight and no agreement."""
    ward = _table().wards.get(municipality)
    if ward is None:
        return NO_AGREEMENT
    return Practice(
        ward.apply_days_before, tuple(_table().areas[name] for name in ward.without_letter)
    )


@cache
def _table() -> _Table:
    text = (files("sesshu.ward.letters") / "practice.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), _Table)
