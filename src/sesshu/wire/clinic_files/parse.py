"""Reading a clinic file: the header must be right, and no bad row stops the rows around it."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from sesshu.wire.clinic_files.codes import CODES, GIVEN
from sesshu.wire.clinic_files.control import Control, parse_control
from sesshu.wire.clinic_files.form import Form, Told
from sesshu.wire.clinic_files.layout import COLUMN_TITLES, COLUMNS, Column, Kind
from sesshu.wire.residents.checks import Fault
from sesshu.wire.residents.control import Encoding, HeaderDiffers
from sesshu.wire.residents.rows import Line

FIRST_ROW = 3
NO_SUCH_DAY = "暦にない日です。"
_SHAPES = {
    Kind.DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    Kind.COUNT: re.compile(r"[0-9]+"),
    Kind.DIGITS: re.compile(r"[0-9]+"),
    Kind.FLAG: re.compile(r"[01]"),
    Kind.VOLUME: re.compile(r"[0-9]{1,2}(\.[0-9]{1,3})?"),
    Kind.KANA: re.compile(r"[ァ-ヺー・゛゜ｦ-ﾟ '’.()（）\u3000−-]+"),
}
_OF_PERSON = tuple(column for column in COLUMNS if column.name in Told.__dataclass_fields__)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ufffd\ufffe\u2028\u2029]")
_READ: dict[Kind, Callable[[str], object]] = {
    Kind.DAY: date.fromisoformat,
    Kind.COUNT: int,
    Kind.FLAG: "1".__eq__,
    Kind.VOLUME: Decimal,
}


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
    titles, *rows = body.decode(control.encoding.codec, "replace").splitlines() or [""]
    _require_header(titles, control, marked=marked)
    lines = tuple(Line(number, text) for number, text in enumerate(rows, FIRST_ROW) if text)
    return ClinicFile(control, lines)


def read_line(line: Line) -> ReadRow:
    """The form of a line, or its faults: every one, each with its column."""
    values = values_of(line.text)
    if values is None:
        fault = Fault(
            "",
            f"項目の数が{len(COLUMNS)}個ではありません。",
            '区切りのカンマと、引用符(")の閉じ忘れを確かめて直してください。',
        )
        return ReadRow(line, None, (fault,))
    faults = tuple(_faults(values))
    return ReadRow(line, None if faults else _form(values), faults, _told(values, faults))


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


def _faults(values: Mapping[str, str]) -> Iterator[Fault]:
    for column in COLUMNS:
        value = values[column.name]
        if value:
            yield from _faults_of(column, value)
        elif column.required:
            yield Fault(column.title, "記載がありません。", "値を入れてください。")
    yield from _faults_between(values)


def _faults_of(column: Column, value: str) -> Iterator[Fault]:
    shape = _SHAPES.get(column.kind)
    if len(value) > column.longest:
        remedy = "値を短くしてください。"
        yield Fault(column.title, f"{column.longest}文字を超えています。", remedy)
    elif column.exact and len(value) != column.longest:
        yield Fault(column.title, "桁数が違います。", f"{column.longest}桁に直してください。")
    elif column.kind is Kind.CODE and value not in CODES[column.name]:
        allowed = "、".join(f"{code} {word.title}" for code, word in CODES[column.name].items())
        remedy = f"{allowed}のどれかに直してください。"
        yield Fault(column.title, "決められたコードではありません。", remedy)
    elif shape and not shape.fullmatch(value):
        remedy = f"「{column.kind.value}」の形に直してください。"
        yield Fault(column.title, "書き方が違います。", remedy)
    elif column.kind is Kind.DAY and not _is_day(value):
        yield Fault(column.title, NO_SUCH_DAY, "日付を予診票で確かめて直してください。")
    elif _UNPRINTABLE.search(value):
        remedy = "その文字を除くか、正しい文字に直してください。"
        yield Fault(column.title, "表示できない文字が入っています。", remedy)


def _faults_between(values: Mapping[str, str]) -> Iterator[Fault]:
    outcome = CODES["outcome"].get(values["outcome"])
    if not values["voucher_number"] and not all(
        values[name] for name in ("name", "name_kana", "birth_on", "sex")
    ):
        yield Fault(
            "券番号",
            "券番号がなく、氏名・カナ・生年月日・性別もそろっていません。",
            "券番号か、本人の4項目を入れてください。",
        )
    if outcome and outcome.name == GIVEN and not values["product"]:
        yield Fault(
            "ワクチンの種類", "接種したのに記載がありません。", "ワクチンの種類を入れてください。"
        )
    if outcome and outcome.name == GIVEN and values["screening_reason"]:
        yield Fault(
            "予診理由", "接種したのに予診理由があります。", "実施結果と予診理由を確かめてください。"
        )
    if outcome and outcome.name != GIVEN and not values["screening_reason"]:
        yield Fault("予診理由", "予診のみなのに記載がありません。", "予診理由を入れてください。")


def _told(values: Mapping[str, str], faults: tuple[Fault, ...]) -> Told | None:
    if {fault.column for fault in faults} & {column.title for column in _OF_PERSON}:
        return None
    read = {column.name: _value(column, values[column.name]) for column in _OF_PERSON}
    return Told(**read)  # type: ignore[arg-type]


def _form(values: Mapping[str, str]) -> Form:
    read = {column.name: _value(column, values[column.name]) for column in COLUMNS}
    return Form(**read)  # type: ignore[arg-type]


def _value(column: Column, value: str) -> object:
    if not value:
        return None
    if column.kind is Kind.CODE:
        return CODES[column.name][value].name
    read = _READ.get(column.kind)
    return read(value) if read else value


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
