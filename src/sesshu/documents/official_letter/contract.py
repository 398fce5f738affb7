"""What an official letter says: number, day, reader, a sentence, a table, and notes."""

import msgspec

from sesshu.documents.forms import Address, PersonName, Registered
from sesshu.documents.office import Office


class Wording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every letter of a kind says."""

    title: str
    statement: str
    notes: tuple[str, ...]


class Row(msgspec.Struct, frozen=True):
    """A line of the table (記)."""

    label: str
    value: Registered


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter, one page. Without an address the reader's name alone stands in the window.

    `is_reply`: written by somebody else to the office, so neither its number nor its head stands as sender.
    """

    wording: Wording
    number: str
    issued_on: str
    address: Address | None
    reader: PersonName
    honorific: str = "様"
    rows: tuple[Row, ...]
    enclosures: tuple[str, ...] = ()
    is_reply: bool = False


class OfficialLetters(msgspec.Struct, frozen=True, kw_only=True):
    """Letters in the order in which they are printed, a page each."""

    office: Office
    letters: tuple[Letter, ...]
