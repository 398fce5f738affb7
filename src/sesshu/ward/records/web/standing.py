"""Where a person stands in each series, in the words of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sesshu.kernel.outcomes import Status
from sesshu.schedule.verdicts import NextDose, Reason, SeriesVerdict, Timing

KINDS = {
    Status.DUE: "can",
    Status.COMPLETE: "none",
    Status.WAITING: "none",
    Status.MISSED: "cannot",
    Status.EXCLUDED: "none",
    Status.OTHER_SERIES: "none",
    Status.SUSPENDED: "check",
    Status.NOT_ELIGIBLE: "none",
}
ORDER = (
    Status.DUE,
    Status.WAITING,
    Status.MISSED,
    Status.SUSPENDED,
    Status.COMPLETE,
    Status.OTHER_SERIES,
    Status.EXCLUDED,
    Status.NOT_ELIGIBLE,
)
SAID_BY_THE_DAYS = "due"
LOOKING_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Standing:
    """One series of one person: verdict, next dose with its days, reasons with their provisions."""

    series: str
    name: str
    status: Status
    late: bool
    """The standard period is over, the period of the law is not."""
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

    @property
    def kind(self) -> str:
        """The design system's verdict."""
        return KINDS[self.status]

    @property
    def word(self) -> str:
        """What the verdict says."""
        return self.status.ja

    def opens_soon(self, on: date) -> bool:
        """Whether a dose may be given now or within a year."""
        return self.next is not None and self.next.earliest_on <= on + LOOKING_AHEAD

    def may_be_on_paper(self, on: date) -> bool:
        """Whether a form may lie on the desk: neither for others nor for years to come."""
        if self.status is Status.WAITING:
            return self.opens_soon(on)
        return self.status is not Status.NOT_ELIGIBLE


def standings_of(verdicts: Iterable[SeriesVerdict]) -> list[Standing]:
    """What can be given first, then what has to wait, then the rest."""
    ordered = sorted(verdicts, key=lambda verdict: ORDER.index(verdict.status))
    return [_standing(verdict) for verdict in ordered]


def _standing(verdict: SeriesVerdict) -> Standing:
    return Standing(
        series=verdict.series,
        name=verdict.name,
        status=verdict.status,
        late=verdict.timing is Timing.AFTER,
        counted=verdict.doses_counted,
        next=verdict.next,
        if_undecided=verdict.next_if_undecided_count,
        reasons=verdict.reasons,
    )
