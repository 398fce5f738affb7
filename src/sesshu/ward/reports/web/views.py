"""Reports on screen: which there are, their tables, what they rest on, what changed."""

from collections.abc import Sequence
from typing import Any, NamedTuple, overload

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from sesshu.documents.manual.elements import html
from sesshu.documents.report.drawing import drawn
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.reports import queries
from sesshu.ward.reports.charts import chart_of, said_of
from sesshu.ward.reports.definitions import questions
from sesshu.ward.reports.grid import words_of
from sesshu.ward.reports.publishing import published_of
from sesshu.ward.reports.queries import ReportSeen
from sesshu.ward.reports.sheets import Sheet
from sesshu.ward.reports.web.editions import Edition, edition_named, found, rule_of, sheets_of

ON_A_PAGE = 30


class _AllReports(Sequence[ReportSeen]):
    """All reports, of which only those of the page that is shown are read."""

    def __len__(self) -> int:
        return queries.how_many()

    @overload
    def __getitem__(self, which: int) -> ReportSeen: ...
    @overload
    def __getitem__(self, which: slice) -> list[ReportSeen]: ...
    def __getitem__(self, which: int | slice) -> ReportSeen | list[ReportSeen]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        return queries.reports(which.stop - which.start, which.start)


class ChangedFigure(NamedTuple):
    """A figure that changed, in words."""

    table: str
    line: str
    column: str
    before: int
    after: int


@requires(Permission.REPORT_VIEW)
@require_GET
def show_all(request: PortalRequest, municipality: str) -> HttpResponse:
    """All reports, the newest first."""
    context = {
        "page": Paginator(_AllReports(), ON_A_PAGE).get_page(request.GET.get("page")),
        "may_make": request.account.may(Permission.REPORT_MAKE),
    }
    return render(request, "ward/reports/reports.html", context)


@requires(Permission.REPORT_VIEW)
@require_GET
def show(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """One report, in the edition for the office or the one for everybody."""
    seen = found(report_id)
    edition = edition_named(request.GET.get("edition", Edition.INTERNAL))
    return render(request, "ward/reports/report.html", page_of(request, seen, edition))


@requires(Permission.REPORT_VIEW)
@require_GET
def basis(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """Definition, query, law and instant of a report: what makes every figure computable again."""
    seen = found(report_id)
    context = {"report": seen, "questions": _questions(seen)}
    return render(request, "ward/reports/basis.html", context)


@requires(Permission.REPORT_VIEW)
@require_GET
def changed(request: PortalRequest, municipality: str, report_id: int) -> HttpResponse:
    """Which figures differ from the report before, of the same kind and year."""
    seen, before = found(report_id), queries.report_before(report_id)
    if before is None:
        raise Http404("there is none before it")
    context = {"report": seen, "before": before, "changes": _changes(seen, before)}
    return render(request, "ward/reports/changes.html", context)


def page_of(request: PortalRequest, seen: ReportSeen, edition: Edition) -> dict[str, Any]:
    """What the page of a report shows."""
    account = request.account
    waits = seen.submission is not None and seen.submission.waits
    is_finished, published = seen.figures_sha256 is not None, published_of(seen.id)
    return {
        "report": seen,
        "edition": edition,
        "editions": list(Edition),
        "rule": rule_of(seen, edition),
        "tables": _with_charts(seen, edition) if is_finished else [],
        "before": queries.report_before(seen.id) if is_finished else None,
        "later": queries.later_figures(seen.id) if seen.signature else None,
        "published": published,
        "may_take": is_finished and (edition is Edition.INTERNAL or published is not None),
        "questions": _questions(seen),
        "may_submit": account.may(Permission.REPORT_MAKE)
        and is_finished
        and not waits
        and seen.signature is None,
        "may_make": account.may(Permission.REPORT_MAKE),
        "may_publish": account.may(Permission.REPORT_MAKE) and seen.signature is not None,
        "may_decide": account.may(Permission.REPORT_SIGN) and waits,
    }


class ShownTable(NamedTuple):
    """A table and its chart as markup, with one sentence about it."""

    sheet: Sheet
    chart: SafeString
    said: str


def _with_charts(seen: ReportSeen, edition: Edition) -> list[ShownTable]:
    return [_shown(sheet) for sheet in sheets_of(seen, edition)]


def _shown(sheet: Sheet) -> ShownTable:
    chart = chart_of(sheet)
    if chart is None:
        return ShownTable(sheet, SafeString(), "")
    markup = mark_safe(html([drawn(chart)]))  # noqa: S308  built of elements
    return ShownTable(sheet, markup, said_of(chart))


def _questions(seen: ReportSeen) -> list[str]:
    known = questions()
    return [known.get(id, id) for id in seen.definition.verify]


def _changes(seen: ReportSeen, before: int) -> list[ChangedFigure]:
    words = words_of(seen.definition, seen.as_of)
    found_changes = queries.changes(queries.figures_of(before), queries.figures_of(seen.id))
    return [ChangedFigure(*words(one.place), one.before, one.after) for one in found_changes]
