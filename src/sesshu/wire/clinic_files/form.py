"""One 予診票 as a row of a clinic file tells it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sesshu.wire.clinic_files.codes import GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The person as a row tells of them, also where something else in the row cannot be read."""

    voucher_number: str | None = None
    name: str | None = None
    name_kana: str | None = None
    birth_on: date | None = None
    sex: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The values of one row; codes are given by their names. `volume_ml` is in mL."""

    provider_code: str
    voucher_number: str | None = None
    name: str | None = None
    name_kana: str | None = None
    birth_on: date | None = None
    sex: str | None = None
    address: str | None = None
    series: str
    dose_number: int | None = None
    given_on: date
    outcome: str = GIVEN
    screening_reason: str | None = None
    product: str | None = None
    brand: str | None = None
    lot: str | None = None
    expires_on: date | None = None
    volume_ml: Decimal | None = None
    route: str | None = None
    doctor: str | None = None
    fee_class: str = "public"
    has_consent: bool = True
    has_signature: bool = True
    due_on: date | None = None
    image: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether the person was vaccinated."""
        return self.outcome == GIVEN
