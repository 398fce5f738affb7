"""The two editions of a report: for the office, whole; for everybody, without small counts."""

from collections.abc import Sequence

from django.http import Http404

from sesshu.foundation.duties import Labelled
from sesshu.ward.reports.definitions import Publication, publication
from sesshu.ward.reports.grid import grids
from sesshu.ward.reports.publishing import published_of, to_publish
from sesshu.ward.reports.queries import ReportSeen, figures_of, report_seen
from sesshu.ward.reports.sheets import Sheet, sheets


class Edition(Labelled):
    """For whom a report is shown."""

    INTERNAL = "internal", "内部資料"
    PUBLISHED = "published", "公表用"


def edition_named(code: str) -> Edition:
    """The edition of a code in an address. Raises Http404."""
    if code not in list(Edition):
        raise Http404("no such edition")
    return Edition(code)


def found(report_id: int) -> ReportSeen:
    """A report. Raises Http404."""
    seen = report_seen(report_id)
    if seen is None:
        raise Http404("no such report")
    return seen


def finished(report_id: int) -> ReportSeen:
    """A report whose figures are complete. Raises Http404."""
    seen = found(report_id)
    if seen.figures_sha256 is None:
        raise Http404("not finished")
    return seen


def rule_of(seen: ReportSeen, edition: Edition) -> Publication | None:
    """The rule for publishing that an edition follows."""
    return publication(seen.fiscal_year) if edition is Edition.PUBLISHED else None


def to_hand_out(report_id: int, edition: Edition) -> ReportSeen:
    """A finished report of which an edition may be taken as a file. Raises Http404.

    The one for everybody only once it was published: what leaves the house is what was kept.
    """
    seen = finished(report_id)
    if edition is Edition.PUBLISHED and published_of(seen.id) is None:
        raise Http404("not published")
    return seen


def sheets_of(seen: ReportSeen, edition: Edition) -> Sequence[Sheet]:
    """The tables of an edition; once published, exactly those that were."""
    if edition is Edition.PUBLISHED:
        kept = published_of(seen.id)
        return kept.tables if kept else to_publish(seen)
    return sheets(seen.definition, grids(seen.definition, figures_of(seen.id), seen.as_of), None)
