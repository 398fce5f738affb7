"""Writing a clinic file: what a clinic's system does, and what tests and stand-ins need."""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from sesshu.wire.clinic_files.codes import CODES
from sesshu.wire.clinic_files.control import Control, Totals, render_control
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.layout import COLUMN_NAMES, COLUMN_TITLES, COLUMNS
from sesshu.wire.clinic_files.parse import values_of
from sesshu.wire.residents.control import Encoding

_LINE_END = "\r\n"
_CODE_OF = {
    column: {word.name: code for code, word in words.items()} for column, words in CODES.items()
}


def write_file(path: Path, control: Control, lines: Iterable[str]) -> None:
    """Write a file of these lines under a control line as it stands."""
    mark = codecs.BOM_UTF8 if control.encoding is Encoding.UTF_8_BOM else b""
    body = _LINE_END.join([",".join(COLUMN_TITLES), *lines, ""])
    path.write_bytes(mark + render_control(control) + body.encode(control.encoding.codec))


def totals_of(forms: Iterable[Form]) -> Totals:
    """The control totals of forms."""
    given = [form.is_given for form in forms]
    return Totals(len(given), sum(given), len(given) - sum(given))


def render_line(form: Form) -> str:
    """A form as a line of the file, without its line end."""
    return render_values({column.name: _written(form, column.name) for column in COLUMNS})


def render_values(values: Mapping[str, str]) -> str:
    """Values by the names of their columns as a line of the file."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([values[name] for name in COLUMN_NAMES])
    return line.getvalue()


def without_home(text: str) -> str:
    """A line with its address left out; an empty one where the columns cannot be told apart."""
    values = values_of(text) or dict.fromkeys(COLUMN_NAMES, "")
    return render_values(values | {"address": ""})


def _written(form: Form, name: str) -> str:
    value = getattr(form, name)
    if value is None:
        return ""
    if name in _CODE_OF:
        return _CODE_OF[name][value]
    if isinstance(value, bool):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
