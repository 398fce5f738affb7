"""取込結果・エラーリスト: what was found in a clinic's file, a line for each thing to look at (F18, V052)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sesshu.ward.intake.codes import PURPOSE, Level, RowState
from sesshu.ward.intake.queries import FileSummary
from sesshu.ward.rosters.lines import Line, Roster, registered, rows
from sesshu.wire.clinic_files.layout import TITLE_OF
from sesshu.wire.clinic_files.parse import values_of

HOW_MANY = """
SELECT count(*) FROM intake_row r CROSS JOIN jsonb_array_elements(r.findings) f
WHERE r.file_id = %(file)s AND r.text IS NOT NULL
"""
FOUND = """
SELECT r.line_number, r.resident_id, coalesce(r.corrected, r.text),
       f.value ->> 'column', f.value ->> 'level', f.value ->> 'reason', f.value ->> 'remedy'
FROM intake_row r CROSS JOIN jsonb_array_elements(r.findings) WITH ORDINALITY f(value, place)
WHERE r.file_id = %(file)s AND r.text IS NOT NULL
ORDER BY r.line_number, r.id, f.place OFFSET %(first)s LIMIT %(most)s
"""
NAME_OF = {title: name for name, title in TITLE_OF.items()}
NOT_SHOWN = frozenset({"address"})
"""Clerks compare an address with the paper; the list goes further than they do."""


@dataclass(frozen=True, slots=True)
class Faults(Roster):
    """The findings of one file in the order of its lines; what lies behind the wall is counted alone."""

    file: FileSummary

    form: ClassVar = "F18"
    purpose: ClassVar = PURPOSE
    action: ClassVar = "intake.faults_printed"

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Which file, and how its lines stand."""
        counts = self.file.counts
        stand = [f"{each.label}{counts[each]}行" for each in RowState if counts.get(each)]
        return (
            ("ファイル", f"{self.file.file_id}　{self.file.clinic_name}"),
            ("接種の月", f"{self.file.month.year}年{self.file.month.month}月"),
            ("取込結果", f"{self.file.rows}行のうち、{'、'.join(stand)}"),
        )

    def number(self) -> int:
        """How many findings."""
        [(found,)] = rows(HOW_MANY, {"file": self.file.id})
        return int(found)

    def lines(self, first: int = 0, most: int | None = None) -> list[Line]:
        """One line a finding."""
        asked = {"file": self.file.id, "first": first, "most": most}
        return [_line(row) for row in rows(FOUND, asked)]


def _line(row: tuple[Any, ...]) -> Line:
    number, resident, text, column, level, reason, remedy = row
    told = values_of(text) or {}
    values = (
        str(number),
        told.get("voucher_number", ""),
        registered(told.get("name")),
        told.get("given_on", ""),
        column,
        registered(_written(told, column)),
        Level(level).label,
        reason,
        remedy,
    )
    return Line(resident, f"{number}行目", values)


def _written(told: Mapping[str, str], column: str) -> str:
    """What stood in the column of a finding; nothing where it is about the whole line."""
    name = NAME_OF.get(column, "")
    return "" if name in NOT_SHOWN else told.get(name, "")
