"""Reading a claims file: the header must be right, and no bad row stops the rows around it."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sesshu.wire.claims_files.control import Control, NotAClaimsFile, parse_control
from sesshu.wire.claims_files.form import ClaimForm, ClaimKind
from sesshu.wire.claims_files.layout import Layout, NoLayout, layout_of
from sesshu.wire.clinic_files.codes import GIVEN
from sesshu.wire.clinic_files.faults import faults_of, missing
from sesshu.wire.clinic_files.form import Told
from sesshu.wire.clinic_files.layout import Column, Kind
from sesshu.wire.residents.checks import Fault
from sesshu.wire.residents.control import CountDiffers, Encoding, HeaderDiffers
from sesshu.wire.residents.rows import Line

FIRST_ROW = 3
READ: Mapping[Kind, Callable[[str], object]] = {Kind.DAY: date.fromisoformat, Kind.COUNT: int}
OF_PERSON = ("voucher_number", "name_kana", "birth_on", "sex")


@dataclass(frozen=True, slots=True)
class ClaimsFile:
    """A file as it was opened: its control line, its layout, and its rows as lines."""

    control: Control
    layout: Layout
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A line read: the claim it makes, or every fault of it."""

    line: Line
    form: ClaimForm | None
    faults: tuple[Fault, ...] = ()
    told: Told | None = None
    """The person, where what the line says of them can be read."""


def open_file(path: Path) -> ClaimsFile:
    """The control line and the lines of a file.

    Raises NotAClaimsFile, HeaderDiffers, CountDiffers; bytes that cannot be read become U+FFFD, a fault of
    their row.
    """
    control, (titles, *rows) = opened(path.read_bytes(), parse_control)
    try:
        layout = layout_of(control.month)
    except NoLayout as problem:
        raise NotAClaimsFile("この月の請求ファイルの様式が登録されていません。") from problem
    if tuple(titles.split(",")) != layout.titles:
        raise HeaderDiffers(
            "項目名の行（2行目）が様式と違います。様式の版を確かめ、ファイルの作り直しを依頼してください。"
        )
    lines = tuple(Line(number, text) for number, text in enumerate(rows, FIRST_ROW) if text)
    if len(lines) != control.rows:
        raise CountDiffers(
            f"制御行は{control.rows}行、ファイルは{len(lines)}行です。ファイルの送り直しを依頼してください。"
        )
    return ClaimsFile(control, layout, lines)


def opened(content: bytes, control_of: Callable[[bytes], Control]) -> tuple[Control, list[str]]:
    """The control line of a file, and its other lines, at least one. Raises what `control_of` does.

    Raises HeaderDiffers where the mark of UTF-8 is not as the control line says.
    """
    marked = content.startswith(codecs.BOM_UTF8)
    head, _, body = content.removeprefix(codecs.BOM_UTF8).partition(b"\n")
    control = control_of(head)
    if marked != (control.encoding is Encoding.UTF_8_BOM):
        raise HeaderDiffers(
            "BOMの有無が制御行の文字コードと合いません。ファイルの作り直しを依頼してください。"
        )
    return control, control.encoding.text_of(body).splitlines() or [""]


def read_line(line: Line, layout: Layout) -> ReadClaim:
    """The claim a line makes, or its faults, each with its column."""
    values = values_of(line.text, layout)
    if values is None:
        fault = Fault(
            "",
            f"項目の数が{len(layout.columns)}個ではありません。",
            '区切りのカンマと、引用符(")の閉じ忘れを確かめて直してください。',
        )
        return ReadClaim(line, None, (fault,))
    faults = tuple(_faults_in(values, layout))
    form = None if faults else ClaimForm(**_typed(values, layout))
    return ReadClaim(line, form, faults, _told(values, faults, layout))


def values_of(text: str, layout: Layout) -> dict[str, str] | None:
    """The values of a line by the names of the columns; None where they cannot be told apart."""
    try:
        values = next(csv.reader(io.StringIO(text), strict=True), [])
    except csv.Error:
        return None
    if len(values) != len(layout.columns):
        return None
    return {column.name: value for column, value in zip(layout.columns, values, strict=True)}


def _faults_in(values: Mapping[str, str], layout: Layout) -> Iterator[Fault]:
    for column in layout.columns:
        if values[column.name]:
            words = layout.codes.get(column.name, {})
            yield from faults_of(column, values[column.name], words)
        elif column.required:
            yield missing(column)
    yield from _faults_between(values, layout)


def _faults_between(values: Mapping[str, str], layout: Layout) -> Iterator[Fault]:
    kind, outcome = (layout.codes[name].get(values[name]) for name in ("kind", "outcome"))
    if kind and (kind.name == ClaimKind.WITHDRAWAL) != bool(values["original_number"]):
        yield Fault(
            "元の明細番号",
            "取下げにだけ要る番号です。",
            "明細の区分と、元の明細番号を確かめてください。",
        )
    if outcome and outcome.name == GIVEN and not values["product"]:
        yield Fault(
            "ワクチンの種類", "接種したのに記載がありません。", "ワクチンの種類を入れてください。"
        )


def _told(values: Mapping[str, str], faults: Iterable[Fault], layout: Layout) -> Told | None:
    wrong = {fault.column for fault in faults}
    own = [column for column in layout.columns if column.name in OF_PERSON]
    if any(column.title in wrong for column in own):
        return None
    return Told(**{column.name: _read(column, values[column.name], layout) for column in own})


def _typed(values: Mapping[str, str], layout: Layout) -> dict[str, Any]:
    """Values by the names of their columns, which are those of the form, as what they stand for."""
    return {column.name: _read(column, values[column.name], layout) for column in layout.columns}


def _read(column: Column, value: str, layout: Layout) -> Any:
    if not value:
        return None
    if column.kind is Kind.CODE:
        return layout.codes[column.name][value].name
    return READ.get(column.kind, str)(value)
