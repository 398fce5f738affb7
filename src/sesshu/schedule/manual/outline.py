"""What the manual says, as plain values: parts, sections and five kinds of block, for any renderer."""

from collections.abc import Iterator
from datetime import date

import msgspec

FORMAT = "sesshu.schedule.manual/1"


class Cell(msgspec.Struct, frozen=True):
    """A text, and the open questions it rests on (ids of words.yaml)."""

    text: str
    verify: tuple[str, ...] = ()


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A paragraph."""

    text: str


class Points(msgspec.Struct, frozen=True, tag="points"):
    """A list without order."""

    items: tuple[Cell, ...]


class Term(msgspec.Struct, frozen=True):
    """A word and what there is to say about it."""

    name: str
    said: tuple[Cell, ...]


class Terms(msgspec.Struct, frozen=True, tag="terms"):
    """A description list."""

    rows: tuple[Term, ...]


class Column(msgspec.Struct, frozen=True):
    """The head of a column and the share of the paper's width it asks for."""

    name: str
    share: int


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table; the first cell of a row names the row."""

    caption: Cell
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Bar(msgspec.Struct, frozen=True):
    """Days on which something holds, both inclusive; no last day where none is set."""

    from_on: date
    until_on: date | None


class Lane(msgspec.Struct, frozen=True):
    """What holds on the days of its bars."""

    name: str
    bars: tuple[Bar, ...]


class Timeline(msgspec.Struct, frozen=True, tag="timeline"):
    """Lanes over the years from the first to the last, both shown whole; `on` is the manual's day."""

    caption: str
    first_year: int
    last_year: int
    on: date
    lanes: tuple[Lane, ...]


Block = Text | Points | Terms | Table | Timeline


class Section(msgspec.Struct, frozen=True):
    """A heading with what stands below it."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    past: bool = False
    """Law of other days, which a reader of today's law may pass over."""

    def walk(self) -> Iterator["Section"]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


class Question(msgspec.Struct, frozen=True):
    """An open question with the number it is called by in this manual."""

    id: str
    number: int
    text: str
    asked_in: tuple[str, ...]
    """Titles of the sections that rest on it."""


class Manual(msgspec.Struct, frozen=True, kw_only=True):
    """The rulebook as a document: the law of a day, with the law before and after it."""

    format: str = FORMAT
    title: str
    on: date
    release: str
    parts: tuple[Section, ...]
    questions: tuple[Question, ...]
