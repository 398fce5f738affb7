"""Writing a claims file: what a 国保連 does, and what tests and stand-ins need."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sesshu.wire.claims_files.control import CLAIMS, Control, render_control
from sesshu.wire.claims_files.form import ClaimForm
from sesshu.wire.claims_files.layout import Layout, layout_of
from sesshu.wire.residents.control import Encoding

LINE_END = "\r\n"


def write_file(path: Path, control: Control, lines: Iterable[str]) -> None:
    """Write a file of these lines under a control line as it stands."""
    path.write_bytes(encoded(control, CLAIMS, layout_of(control.month).titles, lines))


def encoded(control: Control, mark: str, titles: Sequence[str], lines: Iterable[str]) -> bytes:
    """The bytes of a file of these lines."""
    begin = codecs.BOM_UTF8 if control.encoding is Encoding.UTF_8_BOM else b""
    body = LINE_END.join([",".join(titles), *lines, ""])
    return begin + render_control(control, mark) + body.encode(control.encoding.codec)


def render_line(form: ClaimForm, layout: Layout) -> str:
    """A claim as a line of the file, without its line end."""
    return in_columns(_written(form, column.name, layout) for column in layout.columns)


def in_columns(values: Iterable[str]) -> str:
    """Values as a line of a file, quoted where they must be."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def _written(form: ClaimForm, name: str, layout: Layout) -> str:
    value = getattr(form, name)
    if value is None:
        return ""
    if name in layout.codes:
        return next(code for code, word in layout.codes[name].items() if word.name == value)
    return value.isoformat() if isinstance(value, date) else str(value)
