"""Tables of reports as files. They hold no person, so no media ledger is asked; each says its edition."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.reports.exporting import as_csv
from sesshu.ward.reports.queries import ReportSeen
from sesshu.ward.reports.sheets import Sheet
from sesshu.ward.reports.web.editions import Edition, edition_named, finished, sheets_of


@requires(Permission.REPORT_VIEW)
@require_GET
def table(
    request: PortalRequest, municipality: str, report_id: int, edition: str, table: str
) -> HttpResponse:
    """One table of an edition as CSV."""
    seen, wanted = finished(report_id), edition_named(edition)
    sheet = sheet_of(seen, wanted, table)
    answer = HttpResponse(as_csv(seen, sheet, wanted.label), content_type="text/csv; charset=utf-8")
    return named(answer, f"{seen.title}_{seen.fiscal_year}_{sheet.title}_{wanted.label}.csv")


def sheet_of(seen: ReportSeen, edition: Edition, code: str) -> Sheet:
    """One table of an edition. Raises Http404."""
    for sheet in sheets_of(seen, edition):
        if sheet.code == code:
            return sheet
    raise Http404("no such table in this edition")


def named(answer: HttpResponse, name: str) -> HttpResponse:
    """The answer as a file of this name (RFC 6266)."""
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
