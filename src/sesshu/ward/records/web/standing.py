"""Where a person stands in each series, in the words of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sesshu.kernel.outcomes import Status
from sesshu.schedule.verdicts import NextDose, Reason, SeriesVerdict

KINDS = {
    Status.DUE: "can",
    Status.COMPLETE: "none",
    Status.WAITING: "check",
    Status.MISSED: "cannot",
    Status.EXCLUDED: "none",
    Status.OTHER_SERIES: "none",
    Status.NOT_ELIGIBLE: "none",
}
ORDER = (
    Status.DUE,
    Status.WAITING,
    Status.MISSED,
    Status.COMPLETE,
    Status.OTHER_SERIES,
    Status.EXCLUDED,
    Status.NOT_ELIGIBLE,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One series of one person: verdict, next dose with its days, reasons with their provisions."""

    series: str
    name: str
    kind: str
    word: str
    counted: int
    next: NextDose | None
    if_undecided: NextDose | None
    reasons: tuple[Reason, ...]
    of_interest: bool

    @property
    def last_on(self) -> date | None:
        """The last day on which the next dose is routine."""
        return self.next.last_on if self.next else None


def standings_of(verdicts: Iterable[SeriesVerdict]) -> list[Standing]:
    """What can be given first, then what has to wait, then the rest."""
    ordered = sorted(verdicts, key=lambda verdict: ORDER.index(verdict.status))
    return [_standing(verdict) for verdict in ordered]


def _standing(verdict: SeriesVerdict) -> Standing:
    return Standing(
        series=verdict.series,
        name=verdict.name,
        kind=KINDS[verdict.status],
        word=verdict.status.ja,
        counted=verdict.doses_counted,
        next=verdict.next,
        if_undecided=verdict.next_if_undecided_count,
        reasons=verdict.reasons,
        of_interest=verdict.status in ORDER[:3] or verdict.doses_counted > 0,
    )
