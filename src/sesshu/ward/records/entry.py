"""What one screening form says about one dose, before anybody has checked it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sesshu.ward.records.codes import (
    Decision,
    Evidence,
    Language,
    Outcome,
    ScreeningReason,
    Source,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The part that can tell where somebody lives; kept apart, and guarded with the address (D3)."""

    provider_code: str | None = None
    provider_name: str
    doctor: str | None = None
    note: str | None = None
    stated_reason: str | None = None
    """Why a dose that the law stops is recorded as it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseEntry:
    """One dose of one resident; `volume_ml` in mL. Of a screening without a dose only the day is known."""

    resident_id: int
    series: str
    outcome: Outcome = Outcome.GIVEN
    given_on: date
    voucher_number: str | None = None
    """The ten digits of the 券番号, ours or another municipality's; None where the form has none."""
    foreign_voucher: bool = False
    """The ward did not issue the number (another municipality, or a system before this one)."""
    product: str | None = None
    brand: str | None = None
    vaccine_name: str | None = None
    maker: str | None = None
    lot: str | None = None
    expires_on: date | None = None
    volume_ml: Decimal | None = None
    route: str | None = None
    screening_reason: ScreeningReason | None = None
    payment_excluded: bool = False
    desk: str
    source: Source = Source.PROVIDER
    evidence: Evidence | None = None
    """What was shown of a dose that no screening form of ours tells of."""
    country: str | None = None
    """Of a dose abroad, as its certificate names the country."""
    language: Language | None = None
    second_of_day: bool = False
    """The form itself shows that the same vaccine was given twice on this day."""
    as_given: bool = False
    """Recorded although the law stops it; the reason stands in the particulars."""
    decision: Decision | None = None
    particulars: Particulars | None = None
    """None keeps those of the corrected dose: a guarded resident's are not shown to whoever corrects."""

    @property
    def what(self) -> str | None:
        """What was given: the product, or the series for a vaccine that the rulebook does not know."""
        given = self.outcome is Outcome.GIVEN
        return self.product or (self.series if given else None)
