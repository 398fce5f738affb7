"""Publish a signed report: its tables without small counts are kept as they leave the house (R15, ADR 90)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.insertion import insert
from sesshu.ward.reports.definitions import publication
from sesshu.ward.reports.grid import grids
from sesshu.ward.reports.models import ReportPublication
from sesshu.ward.reports.queries import ReportSeen, figures_of
from sesshu.ward.reports.sheets import Sheet, sheets
from sesshu.ward.reports.situations import (
    NoReason,
    NotPublished,
    NotSigned,
    NotSubmitted,
    PublishedBefore,
    TellsTheSame,
)

PURPOSE = "統計報告の公表"
SITUATIONS: dict[str, type[NotSubmitted]] = {
    "report_published_is_signed": NotSigned,
    "report_published_one_cut": TellsTheSame,
    "report_published_anew_is_the_same": NotPublished,
    "report_published_anew_says_why": NoReason,
    "report_published_first_once": PublishedBefore,
    "report_publication_pkey": PublishedBefore,
    "report_publication_replaces_id_key": PublishedBefore,
}


@dataclass(frozen=True, slots=True)
class Published:
    """What was published of a report, exactly as it left the house."""

    report_id: int
    tables: tuple[Sheet, ...]
    tables_sha256: str
    by: str
    at: datetime
    reason: str | None
    replaced_by: int | None
    """The report that took its place."""


def publish(actor: Actor, seen: ReportSeen, reason: str = "") -> None:
    """Keep the tables as published; in place of a former version only with a reason.

    Raises NotSigned, TellsTheSame, PublishedBefore, NoReason, NotPublished.
    """
    former = former_of(seen)
    with ledger.act(actor, "report.published", PURPOSE) as event:
        event.detail(report=seen.id)
        with situations_by_constraint(SITUATIONS):
            insert(
                "report_publication",
                {
                    "report_id": seen.id,
                    "tables": msgspec.json.encode(to_publish(seen)).decode(),
                    "replaces_id": former.report_id if former else None,
                    "reason": reason if former else None,
                },
            )


def to_publish(seen: ReportSeen) -> Sequence[Sheet]:
    """The tables without small counts; what a former version left out stays left out."""
    former = former_of(seen)
    tables = grids(seen.definition, figures_of(seen.id), seen.as_of)
    return sheets(
        seen.definition, tables, publication(seen.fiscal_year), former.tables if former else ()
    )


def published_of(report_id: int) -> Published | None:
    """What was published of a report; None where nothing was."""
    row = ReportPublication.objects.filter(pk=report_id).select_related("replaced_by").first()
    return None if row is None else _published(row)


def former_of(seen: ReportSeen) -> Published | None:
    """The version of the same report and year that stands published, if it is another one."""
    standing = ReportPublication.objects.filter(
        code=seen.code, fiscal_year=seen.fiscal_year, replaced_by=None
    )
    row = standing.exclude(pk=seen.id).first()
    return None if row is None else _published(row)


def _published(row: ReportPublication) -> Published:
    following = getattr(row, "replaced_by", None)
    return Published(
        report_id=row.pk,
        tables=msgspec.json.decode(row.tables, type=tuple[Sheet, ...]),
        tables_sha256=row.tables_sha256,
        by=row.recorded_by_name,
        at=row.recorded_at,
        reason=row.reason,
        replaced_by=following.pk if following else None,
    )
