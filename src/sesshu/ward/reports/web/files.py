"""Tables of reports as files. They hold no person, so no media ledger is asked; each says its edition."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from sesshu.documents import NotPrinted
from sesshu.documents import render as render_paper
from sesshu.documents.report import FORM
from sesshu.documents.report.contract import Chart
from sesshu.documents.report.drawing import svg
from sesshu.documents.report.pictures import picture
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.reports.charts import chart_of
from sesshu.ward.reports.exporting import as_csv
from sesshu.ward.reports.papers import paper_of
from sesshu.ward.reports.queries import ReportSeen
from sesshu.ward.reports.sheets import Sheet
from sesshu.ward.reports.web.editions import (
    Edition,
    edition_named,
    rule_of,
    sheets_of,
    to_hand_out,
)


@requires(Permission.REPORT_VIEW)
@require_GET
def table(
    request: PortalRequest, municipality: str, report_id: int, edition: str, table: str
) -> HttpResponse:
    """One table of an edition as CSV."""
    wanted = edition_named(edition)
    seen = to_hand_out(report_id, wanted)
    sheet = sheet_of(seen, wanted, table)
    answer = HttpResponse(as_csv(seen, sheet, wanted.label), content_type="text/csv; charset=utf-8")
    return named(answer, _name(seen, wanted, table, "csv"))


@requires(Permission.REPORT_VIEW)
@require_GET
def chart(
    request: PortalRequest, municipality: str, report_id: int, edition: str, table: str
) -> HttpResponse:
    """The chart of a table as SVG."""
    wanted = edition_named(edition)
    seen = to_hand_out(report_id, wanted)
    drawing = svg(_chart(seen, wanted, table))
    answer = HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")
    return named(answer, _name(seen, wanted, table, "svg"))


@requires(Permission.REPORT_VIEW)
@require_GET
def photo(
    request: PortalRequest, municipality: str, report_id: int, edition: str, table: str
) -> HttpResponse:
    """The chart of a table as PNG, for whoever cannot use SVG."""
    wanted = edition_named(edition)
    seen = to_hand_out(report_id, wanted)
    drawing = picture(svg(_chart(seen, wanted, table)))
    answer = HttpResponse(drawing, content_type="image/png")
    return named(answer, _name(seen, wanted, table, "png"))


@requires(Permission.REPORT_VIEW)
@require_GET
def paper(request: PortalRequest, municipality: str, report_id: int, edition: str) -> HttpResponse:
    """An edition as PDF; where it cannot be printed, why."""
    wanted = edition_named(edition)
    seen = to_hand_out(report_id, wanted)
    rule = rule_of(seen, wanted)
    document = paper_of(
        seen, sheets_of(seen, wanted), wanted.label, rule.smallest if rule else None
    )
    try:
        pdf = render_paper(FORM, document)
    except NotPrinted as problem:
        return HttpResponse(str(problem), status=503, content_type="text/plain; charset=utf-8")
    return named(HttpResponse(pdf, content_type="application/pdf"), _name(seen, wanted, "", "pdf"))


def _chart(seen: ReportSeen, edition: Edition, table: str) -> Chart:
    found = chart_of(sheet_of(seen, edition, table))
    if found is None:
        raise Http404("nothing to draw")
    return found


def _name(seen: ReportSeen, edition: Edition, table: str, kind: str) -> str:
    parts = [seen.title, str(seen.fiscal_year), table, edition.label]
    return f"{'_'.join(part for part in parts if part)}.{kind}"


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
