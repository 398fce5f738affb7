"""A roster as lines: one person a line, values that paper and a sheet show each in their way."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import connection

from sesshu.documents.forms import PersonName, Registered
from sesshu.kernel.eras import in_japanese
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.wire.residents.codes import TITLES

Value = Registered | date | None
HELD_BACK = "担当課で対応"
"""In the place of what lies behind the wall of a protected person."""


@dataclass(frozen=True, slots=True)
class Line:
    """Whom a line is about, if anybody, their number for a note, and values in the order of the columns."""

    resident_id: int | None
    atena_number: str
    values: tuple[Value, ...]


class Roster(ABC):
    """A list of people of one form; made anew whenever it is read."""

    form: ClassVar[str]
    purpose: ClassVar[str]
    action: ClassVar[str]
    """What the ledger calls its print."""

    @property
    @abstractmethod
    def said(self) -> tuple[tuple[str, str], ...]:
        """The conditions in words."""

    def subjects(self, lines: Sequence[Line]) -> Iterable[int]:
        """Whom these lines are about, for the ledger."""
        return dict.fromkeys(line.resident_id for line in lines if line.resident_id)

    @abstractmethod
    def number(self) -> int:
        """How many lines there are."""

    @abstractmethod
    def lines(self, first: int = 0, most: int | None = None) -> list[Line]:
        """Lines in their order, from the `first` on."""


def registered(text: str | None) -> Value:
    """A name or an address, to be set in the face of names."""
    return PersonName(text) if text else ""


def home(address: str | None, building: str | None, *, is_guarded: bool) -> Value:
    """Where somebody lives, or that another desk knows."""
    return HELD_BACK if is_guarded else registered("　".join(filter(None, (address, building))))


def sex_of(code: str) -> str:
    """男, 女."""
    return str(TITLES["sex"][code])


def series_name(code: str) -> str:
    """麻しん風しん 第1期; a code that the rulebook does not know stays as it is."""
    series = rulebook_here().series.get(code)
    return series.name if series else code


def on_paper(value: Value) -> Registered:
    """A day in 和暦, nothing as nothing."""
    return in_japanese(value) if isinstance(value, date) else value or ""


def in_a_sheet(value: Value) -> str | date | None:
    """Text as text, a day as a day."""
    return value.text if isinstance(value, PersonName) else value


def rows(query: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    """The rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
