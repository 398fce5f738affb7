"""Lists that may leave the house: a duty declares one; the media ledger asks, makes, follows its files.

A list is registered in a module named in ``settings.LISTS``; any page then leads to
``take-out-new?list=KIND&…`` with conditions that are ids and codes.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import ClassVar, NamedTuple, TypeVar

from django.conf import settings

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.states import FileFormat

NEVER = "number"
SHEETS = (FileFormat.XLSX, FileFormat.CSV)
GUARDED_TABLES = "guarded_"
Value = str | int | date | None
Conditions = Mapping[str, str]
ListClass = TypeVar("ListClass", bound=type["TakeOutList"])
_lists: dict[str, "TakeOutList"] = {}


class NeverTakenOut(Exception):
    """A column that no list may hold: a 個人番号, or what is guarded."""


class NoOwnFormat(Exception):
    """A list of sheets was asked for in a format that only another list has."""


class UnknownList(Exception):
    """There is no list of this kind."""


class UnknownConditions(Exception):
    """A list was asked for under conditions it does not know."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading and the privacy class of the field it shows."""

    label: str
    privacy: str


class Row(NamedTuple):
    """A line of a list: whom it is about, if anybody, and one value for each column."""

    resident_id: int | None
    values: Sequence[Value]


def column(label: str, fields: Mapping[str, Mapping[str, str]], table: str, name: str) -> Column:
    """A column that shows ``table.name``, classed as its duty's privacy.py says. Raises NeverTakenOut."""
    privacy = fields[table][name]
    if privacy == NEVER or table.startswith(GUARDED_TABLES):
        raise NeverTakenOut(f"{table}.{name} never leaves the house")
    return Column(label, privacy)


class TakeOutList(ABC):
    """One list. It is read in the transaction of who asks, under the role of their screen."""

    kind: ClassVar[str]
    title: ClassVar[str]
    permission: ClassVar[Permission]  # who may see the list may ask for it
    columns: ClassVar[Sequence[Column]]
    formats: ClassVar[Sequence[FileFormat]] = SHEETS

    @abstractmethod
    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """The conditions among what an address of this person says. Raises UnknownConditions."""

    @abstractmethod
    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """The conditions in words, for who approves and for the ledger's page."""

    @abstractmethod
    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """The lines, in their order."""

    def in_own_format(self, conditions: Conditions, rows: Iterable[Row]) -> bytes:
        """The file of a list that is no sheet; lists with such a format say how they are written."""
        raise NoOwnFormat(self.kind)


def take_out_list(list_class: ListClass) -> ListClass:
    """Register a subclass of `TakeOutList` under its kind."""
    if list_class.kind in _lists:
        raise ValueError(f"two lists are called {list_class.kind}")
    _lists[list_class.kind] = list_class()
    return list_class


def list_of(kind: str) -> TakeOutList:
    """The list of this kind. Raises UnknownList."""
    _load()
    try:
        return _lists[kind]
    except KeyError:
        raise UnknownList(f"no list is called {kind!r}") from None


def lists() -> list[TakeOutList]:
    """Every list, by title."""
    _load()
    return sorted(_lists.values(), key=lambda each: each.title)


def title_of(kind: str) -> str:
    """The title of a kind, or the kind itself for a list of an earlier release."""
    return next((each.title for each in lists() if each.kind == kind), kind)


@cache
def _load() -> None:
    for name in settings.LISTS:
        import_module(name)
