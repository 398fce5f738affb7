"""The faces our paper is set in, where they lie, and which characters each of them holds."""

import os
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from sesshu.documents.situations import MissingFace

FONTS = "SESSHU_FONTS"
DEBIAN = "/usr/share/fonts"


class Face(StrEnum):
    """A family as typst calls it."""

    GOTHIC = "Noto Sans CJK JP"
    NAMES = "IPAmjMincho"
    """Holds the characters of the family registers, with their variation selectors."""
    READING = "OCR B"
    """Read by machines (JIS X 9001)."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of Debian's fonts, the font's place in it, and the package it comes with."""

    path: str
    package: str
    index: int = -1


FILES = {
    Face.GOTHIC: File("opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk", 0),
    Face.NAMES: File("truetype/ipamj/ipamjm.ttf", "fonts-ipamj-mincho"),
    Face.READING: File("opentype/ocr-b/OCRB.otf", "fonts-ocr-b"),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Characters a face holds, and pairs of a character and a variation selector."""

    characters: frozenset[int]
    sequences: frozenset[tuple[int, int]]


def folders() -> list[Path]:
    """Where fonts are looked for: SESSHU_FONTS (several with `:`), else Debian's place."""
    return [Path(place) for place in os.environ.get(FONTS, DEBIAN).split(os.pathsep)]


def file_of(face: Face) -> Path:
    """The file of a face on this machine. Raises MissingFace."""
    for folder in folders():
        if (folder / FILES[face].path).exists():
            return folder / FILES[face].path
    raise MissingFace(face, FILES[face].package)


@cache
def coverage(face: Face) -> Coverage:
    """What the cmap of a face says it holds. Raises MissingFace."""
    with TTFont(file_of(face), fontNumber=FILES[face].index, lazy=True) as font:
        tables = font["cmap"].tables
        pairs = [table.uvsDict for table in tables if table.format == 14]
        return Coverage(
            frozenset(font.getBestCmap()),
            frozenset(
                (character, selector)
                for table in pairs
                for selector, held in table.items()
                for character, _ in held
            ),
        )


@cache
def fonts() -> typst.Fonts:
    """Our faces, and nothing else that lies on the machine. Raises MissingFace."""
    places = sorted({str(file_of(face).parent) for face in Face})
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(places)
    )
