"""Writing a resident file: what the register does, and what tests and stand-ins need."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import polars as pl

from sesshu.wire.residents.control import Control, Encoding, FileKind, render_control
from sesshu.wire.residents.layout import COLUMN_NAMES, COLUMN_TITLES, COLUMNS, Kind

_LINE_END = "\r\n"


@dataclass(frozen=True, slots=True)
class Unencodable:
    """Characters of one value that the encoding of the file does not know."""

    atena_number: str
    column: str
    characters: str


class CharactersMissing(ValueError):
    """Values hold characters that the chosen encoding does not know; `found` names them all."""

    def __init__(self, found: tuple[Unencodable, ...]) -> None:
        self.found = found
        first = found[0]
        codes = " ".join(f"{character}(U+{ord(character):04X})" for character in first.characters)
        super().__init__(
            f"この文字コードにない文字が{len(found)}か所あります。最初は宛名番号{first.atena_number}の"
            f"{first.column}:{codes}。UTF-8で作ってください。"
        )


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a control line says before the rows are known."""

    file_id: str
    municipality: str
    created_at: datetime
    sequence: int
    kind: FileKind
    encoding: Encoding = Encoding.UTF_8


def write_file(path: Path, head: Letterhead, frames: Iterable[pl.DataFrame]) -> Control:
    """Write a resident file and return its control line.

    Frames have the columns of the layout as `parse` gives them (others are ignored). The control line is
    written last, over a line of the same length. Raises CharactersMissing where a character has no code.
    """
    digest, count = sha256(), 0
    blank = _control(head, 0, "0" * 64)
    with path.open("wb") as stream:
        mark = codecs.BOM_UTF8 if head.encoding is Encoding.UTF_8_BOM else b""
        stream.write(mark + render_control(blank))
        for part, rows in _parts(frames, head.encoding):
            digest.update(part)
            stream.write(part)
            count += rows
        control = replace(blank, count=count, sha256=digest.hexdigest())
        stream.seek(len(mark))
        stream.write(render_control(control))
    return control


def render_rows(frame: pl.DataFrame) -> str:
    """The rows of a frame as lines of the file."""
    return frame.select(_written(column.name, column.kind) for column in COLUMNS).write_csv(
        include_header=False,
        line_terminator=_LINE_END,
        date_format="%Y-%m-%d",
        datetime_format="%Y-%m-%dT%H:%M:%S",
    )


def unencodable(frame: pl.DataFrame, encoding: Encoding) -> tuple[Unencodable, ...]:
    """Every value with characters that the encoding does not know, in the order of the rows."""
    texts = [column for column in COLUMNS if column.kind in (Kind.TEXT, Kind.KANA)]
    return tuple(
        Unencodable(row["atena_number"], column.title, missing)
        for row in frame.select(COLUMN_NAMES).iter_rows(named=True)
        for column in texts
        if (missing := _missing(row[column.name] or "", encoding.codec))
    )


def _control(head: Letterhead, count: int, digest: str) -> Control:
    return Control(
        head.file_id,
        head.municipality,
        head.created_at,
        head.sequence,
        head.kind,
        head.encoding,
        count,
        digest,
    )


def _parts(frames: Iterable[pl.DataFrame], encoding: Encoding) -> Iterable[tuple[bytes, int]]:
    yield (",".join(COLUMN_TITLES) + _LINE_END).encode(encoding.codec), 0
    for frame in frames:
        yield _encoded(frame, encoding), frame.height


def _encoded(frame: pl.DataFrame, encoding: Encoding) -> bytes:
    try:
        return render_rows(frame).encode(encoding.codec)
    except UnicodeEncodeError as problem:
        raise CharactersMissing(unencodable(frame, encoding)) from problem


def _missing(text: str, codec: str) -> str:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return "".join(character for character in text if not _knows(codec, character))
    return ""


def _knows(codec: str, character: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _written(name: str, kind: Kind) -> pl.Expr:
    value = pl.col(name)
    if kind is Kind.FLAG:
        return value.cast(pl.UInt8)
    return value.replace("", None) if kind in (Kind.TEXT, Kind.KANA, Kind.DIGITS) else value
