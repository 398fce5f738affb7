"""Paper that a person reads: one folder a form, and one door, `render(form, data)`."""

from sesshu.documents.faces import Face
from sesshu.documents.forms import Address, Form, PersonName, ReadingLine
from sesshu.documents.printing import render
from sesshu.documents.situations import Misprint, MissingFace, MissingGlyph, NotPrinted

__all__ = [
    "Address",
    "Face",
    "Form",
    "Misprint",
    "MissingFace",
    "MissingGlyph",
    "NotPrinted",
    "PersonName",
    "ReadingLine",
    "render",
]
