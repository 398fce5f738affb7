"""What an application for a request letter says, before anybody has checked it (B5)."""

from dataclasses import dataclass
from datetime import date

from sesshu.ward.letters.codes import Addressee, Applicant, Channel, StayReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Where the person will be: bound to the application by a hash, and guarded with the address (D3)."""

    municipality: str
    """全国地方公共団体コード of where the dose is to be given."""
    address: str
    addressee_name: str
    """Name of the office that the letter is addressed to: ○○市長, ○○病院長."""
    provider_name: str | None = None
    provider_address: str | None = None
    applicant_name: str
    mail_postal_code: str | None = None
    mail_address: str | None = None
    """Where the letter is sent; None: to the registered address."""


@dataclass(frozen=True, slots=True, order=True)
class Vaccination:
    """One dose that is asked for; `series` is a code of the rulebook."""

    series: str
    dose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Which vaccinations of one resident are asked for, and when."""

    resident_id: int
    vaccinations: tuple[Vaccination, ...]
    addressee: Addressee
    reason: StayReason
    applicant: Applicant
    channel: Channel
    received_on: date
    planned_from: date
    planned_until: date
    hurried_because: str | None = None
    """Why a letter is made although the application came late."""
    stay: Stay
