"""Paper a person reads: one folder a form; `render` makes a document, `print_batch` thousands of pages."""

from sesshu.documents.batch import Batch, LeftOut, Printed, print_batch
from sesshu.documents.faces import Face
from sesshu.documents.forms import Address, Form, PersonName, ReadingLine, Registered
from sesshu.documents.printing import render
from sesshu.documents.situations import Misprint, MissingFace, MissingGlyph, NotPrinted

__all__ = [
    "Address",
    "Batch",
    "Face",
    "Form",
    "LeftOut",
    "Misprint",
    "MissingFace",
    "MissingGlyph",
    "NotPrinted",
    "PersonName",
    "Printed",
    "ReadingLine",
    "Registered",
    "print_batch",
    "render",
]
