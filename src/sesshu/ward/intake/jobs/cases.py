"""The rows of a file as the checks see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connections

from sesshu.ward.intake.codes import RowState
from sesshu.ward.intake.findings import Finding, found
from sesshu.ward.intake.subjects import Known
from sesshu.wire.clinic_files.faults import NO_SUCH_DAY
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.parse import ReadRow, read_line
from sesshu.wire.residents.rows import Line

JOBS = "jobs"
_ROWS = """
SELECT id, line_number, coalesce(corrected, text), chosen_id, stated_reason
FROM intake_row WHERE {condition} AND text IS NOT NULL ORDER BY line_number
"""
OF_FILE = "file_id = %s AND state IN ('new', 'faulty', 'held', 'ready')"
READY = "file_id = %s AND state = 'ready'"


class StoredRow(NamedTuple):
    """A row as it is stored: the line as it should read, and what clerks said of it.

    The `id` of a row that is not stored yet is the number of its line.
    """

    id: int
    line_number: int
    text: str
    chosen: int | None = None
    stated_reason: str | None = None


@dataclass(slots=True)
class Case:
    """A row under examination."""

    stored: StoredRow
    read: ReadRow
    resident: Known | None = None
    is_guarded: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def form(self) -> Form | None:
        """What the row says, where it can be read."""
        return self.read.form

    def find(self, situation: str, said: str = "") -> None:
        """Note a situation once."""
        if situation not in self.situations:
            self.findings.append(found(situation, said))

    @property
    def situations(self) -> set[str]:
        """What was found so far."""
        return {each.situation for each in self.findings}


class Checked(NamedTuple):
    """A row after its checks: where it stands, and the findings that weigh something."""

    case: Case
    state: RowState
    findings: Sequence[Mapping[str, str | bool]] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The file of some rows: its channel and month, and whose it is."""

    id: int
    channel: str
    month: date


def stored_rows(condition: str, values: Iterable[Any], using: str = JOBS) -> list[StoredRow]:
    """Rows that meet a condition, in the order of their lines."""
    with connections[using].cursor() as cursor:
        cursor.execute(_ROWS.format(condition=condition), list(values))
        return [StoredRow(*row) for row in cursor.fetchall()]


def case_of(stored: StoredRow) -> Case:
    """A row read; what cannot be read is its first finding."""
    read = read_line(Line(stored.line_number, stored.text))
    case = Case(stored, read)
    for fault in read.faults:
        situation = "no_such_day" if fault.reason == NO_SUCH_DAY else "unreadable"
        case.findings.append(
            Finding(situation, fault.column or "行全体", fault.reason, fault.remedy)
        )
    return case
