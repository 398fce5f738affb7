"""A clinic and a lot as one person enters them."""

from dataclasses import dataclass
from datetime import date

from sesshu.ward.clinics.codes import Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicEntry:
    """A clinic from a day on. `closed_weekdays` counts from Monday, 0; both ends are inclusive."""

    provider_code: str
    name: str
    address: str | None = None
    phone: str | None = None
    contract: Contract = Contract.WARD
    series: tuple[str, ...]
    closed_weekdays: tuple[int, ...] = ()
    closed_on: tuple[date, ...] = ()
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the contract covers a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def is_closed_on(self, day: date) -> bool:
        """Whether the clinic does not open on a day."""
        return day.weekday() in self.closed_weekdays or day in self.closed_on


@dataclass(frozen=True, slots=True, kw_only=True)
class LotEntry:
    """A lot as on its vial, with the notice that stops its use, if there is one."""

    product: str
    lot: str
    lot_key: str
    expires_on: date
    stopped_from: date | None = None
    stop_reason: str | None = None
