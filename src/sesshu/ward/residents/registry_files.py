"""Resident files and the rows of theirs that could not be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from sesshu.ward.residents.models import RegistryFile, RejectedRow

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class FileSummary:
    """A file with its control totals; the counts are None until it was taken in to the end."""

    id: int
    file_id: str
    kind: str
    created_at: datetime
    sequence: int
    row_count: int
    run_id: int | None
    registered_at: datetime
    ended_at: datetime | None
    added: int | None
    changed: int | None
    unchanged: int | None
    outdated: int | None
    rejected: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class RejectedRowSummary:
    """A row with its faults (column, reason, remedy). `text` is None where it may hold what is guarded."""

    id: int
    file_id: int
    file_name: str
    resident_id: int | None
    line_number: int
    text: str | None
    faults: tuple[Mapping[str, str], ...]
    corrected: str | None
    corrected_at: datetime | None
    settled_at: datetime | None
    settled_as: str | None


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """One page of rows, and how many there are."""

    rows: tuple[RejectedRowSummary, ...]
    total: int


_ENDINGS = ("ended_at", "added", "changed", "unchanged", "outdated", "rejected")


def registry_files(page: int = 1, using: str = "default") -> tuple[FileSummary, ...]:
    """Files, the newest first; `page` counts from 1."""
    waiting = Count("rejectedrow", filter=Q(rejectedrow__settled_at=None))
    files = RegistryFile.objects.using(using).select_related("registryfileending")
    ordered = files.annotate(waiting=waiting).order_by("-sequence", "-id")
    return tuple(_summary(file) for file in ordered[_slice(page)])


def rejected_rows(
    file_id: int | None = None, page: int = 1, using: str = "default"
) -> RejectedRows:
    """Rows that wait to be corrected or taken in again, of one file or of all, the oldest first."""
    rows = RejectedRow.objects.using(using).filter(settled_at=None).select_related("registry_file")
    if file_id is not None:
        rows = rows.filter(registry_file_id=file_id)
    ordered = rows.order_by("registry_file__sequence", "line_number")
    return RejectedRows(tuple(_row(row) for row in ordered[_slice(page)]), rows.count())


def rejected_row(row_id: int, using: str = "default") -> RejectedRowSummary | None:
    """One row in any state; None when there is none of this id."""
    rows = RejectedRow.objects.using(using).select_related("registry_file")
    row = rows.filter(pk=row_id).first()
    return _row(row) if row else None


def _slice(page: int) -> slice:
    first = (max(page, 1) - 1) * PAGE_ROWS
    return slice(first, first + PAGE_ROWS)


def _summary(file: Any) -> FileSummary:
    ending = getattr(file, "registryfileending", None)
    counts = {name: getattr(ending, name) if ending else None for name in _ENDINGS}
    return FileSummary(
        id=file.pk,
        file_id=file.file_id,
        kind=file.kind,
        created_at=file.created_at,
        sequence=file.sequence,
        row_count=file.row_count,
        run_id=file.run_id,
        registered_at=file.registered_at,
        waiting=file.waiting,
        **counts,
    )


def _row(row: RejectedRow) -> RejectedRowSummary:
    return RejectedRowSummary(
        id=row.pk,
        file_id=row.registry_file.pk,
        file_name=row.registry_file.file_id,
        resident_id=row.resident_id,
        line_number=row.line_number,
        text=row.raw,
        faults=tuple(row.faults),
        corrected=row.corrected,
        corrected_at=row.corrected_at,
        settled_at=row.settled_at,
        settled_as=row.settled_as,
    )
