"""Reading a clinic file: the header must be right, and no bad row stops the rows around it."""

import codecs
import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sesshu.wire.clinic_files.codes import CODES
from sesshu.wire.clinic_files.control import Control, parse_control
from sesshu.wire.clinic_files.faults import PLAIN, faults_between, faults_in
from sesshu.wire.clinic_files.form import Form, Told
from sesshu.wire.clinic_files.layout import COLUMN_NAMES, COLUMN_TITLES, COLUMNS, Column, Kind
from sesshu.wire.residents.checks import Fault
from sesshu.wire.residents.control import Encoding, HeaderDiffers
from sesshu.wire.residents.rows import Line

FIRST_ROW = 3
_READ: dict[Kind, Callable[[str], object]] = {
    Kind.DAY: lru_cache(maxsize=4_096)(date.fromisoformat),
    Kind.COUNT: int,
    Kind.FLAG: "1".__eq__,
    Kind.VOLUME: Decimal,
}


def _reader(column: Column) -> Callable[[str], object]:
    if column.kind is Kind.CODE:
        return {code: word.name for code, word in CODES[column.name].items()}.__getitem__
    return _READ.get(column.kind, str)


_READERS = {column.name: _reader(column) for column in COLUMNS}
_OF_PERSON = tuple(name for name in COLUMN_NAMES if name in Told.__dataclass_fields__)
_TITLES_OF_PERSON = {column.title for column in COLUMNS if column.name in _OF_PERSON}


@dataclass(frozen=True, slots=True)
class ClinicFile:
    """A clinic file as it was opened: its control line, and its rows as lines."""

    control: Control
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A line read: the form it tells of, or what keeps it from being read."""

    line: Line
    form: Form | None
    faults: tuple[Fault, ...] = ()
    told: Told | None = None
    """The person, where what the row says of them can be read."""


def open_file(path: Path) -> ClinicFile:
    """The control line and the lines of a file.

    Raises NotAClinicFile and HeaderDiffers; bytes that cannot be read become U+FFFD, a fault of their row.
    """
    content = path.read_bytes()
    marked = content.startswith(codecs.BOM_UTF8)
    head, _, body = content[len(codecs.BOM_UTF8) if marked else 0 :].partition(b"\n")
    control = parse_control(head)
    titles, *rows = control.encoding.text_of(body).splitlines() or [""]
    _require_header(titles, control, marked=marked)
    lines = tuple(Line(number, text) for number, text in enumerate(rows, FIRST_ROW) if text)
    return ClinicFile(control, lines)


def read_line(line: Line) -> ReadRow:
    """The form of a line, or its faults: every one, each with its column."""
    return _read_plainly(line) or _read_closely(line)


def _read_plainly(line: Line) -> ReadRow | None:
    """A line without quotes and without a fault, as nearly all are; None for any other."""
    plain = PLAIN.fullmatch(line.text)
    if plain is None:
        return None
    values = dict(zip(COLUMN_NAMES, plain.groups(""), strict=True))
    try:
        read = _typed(values)
    except ValueError:  # a day that is not in the calendar
        return None
    if any(faults_between(values)):
        return None
    return ReadRow(line, Form(**read), (), Told(**{name: read[name] for name in _OF_PERSON}))


def _read_closely(line: Line) -> ReadRow:
    values = values_of(line.text)
    if values is None:
        fault = Fault(
            "",
            f"項目の数が{len(COLUMNS)}個ではありません。",
            '区切りのカンマと、引用符(")の閉じ忘れを確かめて直してください。',
        )
        return ReadRow(line, None, (fault,))
    faults = tuple(faults_in(values))
    form = None if faults else Form(**_typed(values))
    return ReadRow(line, form, faults, _told(values, faults))


def values_of(text: str) -> dict[str, str] | None:
    """The values of a line by the names of the columns; None where they cannot be told apart."""
    try:
        values = next(csv.reader(io.StringIO(text), strict=True), [])
    except csv.Error:
        return None
    if len(values) != len(COLUMNS):
        return None
    return {column.name: value for column, value in zip(COLUMNS, values, strict=True)}


def _require_header(titles: str, control: Control, *, marked: bool) -> None:
    if marked != (control.encoding is Encoding.UTF_8_BOM):
        raise HeaderDiffers(
            "BOMの有無が制御行の文字コードと合いません。ファイルの作り直しを依頼してください。"
        )
    if tuple(titles.split(",")) != COLUMN_TITLES:
        raise HeaderDiffers(
            "項目名の行(2行目)が様式と違います。様式の版を確かめ、ファイルの作り直しを依頼してください。"
        )


def _told(values: Mapping[str, str], faults: tuple[Fault, ...]) -> Told | None:
    if {fault.column for fault in faults} & _TITLES_OF_PERSON:
        return None
    return Told(**_typed({name: values[name] for name in _OF_PERSON}))


def _typed(values: Mapping[str, str]) -> dict[str, Any]:
    """Values by the names of their columns as what they stand for. Raises ValueError for no day."""
    return {name: _READERS[name](value) if value else None for name, value in values.items()}
