"""Checked rows kept: anew with their file, or beside what was kept of them before.

The line of somebody guarded goes behind the wall. So does the whole line of a person nobody knows yet, who
may be guarded: what stays of it has no address.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connections

from sesshu.ward.intake.codes import RowState
from sesshu.ward.intake.jobs.cases import JOBS, Checked
from sesshu.ward.residents.intake import bulk
from sesshu.wire.clinic_files.render import without_home

_ADD = """
COPY intake_row (file_id, line_number, text, state, resident_id, outcome, findings) FROM STDIN
"""
_ADD_WHOLE = """
INSERT INTO guarded_intake_row (row_id, text, findings) SELECT r.id, n.text, n.findings
FROM unnest(%s::integer[], %s::text[], %s::jsonb[]) AS n (line_number, text, findings)
JOIN intake_row r ON r.file_id = %s AND r.line_number = n.line_number
"""
_WRITE = """
UPDATE intake_row r SET state = n.state, resident_id = n.resident_id, outcome = n.outcome,
    findings = n.findings
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::jsonb[])
    AS n (id, state, resident_id, outcome, findings) WHERE r.id = n.id
"""
_SHELTER = """
INSERT INTO guarded_intake_row (row_id, text, findings)
SELECT r.id, coalesce(r.corrected, r.text), n.findings
FROM unnest(%s::bigint[], %s::jsonb[]) AS n (id, findings)
JOIN intake_row r ON r.id = n.id WHERE r.text IS NOT NULL
ON CONFLICT DO NOTHING
"""
_EMPTY = """
UPDATE intake_row SET state = 'guarded', text = NULL, corrected = NULL, chosen_id = NULL, resident_id = NULL,
    outcome = NULL, findings = '[]' WHERE id = ANY (%s)
"""
_KEEP_WHOLE = """
INSERT INTO guarded_intake_row (row_id, text) SELECT id, text FROM intake_row WHERE id = ANY (%s)
ON CONFLICT DO NOTHING
"""
_WITHOUT_HOME = """
UPDATE intake_row r SET text = n.text FROM unnest(%s::bigint[], %s::text[]) AS n (id, text) WHERE r.id = n.id
"""


class _Told(NamedTuple):
    """What an ordinary table may tell of a row."""

    state: str
    resident_id: int | None
    outcome: str | None
    findings: str


def add_rows(file_id: int, rows: Sequence[Checked]) -> Counter[str]:
    """Keep the rows of a new file; how many stand where. A row is known by its line: it has no id yet."""
    with connections[JOBS].cursor() as cursor, cursor.cursor.copy(_ADD) as copy:
        for row in rows:
            copy.write_row((file_id, row.case.stored.line_number, _open_text(row), *_told(row)))
    hidden = [row for row in rows if _is_guarded(row) or _is_of_nobody_known(row)]
    lines = [row.case.stored.line_number for row in hidden]
    texts = [row.case.stored.text for row in hidden]
    bulk.execute(_ADD_WHOLE, [lines, texts, [_found(row) for row in hidden], file_id])
    return _counted(rows)


def write_rows(rows: Sequence[Checked]) -> Counter[str]:
    """Write what was found in rows of a known file; how many stand where."""
    _write([row for row in rows if not _is_guarded(row)])
    _hide_homes([row for row in rows if _is_of_nobody_known(row)])
    _shelter([row for row in rows if _is_guarded(row)])
    return _counted(rows)


def _counted(rows: Iterable[Checked]) -> Counter[str]:
    counts = Counter(row.state.value for row in rows)
    counts.setdefault(RowState.GUARDED.value, 0)
    return counts


def _is_guarded(row: Checked) -> bool:
    return row.state is RowState.GUARDED


def _is_of_nobody_known(row: Checked) -> bool:
    return row.case.resident is None and not _is_guarded(row)


def _open_text(row: Checked) -> str | None:
    if _is_guarded(row):
        return None
    text = row.case.stored.text
    return without_home(text) if row.case.resident is None else text


def _told(row: Checked) -> _Told:
    if _is_guarded(row):
        return _Told(row.state.value, None, None, "[]")
    resident, form = row.case.resident, row.case.form
    outcome = form.outcome if form else None
    return _Told(row.state.value, resident.id if resident else None, outcome, _found(row))


def _found(row: Checked) -> str:
    return json.dumps(row.findings, ensure_ascii=False) if row.findings else "[]"


def _write(rows: Sequence[Checked]) -> None:
    if rows:
        columns = zip(*((row.case.stored.id, *_told(row)) for row in rows), strict=True)
        bulk.execute(_WRITE, [list(column) for column in columns])


def _hide_homes(rows: Sequence[Checked]) -> None:
    hidden = {row.case.stored.id: without_home(row.case.stored.text) for row in rows}
    bulk.execute(_KEEP_WHOLE, [list(hidden)])
    bulk.execute(_WITHOUT_HOME, [list(hidden), list(hidden.values())])


def _shelter(rows: Sequence[Checked]) -> None:
    ids = [row.case.stored.id for row in rows]
    bulk.execute(_SHELTER, [ids, [_found(row) for row in rows]])
    bulk.execute(_EMPTY, [ids])
