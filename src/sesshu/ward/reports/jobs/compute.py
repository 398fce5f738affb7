"""報告の計算: the figures of one report, stretch by stretch of residents, kept with all they rest on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import connections

from sesshu.foundation.clock import TOKYO, now
from sesshu.foundation.runs import Chunk, ChunkPlan, Counts, Job, JobFailed, Outcome, Plan, Run, job
from sesshu.foundation.second_person.canonical import sha256_of
from sesshu.ward.reports.definitions import Kind, NoSuchReport, as_text, definition, from_text
from sesshu.ward.reports.jobs.counting import JOBS, Figure, counted
from sesshu.ward.reports.jobs.coverage import covered
from sesshu.ward.reports.models import Report
from sesshu.ward.reports.operations import KIND, TITLE
from sesshu.ward.reports.statements import query_of
from sesshu.ward.rulebooks.releases import keep_current

AT_A_TIME = 20_000
STRETCHES = """
SELECT min(id), max(id), count(*) FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS stretch FROM resident
) numbered GROUP BY stretch ORDER BY stretch
"""
ADD = """
INSERT INTO report_part (report_id, part, table_code, line_code, column_code, count)
VALUES (%s, %s, %s, %s, %s, %s)
"""
END = "INSERT INTO report_ending (report_id) SELECT id FROM report WHERE run_id = %s"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report rests on: its values in the order of the columns of `report`."""

    code: str
    fiscal_year: int
    as_of: date
    known_at: datetime
    definition: str
    release: str


@job(KIND, system="ward", title=TITLE, purpose=TITLE)
class ComputeReport(Job):
    """A chunk is a stretch of residents; instant, definition and law are fixed when it is planned."""

    result_page: ClassVar = "statistics"
    labels: ClassVar = {"residents": "調べた住民", "figures": "数えた欄"}

    def plan(self, run: Run) -> Plan:
        """Fix instant, definition and release. Raises JobFailed for a year without a definition."""
        try:
            report = _begin(run, _basis(run))
        except NoSuchReport as problem:
            raise JobFailed(f"この年度の報告は作れません。{problem}") from problem
        return Plan(_chunks(report))

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Count one stretch and add it to the report."""
        report = Report.objects.using(JOBS).get(run_id=run.id)
        figures = _figures(report, chunk.spec["first"], chunk.spec["last"])
        rows = [(report.pk, chunk.number, *figure) for figure in figures if figure[-1]]
        with connections[JOBS].cursor() as cursor:
            cursor.executemany(ADD, rows)
        return Outcome(counts={"residents": chunk.size, "figures": len(rows)})

    def finish(self, run: Run, counts: Counts, control: Counts) -> None:
        """Let the database sum and hash the figures; none is added afterwards."""
        with connections[JOBS].cursor() as cursor:
            cursor.execute(END, [run.id])


def end_of(day: date, instant: datetime) -> datetime:
    """The last moment of a day in Tokyo, or the present one while the day is not over."""
    following = datetime.combine(day + timedelta(days=1), time(), TOKYO)
    return min(following - timedelta(microseconds=1), instant)


def _basis(run: Run) -> Basis:
    """What was asked for; of a report that is computed again, exactly what it rested on."""
    again = run.params.get("again")
    if again is not None:
        old = Report.objects.using(JOBS).get(pk=again)
        return Basis(
            old.code, old.fiscal_year, old.as_of, old.known_at, old.definition, old.release
        )
    one = definition(run.params["code"], run.params["fiscal_year"])
    known_on, as_of = (date.fromisoformat(run.params[name]) for name in ("known_on", "as_of"))
    known_at, release = end_of(known_on, now()), keep_current(JOBS)
    return Basis(one.code, run.params["fiscal_year"], as_of, known_at, as_text(one), release)


def _begin(run: Run, basis: Basis) -> Report:
    query = query_of(from_text(basis.definition))
    return Report.objects.using(JOBS).create(
        run_id=run.id,
        recomputes_id=run.params.get("again"),
        code=basis.code,
        fiscal_year=basis.fiscal_year,
        as_of=basis.as_of,
        known_at=basis.known_at,
        definition=basis.definition,
        definition_sha256=sha256_of(basis.definition),
        query=query,
        query_sha256=sha256_of(query),
        release=basis.release,
        begun_at=now(),
    )


def _chunks(report: Report) -> Iterator[ChunkPlan]:
    with connections[JOBS].cursor() as cursor:
        cursor.execute(STRETCHES, [AT_A_TIME])
        for first, last, size in cursor.fetchall():
            yield ChunkPlan(size, {"first": first, "last": last})


def _figures(report: Report, first: int, last: int) -> list[Figure]:
    one = from_text(report.definition)
    count = covered if one.kind is Kind.COVERAGE else counted
    return count(report, one, first, last)
