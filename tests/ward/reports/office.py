"""Reports of tests, computed by the real run; the people who make and sign them."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connections
from ledger_of_tests import CLERK, COLLEAGUE
from ward.residents.registry import work_off

from sesshu.ward.reports import operations
from sesshu.ward.reports.operations import Asked
from sesshu.ward.reports.queries import Place, ReportSeen, figures_of, report_seen

LAST_DAY = date(2026, 11, 20)


def compute(
    code: str = "community_health",
    fiscal_year: int = 2026,
    as_of: date = LAST_DAY,
    known_on: date = date(2026, 12, 31),
) -> ReportSeen:
    """A report, computed to its end."""
    asked = Asked(code, fiscal_year, as_of, known_on)
    return finished(operations.ask(CLERK, asked, uuid4(), using="jobs").run_id)


def finished(run_id: int) -> ReportSeen:
    """The report of a run, worked off."""
    work_off()
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT state, failure FROM run WHERE id = %s", [run_id])
        assert cursor.fetchone() == ("done", None)
        cursor.execute("SELECT id FROM report WHERE run_id = %s", [run_id])
        (report_id,) = cursor.fetchone()
    seen = report_seen(report_id)
    assert seen is not None
    return seen


def figures(seen: ReportSeen, table: str = "doses") -> dict[tuple[str, str], int]:
    """The figures of one table by line and column."""
    return {place[1:]: n for place, n in figures_of(seen.id).items() if place[0] == table}


def signed(code: str = "community_health", **asked: Any) -> ReportSeen:
    """A report that its head of section signed."""
    seen = compute(code, **asked)
    proposal = operations.submit(CLERK, seen.id)
    operations.sign(COLLEAGUE, proposal.pk, proposal.sha256)
    found = report_seen(seen.id)
    assert found is not None
    return found


__all__ = ["LAST_DAY", "Place", "compute", "figures", "finished", "signed"]
