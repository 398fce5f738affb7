"""Reading claims files: files with what became of them, and lines as they were kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.aggregates import Count

from sesshu.ward.federation.codes import LineState
from sesshu.ward.federation.judging import Line
from sesshu.ward.federation.models import ClaimsFile, ClaimsLine, ClaimsOutcome, ClaimsReturn
from sesshu.ward.fees.models import Settlement
from sesshu.wire.claims_files.layout import Layout, layout_of
from sesshu.wire.claims_files.parse import read_line
from sesshu.wire.residents.rows import Line as TextLine

LISTED = 60


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file with the numbers of its lines, and the settlement of its month if there is one."""

    file: ClaimsFile
    faulty: int
    guarded: int
    settlement: Settlement | None
    is_newest: bool


def claims_files() -> list[FileSeen]:
    """Files, the newest first."""
    return [_seen(each) for each in _counted(ClaimsFile.objects.order_by("-month", "-id")[:LISTED])]


def claims_file(file_id: int) -> FileSeen | None:
    """One file; None if there is none."""
    found = _counted(ClaimsFile.objects.filter(pk=file_id)).first()
    return _seen(found) if found else None


def is_newest(file: ClaimsFile) -> bool:
    """Whether no newer file of the month took the place of a file."""
    newer = ClaimsFile.objects.filter(federation=file.federation, month=file.month, pk__gt=file.pk)
    return not newer.exists()


def lines_of(file: ClaimsFile) -> list[Line]:
    """The lines of a file in their order, without those that the guarded desk deals with."""
    layout = layout_of(file.month)
    rows = _with_cause(ClaimsLine.objects.filter(file=file)).exclude(state=LineState.GUARDED)
    return [_line(row, layout, file) for row in rows.order_by("line_number")]


def line_of(line_id: int) -> ClaimsLine | None:
    """One line that is not answered yet, with its `cause`; None if there is none."""
    unanswered = _with_cause(ClaimsLine.objects.filter(pk=line_id, claimsoutcome=None))
    return unanswered.exclude(state=LineState.GUARDED).select_related("file").first()


def outcomes_of(settlement: Settlement) -> Iterable[ClaimsOutcome]:
    """What a settlement did, line by line, those of earlier files last."""
    found = ClaimsOutcome.objects.filter(settlement=settlement).select_related("line__file")
    return found.order_by("id")


def _with_cause(lines: QuerySet[ClaimsLine]) -> QuerySet[ClaimsLine]:
    newest = ClaimsReturn.objects.filter(line=OuterRef("pk")).order_by("-id").values("cause")[:1]
    return lines.annotate(cause=Subquery(newest))


def _line(row: ClaimsLine, layout: Layout, file: ClaimsFile) -> Line:
    read = read_line(TextLine(row.line_number, row.text or ""), layout)
    form = read.form if row.state == LineState.READ else None
    cause: str | None = row.cause  # type: ignore[attr-defined]  # annotated by _with_cause
    return Line(row.pk, row.line_number, file.month, row.resident_id, form, cause)


def _counted(files: QuerySet[ClaimsFile]) -> QuerySet[ClaimsFile]:
    return files.annotate(
        faulty=Count("claimsline", filter=Q(claimsline__state=LineState.FAULTY)),
        guarded=Count("claimsline", filter=Q(claimsline__state=LineState.GUARDED)),
    )


def _seen(file: ClaimsFile) -> FileSeen:
    settlement = Settlement.objects.filter(claims_file=file).first()
    counts = (file.faulty, file.guarded)  # type: ignore[attr-defined]  # annotated by _counted
    return FileSeen(file, *counts, settlement, is_newest(file))
