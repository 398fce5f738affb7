"""Reading a welfare file: no bad row stops the rows around it."""

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sesshu.kernel.numbers import NumberError, read_atena_number
from sesshu.wire.residents.checks import Fault
from sesshu.wire.residents.control import Encoding, HeaderDiffers
from sesshu.wire.residents.rows import Line
from sesshu.wire.welfare_files.layout import COLUMNS, GROUNDS, TITLES, Control, parse_control

FIRST_ROW = 3
FLAGS = {"0": False, "1": True}
NOT_SO = "書き方が違います。"


@dataclass(frozen=True, slots=True)
class Receipt:
    """That somebody receives help on one ground; both days inclusive, None while it goes on."""

    atena_number: str
    ground: str
    valid_from: date
    valid_until: date | None = None
    is_revoked: bool = False


@dataclass(frozen=True, slots=True)
class WelfareFile:
    """A file as it was opened: its control line, and its rows as lines."""

    control: Control
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A line read: what it tells, or every fault of it."""

    line: Line
    receipt: Receipt | None
    faults: tuple[Fault, ...] = ()


def open_file(path: Path) -> WelfareFile:
    """The control line and the lines of a file. Raises NotAWelfareFile, HeaderDiffers."""
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    head, titles, *rows = [*Encoding.UTF_8.text_of(content).splitlines(), "", ""]
    control = parse_control(head)
    if tuple(titles.split(",")) != TITLES:
        raise HeaderDiffers(
            "項目名の行(2行目)が様式と違います。様式の版を確かめ、ファイルの作り直しを依頼してください。"
        )
    lines = tuple(Line(number, text) for number, text in enumerate(rows, FIRST_ROW) if text)
    return WelfareFile(control, lines)


def read_line(line: Line) -> ReadRow:
    """The receipt a line tells of, or its faults, each with its column."""
    values = values_of(line.text)
    if values is None:
        fault = Fault(
            "", f"項目の数が{len(COLUMNS)}個ではありません。", "区切りのカンマを直してください。"
        )
        return ReadRow(line, None, (fault,))
    faults = tuple(_faults(values))
    return ReadRow(line, None if faults else _receipt(values), faults)


def values_of(text: str) -> dict[str, str] | None:
    """The values of a line by the names of the columns; None where they cannot be told apart."""
    values = next(csv.reader([text]), [])
    if len(values) != len(COLUMNS):
        return None
    return {column.name: value for column, value in zip(COLUMNS, values, strict=True)}


def _faults(values: Mapping[str, str]) -> Iterator[Fault]:
    if not _is_number(values["atena_number"]):
        yield Fault("宛名番号", NOT_SO, "宛名番号を確かめて直してください。")
    if values["ground"] not in GROUNDS:
        yield Fault("区分", "決められたコードではありません。", "1か2に直してください。")
    if values["is_revoked"] not in FLAGS:
        yield Fault("取消", NOT_SO, "0か1に直してください。")
    begins, ends = _day(values["valid_from"]), _day(values["valid_until"])
    if begins is None:
        yield Fault("開始日", "日付として読めません。", "YYYY-MM-DDの日付に直してください。")
    if values["valid_until"] and ends is None:
        yield Fault("終了日", "日付として読めません。", "YYYY-MM-DDの日付に直してください。")
    if begins and ends and ends < begins:
        yield Fault("終了日", "開始日より前です。", "どちらの日付が正しいか確かめてください。")


def _receipt(values: Mapping[str, str]) -> Receipt:
    return Receipt(
        read_atena_number(values["atena_number"]),
        GROUNDS[values["ground"]],
        date.fromisoformat(values["valid_from"]),
        _day(values["valid_until"]),
        FLAGS[values["is_revoked"]],
    )


def _is_number(text: str) -> bool:
    try:
        return bool(read_atena_number(text))
    except NumberError:
        return False


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
