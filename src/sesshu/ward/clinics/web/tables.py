"""Many clinics or lots in one table: its columns are the boxes of the form for one of them."""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django import forms

from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.situations import TableUnreadable

BOM = "\ufeff"
LONGEST = 3_000
_ENCODINGS = ("utf-8-sig", "cp932")
_BETWEEN = re.compile(r"[、,;\n]+")
_REASON = "reason"

Entry = ClinicEntry | LotEntry
MakeForm = Callable[[Mapping[str, Any] | None], forms.Form]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell; `column` is empty where it concerns the whole line."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says: the entries of its good lines, and every fault of the others."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]

    def without(self, known: Collection[Entry]) -> "Table":
        """The table without the lines that say what is known already."""
        return Table(tuple(each for each in self.entries if each not in known), self.faults)


def headings(make_form: MakeForm) -> list[str]:
    """The columns of a table, in the order of the form."""
    return [str(field.label) for field in _fields(make_form(None)).values()]


def read_table(content: bytes, make_form: MakeForm, key_of: Callable[[Any], object]) -> Table:
    """Every line of a CSV file (UTF-8 or Shift_JIS), judged by the form of one entry.

    `key_of` tells which entries say something of the same thing: the second of two is a fault.
    Raises TableUnreadable.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    first: dict[object, int] = {}
    for number, cells in _lines(content, headings(make_form)):
        form = _filled(make_form, cells)
        if not form.is_valid():
            faults += _faults(number, form, cells)
        elif (known := first.setdefault(key_of(form.entry), number)) != number:  # type: ignore[attr-defined]
            faults.append(
                Fault(number, "", "", f"{known}行目と同じものです。どちらかの行を消してください。")
            )
        else:
            entries.append(form.entry)  # type: ignore[attr-defined]
    return Table(tuple(entries), tuple(faults))


def as_table(columns: Iterable[str], lines: Iterable[Iterable[str]]) -> bytes:
    """A table that `read_table` reads and spreadsheets open."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(lines)
    return (BOM + text.getvalue()).encode()


def _lines(content: bytes, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines that hold something, by heading, with their number in the file."""
    rows = list(csv.reader(StringIO(_decoded(content), newline="")))
    titles = [title.strip() for title in rows[0]] if rows else []
    if missing := [column for column in columns if column not in titles]:
        raise TableUnreadable(
            f"「{'」「'.join(missing)}」の列がありません。1行目には、ひな形と同じ見出しを書いてください。"
        )
    if len(rows) > LONGEST + 1:
        raise TableUnreadable(f"{LONGEST:,}行より多い表です。分けて登録してください。")
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            yield number, {title: cell.strip() for title, cell in zip(titles, row, strict=False)}


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableUnreadable(
        "文字を読み取れません。Excelでは「CSV UTF-8（コンマ区切り）」で保存してください。"
    )


def _filled(make_form: MakeForm, cells: Mapping[str, str]) -> forms.Form:
    """The form of one entry as if its line had been typed; the reason is said once for the whole table."""
    said = {
        name: _said(field, cells.get(str(field.label), ""))
        for name, field in _fields(make_form(None)).items()
    }
    form = make_form(said)
    del form.fields[_REASON]
    return form


def _said(field: forms.Field, cell: str) -> str | list[str]:
    """What a cell says in the codes of its box; a word without a code stays for the form to refuse."""
    if isinstance(field, forms.MultipleChoiceField):
        codes = _codes(field)
        parts = (part.strip() for part in _BETWEEN.split(cell))
        return [codes.get(part, part) for part in parts if part]
    if isinstance(field, forms.ChoiceField):
        return _codes(field).get(cell, cell)
    return _BETWEEN.sub("\n", cell) if isinstance(field.widget, forms.Textarea) else cell


def _codes(field: forms.ChoiceField) -> dict[str, str]:
    choices: Any = field.choices
    return {str(label): str(code) for code, label in choices}


def _fields(form: forms.Form) -> dict[str, forms.Field]:
    return {name: field for name, field in form.fields.items() if name != _REASON}


def _faults(number: int, form: forms.Form, cells: Mapping[str, str]) -> Iterator[Fault]:
    for name, problems in form.errors.items():
        column = str(form.fields[name].label) if name in form.fields else ""
        for problem in problems:
            yield Fault(number, column, cells.get(column, ""), str(problem))
