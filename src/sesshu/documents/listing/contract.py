"""What a list of the office says: columns as data, rows, and under which conditions it was made."""

from typing import Literal

import msgspec

from sesshu.documents.forms import Registered


class Column(msgspec.Struct, frozen=True):
    """A column: its title, its share of the width, and where its text stands."""

    title: str
    share: int
    align: Literal["start", "center", "end"] = "start"


class Kind(msgspec.Struct, frozen=True):
    """A kind of list, with the number of its form in the standard."""

    form: str
    title: str
    columns: tuple[Column, ...]


class Condition(msgspec.Struct, frozen=True):
    """Something the list rests on: 基準日, 期間, or the person a list is about."""

    label: str
    value: Registered


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list: A4 landscape, with its conditions and its page of how many on every page."""

    kind: Kind
    office: str
    made_on: str
    conditions: tuple[Condition, ...]
    rows: tuple[tuple[Registered, ...], ...]
    totals: tuple[Condition, ...] = ()
