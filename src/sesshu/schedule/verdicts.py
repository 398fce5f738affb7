"""What a judgement answers: the shapes that docs/formats/schedule.md publishes."""

from datetime import date
from enum import StrEnum

import msgspec

from sesshu.kernel.outcomes import Counts, ErrorClass, Legal, Phase, Status

FORMAT = "sesshu.schedule.verdict/1"
# None of these can hold itself, so the collector need not look for cycles (gc=False).


class Reason(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Why: a stable code, a sentence for people, the provision, and an error class if it is one."""

    code: str
    text: str
    provision: str
    error: ErrorClass | None = None
    verify: tuple[str, ...] = ()

    def without_error(self) -> "Reason":
        """The same, said about a series instead of a dose."""
        return msgspec.structs.replace(self, error=None)


class CountsAs(msgspec.Struct, frozen=True, gc=False):
    """A dose of a course that was reached, for these antigens."""

    course: str
    antigens: tuple[str, ...]
    dose: int
    phase: Phase


class DoseVerdict(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Three independent answers about one dose, with reasons."""

    id: str
    series: str
    given_on: date
    legal: Legal
    counts: Counts
    counts_as: tuple[CountsAs, ...]
    error: ErrorClass | None
    provision: str
    """The law of the day that the answer applies."""
    reasons: tuple[Reason, ...]
    verify: tuple[str, ...]


class OfferedVolume(msgspec.Struct, frozen=True, gc=False):
    """A product one may use, with the volume in mL for the age (null: as the leaflet says)."""

    product: str
    name: str
    volume_ml: float | None
    routes: tuple[str, ...]


class Method(msgspec.Struct, frozen=True, gc=False):
    """One regimen that the next dose may follow."""

    code: str
    name: str
    earliest_on: date
    last_on: date
    doses_left: int


class NextDose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The next dose: days inclusive; standard days are null where the notice sets none."""

    dose: int
    phase: Phase
    earliest_on: date
    last_on: date
    standard_from: date | None
    standard_until: date | None
    provision: str
    products: tuple[OfferedVolume, ...]
    methods: tuple[Method, ...]


class Timing(StrEnum):
    """Where the day of judgement lies to the standard period of the next dose."""

    BEFORE = "before_standard"
    IN = "in_standard"
    AFTER = "after_standard"


class SeriesVerdict(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a person stands in one series."""

    series: str
    name: str
    status: Status
    timing: Timing | None
    """None where the notice sets no standard period, or nothing is to be given."""
    doses_counted: int
    next: NextDose | None
    next_if_undecided_count: NextDose | None
    reasons: tuple[Reason, ...]
    verify: tuple[str, ...]


class Together(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Series of live injected vaccines that stand in each other's way, and a day that suits them all."""

    series: tuple[str, ...]
    on: date
    text: str
    provision: str
    verify: tuple[str, ...]


class Verdict(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Everything about one person on one day under one release."""

    format: str = FORMAT
    id: str
    on: date
    release: str
    doses: tuple[DoseVerdict, ...]
    series: tuple[SeriesVerdict, ...]
    together: tuple[Together, ...] = ()


class EntryVerdict(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a clerk is told about a dose before it is saved, and what would be next if it were."""

    dose: DoseVerdict
    series: SeriesVerdict | None

    @property
    def stops(self) -> bool:
        """Whether the dose may be recorded only as given, with a reason."""
        return self.dose.error is not None or self.dose.counts is not Counts.YES
