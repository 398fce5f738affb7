"""The layouts of claims files, each from the month in which it begins."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import yaml

from sesshu.wire.clinic_files.codes import Word
from sesshu.wire.clinic_files.layout import Column, Kind


class Layout(NamedTuple):
    """The columns of a file in their order, and the codes of those that hold codes."""

    effective_from: date
    source: str
    verify: bool
    columns: tuple[Column, ...]
    codes: Mapping[str, Mapping[str, Word]]

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple(column.title for column in self.columns)


class NoLayout(LookupError):
    """Claims of the month come in no layout that is known."""


class _Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    title: str


class _Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    title: str
    kind: str
    longest: int
    required: bool = False
    exact: bool = False


class _Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    effective_from: date
    source: str
    verify: bool
    columns: tuple[_Column, ...]
    codes: dict[str, dict[str, _Word]]


def layout_of(month: date) -> Layout:
    """The layout of claims made in a month. Raises NoLayout."""
    begun = [each for each in layouts() if each.effective_from <= month]
    if not begun:
        raise NoLayout(month)
    return max(begun, key=lambda each: each.effective_from)


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout, as it is declared."""
    text = (files("sesshu.wire.claims_files") / "layouts.yaml").read_text(encoding="utf-8")
    return tuple(map(_layout, msgspec.convert(yaml.safe_load(text), list[_Layout])))


def _layout(said: _Layout) -> Layout:
    columns = tuple(_column(each) for each in said.columns)
    codes = {
        name: {code: Word(word.name, word.title) for code, word in words.items()}
        for name, words in said.codes.items()
    }
    return Layout(said.effective_from, said.source, said.verify, columns, codes)


def _column(said: _Column) -> Column:
    kind = Kind[said.kind.upper()]
    return Column(
        said.name, said.title, kind, said.longest, required=said.required, exact=said.exact
    )
