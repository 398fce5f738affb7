"""The year-end report of the fictional ward: last fiscal year's, submitted for its signature."""

import uuid
from datetime import date

from sesshu.foundation.acting import Actor
from sesshu.foundation.runs.steps import finish_runs
from sesshu.kernel.calendar import fiscal_year, fiscal_year_ends
from sesshu.ward.reports import operations
from sesshu.ward.reports.models import Report
from sesshu.ward.reports.operations import Asked

CODES = ("community_health", "coverage_birth_year")
FORMS = uuid.UUID("3d0c8f34-2f0d-4c7f-8f0b-9f5f0f6f7c21")  # one key per report of a year


def report_of_last_year(on: date, actor: Actor) -> None:
    """Counts and coverage of the year that ended last, unless they are there; the counts are submitted."""
    year = fiscal_year(on) - 1
    if Report.objects.filter(fiscal_year=year).exists():
        return
    for code in CODES:
        asked = Asked(code, year, fiscal_year_ends(year), on)
        operations.ask(actor, asked, uuid.uuid5(FORMS, f"{code} {year}"))
    finish_runs()
    counts = Report.objects.get(fiscal_year=year, code=CODES[0])
    operations.submit(actor, counts.pk)
