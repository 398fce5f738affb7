"""PDFs read back: their text, and their pages as pictures."""

import re
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfDocument

from sesshu.documents import Form, PersonName, ReadingLine

FORMS = Path(__file__).parent / "forms"


class Label(msgspec.Struct, frozen=True):
    """A label as a form of paper will hold it: plain text, a name, a line for machines."""

    address: str
    name: PersonName
    line: ReadingLine


def form(name: str) -> Form[Label]:
    """A form of the tests."""
    return Form(FORMS / name, Label, root=FORMS / name)


def text_of(pdf: bytes) -> str:
    """All text of a PDF without white space."""
    return "".join(pages_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without white space."""
    document = PdfDocument(pdf)
    pages = (document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    return [re.sub(r"\s", "", page) for page in pages]


def pictures_of(pdf: bytes) -> list[NDArray[np.uint8]]:
    """Its pages, one number a pixel: 0 is black, 255 is paper."""
    document = PdfDocument(pdf)
    pages = (document[number].render(grayscale=True) for number in range(len(document)))
    return [page.to_numpy().copy() for page in pages]
