"""Every character looked up before it is printed: a box on a person's paper is an error nobody sees."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec

from sesshu.documents.faces import Coverage, Face, coverage
from sesshu.documents.forms import FACES
from sesshu.documents.situations import MissingGlyph

SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def refuse_missing(data: msgspec.Struct) -> None:
    """Raise MissingGlyph for the first text of a document that its face cannot print."""
    if missing := missing_in(data):
        raise missing


def missing_in(data: msgspec.Struct) -> MissingGlyph | None:
    """The first character of a document, or of a page of it, that its face cannot print."""
    for place, text, face in texts_of(data):
        if character := first_missing(text, coverage(face)):
            return MissingGlyph(character, face, place)
    return None


def texts_of(
    data: Any, place: str = "", face: Face | None = Face.GOTHIC
) -> Iterator[tuple[str, str, Face]]:
    """Every text of a document with its place and the face it is set in."""
    if face is None:
        return
    if isinstance(data, str):
        yield place, data, face
    elif isinstance(data, msgspec.Struct):
        own = FACES.get(type(data), face)
        for field in data.__struct_fields__:
            yield from texts_of(getattr(data, field), f"{place}.{field}".lstrip("."), own)
    elif isinstance(data, list | tuple):
        for number, one in enumerate(data):
            yield from texts_of(one, f"{place}[{number}]", face)
    elif isinstance(data, dict):
        for key, one in data.items():
            yield from texts_of(one, f"{place}[{key}]", face)


def first_missing(text: str, held: Coverage) -> str:
    """The first character, with its variation selector, that a face does not hold; empty where all are."""
    codes = [ord(character) for character in text if character != "\n"]
    if held.characters.issuperset(codes):
        return ""
    for code, following in pairwise([*codes, 0]):
        if _selects(code):
            continue
        if code not in held.characters:
            return chr(code)
        if _selects(following) and (code, following) not in held.sequences:
            return chr(code) + chr(following)
    return ""


def _selects(code: int) -> bool:
    return any(code in selectors for selectors in SELECTORS)
