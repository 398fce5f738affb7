"""A line of the check queue or of what came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from sesshu.schedule.types import Rulebook
from sesshu.ward.records.codes import Act
from sesshu.ward.records.queries import QueueRow
from sesshu.ward.records.web.panel import headline_of, kind_of
from sesshu.ward.records.web.words import series_name


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a queue in the words of its table."""

    row: QueueRow
    series: str
    days: int
    kind: str
    verdict: str


def lines_of(rows: Iterable[QueueRow], on: date, rulebook: Rulebook) -> list[Line]:
    """The rows of a page with how many days they wait and what the judge says now."""
    return [_line(row, on, rulebook) for row in rows]


def _line(row: QueueRow, on: date, rulebook: Rulebook) -> Line:
    judged = row.assessment
    return Line(
        row=row,
        series=series_name(row.series, rulebook),
        days=(on - localdate(row.entered_at)).days,
        kind="none" if judged is None else kind_of(judged),
        verdict=Act.CANCELLATION.label if judged is None else headline_of(judged),
    )
