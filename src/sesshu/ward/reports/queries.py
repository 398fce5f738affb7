"""Reading reports: which there are, their figures, what they rest on, what changed since the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from sesshu.foundation.second_person.state import State
from sesshu.ward.reports.definitions import Definition, from_text

Place = tuple[str, str, str]
"""Table, line and column of a figure."""
REPORTS = """
SELECT r.id, r.run_id, r.code, r.fiscal_year, r.as_of, r.known_at, r.definition, r.definition_sha256,
       r.query, r.query_sha256, r.release, r.recomputes_id, u.state, u.started_by_name,
       e.figures_sha256, e.ended_at, s.submitted_by_name, s.signed_by_name, s.signed_at,
       p.id, p.state, p.proposed_by_name, p.proposed_at, p.decision_reason
FROM report r JOIN run u ON u.id = r.run_id
LEFT JOIN report_ending e ON e.report_id = r.id
LEFT JOIN report_signature s ON s.report_id = r.id
LEFT JOIN proposal p
    ON p.id = (SELECT max(b.proposal_id) FROM report_submission b WHERE b.report_id = r.id)
"""
ALL = REPORTS + "ORDER BY r.id DESC LIMIT %s OFFSET %s"
ONE = REPORTS + "WHERE r.id = %s"
BEFORE = """
SELECT r.id FROM report r JOIN report_ending e ON e.report_id = r.id
JOIN report own ON own.id = %s AND own.code = r.code AND own.fiscal_year = r.fiscal_year
WHERE r.id < own.id ORDER BY r.id DESC LIMIT 1
"""
LATER = """
SELECT r.id FROM report r JOIN report_ending e ON e.report_id = r.id
JOIN report own ON own.id = %s AND (own.code, own.fiscal_year, own.as_of) = (r.code, r.fiscal_year, r.as_of)
JOIN report_ending o ON o.report_id = own.id AND o.figures_sha256 <> e.figures_sha256
WHERE r.id > own.id AND r.recomputes_id IS NULL ORDER BY r.id DESC LIMIT 1
"""
FIGURES = "SELECT table_code, line_code, column_code, count FROM report_figure WHERE report_id = %s"
FIRST_KNOWN = """
SELECT (recorded_at AT TIME ZONE 'Asia/Tokyo')::date FROM resident_version ORDER BY id LIMIT 1
"""
HOW_MANY = "SELECT count(*) FROM report"


@dataclass(frozen=True, slots=True)
class Submission:
    """The last time a report was submitted: its proposal, and what became of it."""

    proposal_id: int
    state: State
    by: str
    at: datetime
    sent_back_because: str | None

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.state is State.OPEN


@dataclass(frozen=True, slots=True)
class Signature:
    """Who submitted and who signed."""

    submitted_by: str
    signed_by: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSeen:
    """A report with what it rests on; `figures_sha256` is None until all figures are there."""

    id: int
    run_id: int
    code: str
    fiscal_year: int
    as_of: date
    known_at: datetime
    definition: Definition
    definition_sha256: str
    query: str
    query_sha256: str
    release: str
    recomputes: int | None
    run_state: str
    made_by: str
    figures_sha256: str | None
    ended_at: datetime | None
    signature: Signature | None
    submission: Submission | None

    @property
    def title(self) -> str:
        """Its name."""
        return self.definition.title


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another one than in the report before."""

    place: Place
    before: int
    after: int


def reports(limit: int, offset: int = 0) -> list[ReportSeen]:
    """Reports, the newest first."""
    return [_seen(row) for row in _rows(ALL, [limit, offset])]


def how_many() -> int:
    """How many reports there ever were."""
    return int(_rows(HOW_MANY, [])[0][0])


def report_seen(report_id: int) -> ReportSeen | None:
    """One report, None when there is none of that number."""
    found = _rows(ONE, [report_id])
    return _seen(found[0]) if found else None


def figures_of(report_id: int) -> dict[Place, int]:
    """The figures of a report that are not nought."""
    return {(table, line, column): n for table, line, column, n in _rows(FIGURES, [report_id])}


def report_before(report_id: int) -> int | None:
    """The finished report of the same kind and fiscal year that came before it."""
    found = _rows(BEFORE, [report_id])
    return int(found[0][0]) if found else None


def later_figures(report_id: int) -> int | None:
    """The newest report about the same day that came to other figures; None while there is none."""
    found = _rows(LATER, [report_id])
    return int(found[0][0]) if found else None


def changes(before: Mapping[Place, int], after: Mapping[Place, int]) -> list[Change]:
    """The figures that differ, in their order."""
    places = sorted(before.keys() | after.keys())
    both = [Change(place, before.get(place, 0), after.get(place, 0)) for place in places]
    return [one for one in both if one.before != one.after]


def _seen(row: tuple[Any, ...]) -> ReportSeen:
    names = ReportSeen.__slots__[:16]
    values = dict(zip(names, row[:16], strict=True))
    values["definition"] = from_text(values["definition"])
    signed, asked = row[16:19], row[19:]
    return ReportSeen(
        **values,
        signature=Signature(*signed) if signed[-1] else None,
        submission=Submission(asked[0], State(asked[1]), *asked[2:]) if asked[0] else None,
    )


def _rows(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def first_known_on() -> date | None:
    """The day on which the first resident was registered here; None while there is none."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_KNOWN)
        row = cursor.fetchone()
    return row[0] if row else None
