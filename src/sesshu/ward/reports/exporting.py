"""Tables as CSV for anybody: UTF-8 with a mark for spreadsheets; no person is in it."""

import csv
from io import StringIO

from sesshu.foundation.clock import TOKYO
from sesshu.ward.reports.queries import ReportSeen
from sesshu.ward.reports.sheets import LEFT_OUT, NOBODY, Sheet

BOM = "\ufeff"


def as_csv(seen: ReportSeen, sheet: Sheet, edition: str) -> str:
    """One table: first what it is and rests on, then an empty line, headings and lines."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([("表", sheet.title), ("版", edition), *basis_of(seen)])
    writer.writerow([])
    writer.writerow(["", *sheet.headings])
    writer.writerows([row.title, *map(_plain, row.cells)] for row in sheet.rows)
    return BOM + text.getvalue()


def basis_of(seen: ReportSeen) -> list[tuple[str, str]]:
    """What a reader has to know about the figures of a report."""
    one = seen.definition
    return [
        ("報告", f"{one.title} {seen.fiscal_year}年度"),
        ("基準日", seen.as_of.isoformat()),
        ("データの日時", seen.known_at.astimezone(TOKYO).isoformat(timespec="minutes")),
        ("数えるもの", one.numerator),
        ("分母", one.denominator or NOBODY),
        ("根拠", one.provision),
        ("規則の版", seen.release),
        ("数値のハッシュ値", seen.figures_sha256 or ""),
    ]


def _plain(cell: str) -> str:
    """A number without commas; nothing at all for what is not shown, as spreadsheets want it."""
    return "" if cell == NOBODY else cell if cell == LEFT_OUT else cell.replace(",", "")
