"""A form: a folder with a typst template, the contract of its data, and a sample."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from sesshu.documents.codes import Mark
from sesshu.documents.faces import Face

ROOT = Path(__file__).parent
Data = TypeVar("Data", bound=msgspec.Struct)


class PersonName(msgspec.Struct, frozen=True):
    """A name, set in the face of names and looked up there."""

    text: str


Registered = str | PersonName
"""What stands in a list or a table: PersonName where it is registered (names, addresses)."""


class Address(msgspec.Struct, frozen=True):
    """Where paper goes to: 〒 with its hyphen, and lines as registered, set in the face of names."""

    postal_code: str
    lines: tuple[str, ...]


class ReadingLine(msgspec.Struct, frozen=True):
    """A line that machines read, set in OCR B and looked up there."""

    text: str


FACES: dict[type, Face | None] = {
    PersonName: Face.NAMES,
    Address: Face.NAMES,
    ReadingLine: Face.READING,
    Mark: None,
}
"""The face a type is set in; None where it is drawn and holds no text. Anything else: GOTHIC."""


@dataclass(frozen=True, slots=True)
class Form(Generic[Data]):
    """`folder` holds `<its name>.typ` and `sample.json`; the contract is what the template reads.

    `on_screen` forms are made as PDF/UA, to be read aloud; the others go to a printer by the thousand, where
    its tags would take nine tenths of the time. `pages` names the field of the contract that holds one page
    each. `underlay`: what all pages share is printed once, and lies under each of them as pre-printed paper
    does (`underlay.typ`). Templates may import what lies under `root`.
    """

    folder: Path
    contract: type[Data]
    on_screen: bool = True
    pages: str = ""
    underlay: bool = False
    root: Path = ROOT

    @property
    def template(self) -> Path:
        """The typst source."""
        return self.folder / f"{self.folder.name}.typ"

    def sample(self) -> Data:
        """A document of this form that names nobody real."""
        text = (self.folder / "sample.json").read_bytes()
        return msgspec.json.decode(text, type=self.contract)
