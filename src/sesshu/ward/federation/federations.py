"""Which 国保連 sends a ward the claims of clinics: dated data."""

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from sesshu.foundation.walls import current_place
from sesshu.ward.dated import Dated, refuse_overlaps, value_on


class Federation(Dated, frozen=True, kw_only=True):
    """A 国保連 with its number, by which it is paid as clinics are by theirs."""

    code: str
    name: str


def federation_on(municipality: str, month: date) -> Federation | None:
    """Who sends the claims made in a month; None where clinics claim from the ward alone."""
    return value_on(month, _table().get(municipality, ()))


def federations_of(municipality: str) -> dict[str, str]:
    """The names of those who ever sent a ward claims, by their numbers."""
    return {each.code: each.name for each in _table().get(municipality, ())}


def federation_in_words(code: str) -> str:
    """The name of a 国保連 of the ward here by its number."""
    return federations_of(current_place().municipality).get(code, code)


@cache
def _table() -> dict[str, tuple[Federation, ...]]:
    text = (files("sesshu.ward.federation") / "federations.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.safe_load(text), dict[str, tuple[Federation, ...]])
    for here in found.values():
        refuse_overlaps(here)
    return found
