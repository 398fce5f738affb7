"""Reading a resident file: whole and unchanged or not at all, then batch by batch in bounded memory."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sesshu.wire.residents.checks import Fault
from sesshu.wire.residents.control import (
    Control,
    CountDiffers,
    Encoding,
    HashDiffers,
    HeaderDiffers,
    parse_control,
)
from sesshu.wire.residents.layout import COLUMN_TITLES
from sesshu.wire.residents.rows import BadRow, Batch, Line, parse_lines

HEADER_LINE = 2
_PIECE_BYTES = 1 << 23
_LONGEST_CONTROL_LINE = 1024
BATCH_BYTES = 1 << 24


class Piece(NamedTuple):
    """Some whole lines of a file: number of the first, offset and length in bytes, number of lines.

    `asked` is the length it was meant to have; it goes on to the end of its last line.
    """

    first_line: int
    at: int
    length: int
    lines: int
    asked: int


@dataclass(frozen=True, slots=True)
class ResidentFile:
    """A resident file. `body_at` is the offset of the first row in bytes."""

    path: Path
    control: Control
    body_at: int

    def batches(self, batch_bytes: int = BATCH_BYTES, key: bytes = b"") -> Iterator[Batch]:
        """The rows in order, about `batch_bytes` of the file at a time."""
        return (self.batch(piece, key) for piece in self.pieces(batch_bytes))

    def batch(self, piece: Piece, key: bytes = b"") -> Batch:
        """The rows of one piece; `key` as in `parse_lines`."""
        with self.path.open("rb") as stream:
            stream.seek(piece.at)
            block = [stream.readline() for _ in range(piece.lines)]
        lines, undecodable = _decoded(block, piece.first_line, self.control.encoding.codec)
        batch = parse_lines(lines, self.control.created_at.date(), key)
        return Batch(batch.frame, (*undecodable, *batch.bad_rows))

    def pieces(self, batch_bytes: int = BATCH_BYTES) -> Iterator[Piece]:
        """The file cut between lines into pieces of about `batch_bytes`."""
        piece = self._piece(HEADER_LINE + 1, self.body_at, batch_bytes)
        while piece is not None:
            yield piece
            piece = self._piece(
                piece.first_line + piece.lines, piece.at + piece.length, batch_bytes
            )

    def piece_behind(self, piece: Piece) -> Piece | None:
        """The piece of about the same size behind this one; None at the end of the file."""
        return self._piece(piece.first_line + piece.lines, piece.at + piece.length, piece.asked)

    def _piece(self, first_line: int, at: int, asked: int) -> Piece | None:
        with self.path.open("rb") as stream:
            stream.seek(at)
            block = stream.read(asked)
            block += stream.readline()
        lines = block.count(b"\n") + (block[-1:] not in (b"\n", b""))
        return Piece(first_line, at, len(block), lines, asked) if block else None


def open_file(path: Path) -> ResidentFile:
    """The file, when its header, count and hash are those of its control line.

    Raises NotAResidentFile, HeaderDiffers, CountDiffers, HashDiffers; OSError where it cannot be read.
    """
    file, header_at = _opened(path)
    with path.open("rb") as stream:
        stream.seek(header_at)
        _require_whole(stream, file.control)
    return file


def open_again(path: Path) -> ResidentFile:
    """A file that `open_file` found whole before; only control line and header are read."""
    return _opened(path)[0]


def _opened(path: Path) -> tuple[ResidentFile, int]:
    """The file and the offset of its header."""
    with path.open("rb") as stream:
        marked = stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
        stream.seek(len(codecs.BOM_UTF8) if marked else 0)
        control = parse_control(stream.readline(_LONGEST_CONTROL_LINE))
        header_at = stream.tell()
        _require_header(stream, control, marked=marked)
        return ResidentFile(path, control, stream.tell()), header_at


def _require_header(stream: BinaryIO, control: Control, *, marked: bool) -> None:
    if marked != (control.encoding is Encoding.UTF_8_BOM):
        raise HeaderDiffers(
            "BOMの有無が制御行の文字コードと合いません。ファイルの作り直しを依頼してください。"
        )
    titles = stream.readline().decode(control.encoding.codec, "replace").rstrip("\r\n").split(",")
    if tuple(titles) != COLUMN_TITLES:
        odd = next((title for title in titles if title not in COLUMN_TITLES), "")
        missing = next((title for title in COLUMN_TITLES if title not in titles), "")
        raise HeaderDiffers(
            f"項目名の行(2行目)が様式と違います(余分:{odd or 'なし'}、不足:{missing or 'なし'})。"
            "様式の版を確かめ、ファイルの作り直しを依頼してください。"
        )


def _require_whole(stream: BinaryIO, control: Control) -> None:
    """Compare count and hash of everything after the control line, the header being no row."""
    digest, newlines, last = sha256(), 0, b""
    while piece := stream.read(_PIECE_BYTES):
        digest.update(piece)
        newlines += piece.count(b"\n")
        last = piece[-1:]
    rows = newlines - 1 + (last != b"\n")
    if rows != control.count:
        raise CountDiffers(
            f"制御行の件数は{control.count:,}件ですが、ファイルには{rows:,}件あります。"
            "途中で切れたおそれがあります。もう一度受け取ってください。"
        )
    if digest.hexdigest() != control.sha256:
        raise HashDiffers(
            "ファイルの中身が作成時から変わっています(ハッシュ値の不一致)。もう一度受け取ってください。"
        )


def _decoded(block: list[bytes], first: int, codec: str) -> tuple[list[Line], list[BadRow]]:
    try:
        texts = _kept(b"".join(block).decode(codec)).split("\n")
    except UnicodeDecodeError:
        return _decoded_one_by_one(block, first, codec)
    texts = texts[: len(block)]
    return [Line(first + at, text.rstrip("\r")) for at, text in enumerate(texts)], []


def _decoded_one_by_one(
    block: list[bytes], first: int, codec: str
) -> tuple[list[Line], list[BadRow]]:
    lines: list[Line] = []
    undecodable: list[BadRow] = []
    for number, line in enumerate(block, first):
        try:
            lines.append(Line(number, _kept(line.decode(codec)).rstrip("\r\n")))
        except UnicodeDecodeError as problem:
            undecodable.append(_undecodable(number, line, codec, problem))
    return lines, undecodable


def _undecodable(number: int, line: bytes, codec: str, problem: UnicodeDecodeError) -> BadRow:
    odd = line[problem.start : problem.end].hex(" ").upper()
    fault = Fault(
        "",
        f"文字コード({codec})として読めないバイトがあります({problem.start + 1}バイト目、{odd})。",
        "その文字を正しい文字に直してください。",
    )
    text = _kept(line.decode(codec, "backslashreplace"))
    return BadRow(Line(number, text.rstrip("\r\n")), (fault,))


def _kept(text: str) -> str:
    """The text as a database can keep it: NUL is a fault of its row, not the end of the whole file."""
    return text.replace("\x00", "\ufffd")
