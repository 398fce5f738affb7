"""From lines of a resident file to typed columns and the rows that have to be corrected."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

import polars as pl

from sesshu.wire.residents.checks import Fault, faults_of
from sesshu.wire.residents.layout import COLUMN_NAMES, COLUMNS, Kind

_COMMAS = len(COLUMNS) - 1
_FINGERPRINT_BYTES = 16
_STRINGS = {name: pl.String for name in COLUMN_NAMES}


class Line(NamedTuple):
    """One line of the file as text, with its number (the control line is line 1)."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: where it stands, every fault, and the line as it came, to be corrected."""

    line: Line
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Usable rows and bad rows of some lines.

    `frame` has the columns of the layout (days as Date, instants as Datetime, counts as Int64, flags as
    Boolean, the rest as String, empty as null), `line_number`, and `fingerprint`: 32 hex digits, equal for
    equal rows of any two files read with the same key.
    """

    frame: pl.DataFrame
    bad_rows: tuple[BadRow, ...]


def parse_lines(lines: Sequence[Line], created_on: date, key: bytes = b"") -> Batch:
    """Usable and bad rows of lines of a file that was made on `created_on`.

    With a secret `key` of up to 64 bytes nobody can try from a fingerprint which address a row held.
    """
    strings, misshapen = _split(lines)
    faults = faults_of(strings, created_on)
    bad = {number: BadRow(line, faults[number]) for number, line in _by_number(lines, faults)}
    usable = strings.filter(~pl.col("line_number").is_in(list(bad))) if bad else strings
    rows = sorted([*misshapen, *bad.values()], key=lambda row: row.line.number)
    return Batch(_typed(usable).with_columns(_fingerprints(usable, lines, key)), tuple(rows))


def fingerprint(text: str, key: bytes = b"") -> str:
    """What tells a changed row from an unchanged one."""
    return blake2b(text.encode(), digest_size=_FINGERPRINT_BYTES, key=key).hexdigest()


def _split(lines: Sequence[Line]) -> tuple[pl.DataFrame, list[BadRow]]:
    """All values as strings. Lines without quotes, nearly all, are split by columns and not one by one."""
    plain = [line for line in lines if '"' not in line.text and line.text.count(",") == _COMMAS]
    if len(plain) == len(lines):
        return _plain_frame(plain), []
    plain_numbers = {line.number for line in plain}
    quoted, misshapen = _read_quoted([line for line in lines if line.number not in plain_numbers])
    return pl.concat([_plain_frame(plain), quoted]).sort("line_number"), misshapen


def _plain_frame(lines: Sequence[Line]) -> pl.DataFrame:
    if not lines:
        return _labelled(pl.DataFrame(schema=_STRINGS), lines)
    frame = pl.read_csv(
        "\n".join(line.text for line in lines).encode(),
        has_header=False,
        quote_char=None,
        infer_schema=False,
        new_columns=COLUMN_NAMES,
    )
    return _labelled(frame, lines)


def _read_quoted(lines: Sequence[Line]) -> tuple[pl.DataFrame, list[BadRow]]:
    read: list[tuple[Line, list[str]]] = []
    misshapen: list[BadRow] = []
    for line in lines:
        values = _values_of(line.text)
        if len(values) == len(COLUMNS):
            read.append((line, values))
        else:
            misshapen.append(BadRow(line, (_wrong_number(len(values)),)))
    rows = [[value or None for value in values] for _, values in read]
    frame = pl.DataFrame(rows, schema=_STRINGS, orient="row")
    return _labelled(frame, [line for line, _ in read]), misshapen


def _values_of(text: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text), strict=True), [])
    except csv.Error:
        return []


def _wrong_number(found: int) -> Fault:
    return Fault(
        "",
        f"項目の数が{len(COLUMNS)}個ではありません({found}個と読めました)。",
        '区切りのカンマと、引用符(")の閉じ忘れを確かめて直してください。',
    )


def _labelled(frame: pl.DataFrame, lines: Sequence[Line]) -> pl.DataFrame:
    numbers = pl.Series("line_number", [line.number for line in lines], dtype=pl.Int64)
    return frame.with_columns(numbers)


def _fingerprints(usable: pl.DataFrame, lines: Sequence[Line], key: bytes) -> pl.Series:
    if usable.height == len(lines):
        texts: Iterable[str] = (line.text for line in lines)
    else:
        text_of = {line.number: line.text for line in lines}
        texts = (text_of[number] for number in usable["line_number"])
    prints = [fingerprint(text, key) for text in texts]
    return pl.Series("fingerprint", prints, dtype=pl.String)


def _by_number(
    lines: Sequence[Line], faults: dict[int, tuple[Fault, ...]]
) -> list[tuple[int, Line]]:
    return [(line.number, line) for line in lines if line.number in faults] if faults else []


def _typed(strings: pl.DataFrame) -> pl.DataFrame:
    return strings.with_columns(_typed_column(column.name, column.kind) for column in COLUMNS)


def _typed_column(name: str, kind: Kind) -> pl.Expr:
    text = pl.col(name)
    if name == "atena_number":
        significant = text.str.strip_chars_start("0")
        carried = pl.when(significant.str.len_bytes() > 10).then(15).otherwise(10)
        return significant.str.pad_start(carried, "0")
    return {
        Kind.DAY: text.str.to_date("%Y-%m-%d"),
        Kind.INSTANT: text.str.to_datetime("%Y-%m-%dT%H:%M:%S"),
        Kind.COUNT: text.cast(pl.Int64),
        Kind.FLAG: text == "1",
    }.get(kind, text)
