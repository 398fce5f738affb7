"""Reading welfare files and the rows of theirs that wait; nobody's welfare itself can be read (ADR 75)."""

from django.db.models import Count, Q, QuerySet

from sesshu.ward.fees.models import WelfareFile, WelfareRejectedRow

LISTED = 60


def welfare_files() -> QuerySet[WelfareFile]:
    """Files, the newest first, each with the number of its rows that `waiting` to be put right."""
    waiting = Count("welfarerejectedrow", filter=Q(welfarerejectedrow__settled_at=None))
    return WelfareFile.objects.annotate(waiting=waiting).order_by("-month", "-id")[:LISTED]


def rejected_rows(file_id: int) -> list[WelfareRejectedRow]:
    """Rows of a file that wait, in their order."""
    rows = WelfareRejectedRow.objects.filter(file_id=file_id, settled_at=None)
    return list(rows.order_by("line_number"))


def rejected_row(row_id: int) -> WelfareRejectedRow | None:
    """A row that waits; None if there is none."""
    return WelfareRejectedRow.objects.filter(pk=row_id, settled_at=None).first()
