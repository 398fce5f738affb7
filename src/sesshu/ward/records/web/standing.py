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
SAID_BY_THE_DAYS = "due"


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

    @property
    def said(self) -> tuple[Reason, ...]:
        """Reasons that say more than verdict and days do."""
        return tuple(reason for reason in self.reasons if reason.code != SAID_BY_THE_DAYS)

    @property
    def provisions(self) -> tuple[str, ...]:
        """Where the law says so, each once."""
        return tuple(dict.fromkeys(reason.provision for reason in self.reasons))

    def opens_by(self, day: date) -> bool:
        """Whether a dose may be given until a day."""
        return self.next is not None and self.next.earliest_on <= day


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
    )
