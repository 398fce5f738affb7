"""What an application form asks, how its 記入例 answers, and which sheets of it are printed."""

from typing import Literal

import msgspec

from sesshu.documents.office import Office


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place to write in; `hint` is said on every sheet, `advice` beside the example alone."""

    label: str
    kind: Literal["text", "choices", "date", "period", "digits"] = "text"
    choices: tuple[str, ...] = ()
    digits: int = 0
    lines: int = 1
    hint: str = ""
    example: str
    advice: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields under a heading, or a table of `rows` lines under `columns`; `examples` fill the first."""

    heading: str
    text: str = ""
    fields: tuple[Field, ...] = ()
    columns: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()
    rows: int = 0
    examples: tuple[tuple[str, ...], ...] = ()


class Wording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form: for whom (`use`), what is applied for, what to bring, and what the data are used for (R20)."""

    code: str
    title: str
    use: str
    statement: str
    sections: tuple[Section, ...]
    bring: tuple[str, ...]
    purpose: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet: empty, or filled in for nobody as its 記入例."""

    wording: Wording
    example: bool


class ApplicationForms(msgspec.Struct, frozen=True, kw_only=True):
    """Sheets in the order in which they are printed, one a page: A4, or A3 in large type."""

    office: Office
    edition: str
    avoid: str
    sheets: tuple[Sheet, ...]
    large: bool = False
