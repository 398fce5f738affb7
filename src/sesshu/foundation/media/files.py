"""The bytes of a list: a sheet or CSV inside a zip that only its passphrase opens (AES-256)."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

import pyzipper
import xlsxwriter

from sesshu.foundation.media.lists import Value
from sesshu.foundation.media.states import FileFormat

Lines = Iterable[Sequence[Value]]


def encoded(file_format: FileFormat, headings: Sequence[str], lines: Lines) -> bytes:
    """The list in one of its formats."""
    return _xlsx(headings, lines) if file_format is FileFormat.XLSX else _csv(headings, lines)


def locked(name: str, content: bytes, passphrase: str) -> bytes:
    """A zip with the one file ``name``, which 7-Zip, WinZip and others open with the passphrase."""
    target = BytesIO()
    with pyzipper.AESZipFile(
        target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode("ascii"))
        archive.writestr(name, content)
    return target.getvalue()


def _csv(headings: Sequence[str], lines: Lines) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it; days in ISO 8601."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(headings: Sequence[str], lines: Lines) -> bytes:
    """A sheet in which text stays text: numbers keep their zeros, and nothing is taken for a formula."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day, bold = book.add_format({"num_format": "yyyy/mm/dd"}), book.add_format({"bold": True})
        for at, heading in enumerate(headings):
            sheet.write_string(0, at, heading, bold)
        for number, line in enumerate(lines, start=1):
            for at, value in enumerate(line):
                _write(sheet, number, at, value, day)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(headings) - 1, 0), 16)
    return target.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, at: int, value: Value, day: object
) -> None:
    if isinstance(value, str):
        sheet.write_string(line, at, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, at, value, day)
    elif value is not None:
        sheet.write_number(line, at, value)
