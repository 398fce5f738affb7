"""What a clinic gave in a month: doses as they should be, at the ages that the vaccines are meant for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sesshu.kernel.ages import reach_months
from sesshu.wire.clinic_files.form import Form

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody as they stand on the form they bring."""

    name: str
    name_kana: str
    born_on: date
    sex: str
    address: str
    numbers: Mapping[str, str] = field(default_factory=dict)
    """The 券番号 on the vouchers they bring, by the series each was issued for."""
    comes_for: Collection[str] | None = None
    """The series they come for; None: whatever is meant for their age."""
    is_exempt: bool = False
    """Whether their 予診票 bears the mark of those who pay no share of their own."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic, and the lots on its shelf by product."""

    provider_code: str
    doctor: str
    lots: dict[str, tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A vaccine for an age: in months, from when and until before when."""

    series: str
    product: str
    months_from: int
    months_until: int
    volume_ml: Decimal | None
    route: str
    fee_class: str


OFFERS = (
    Offer("BCG", "BCG", 5, 8, None, "PERCUTANEOUS", "public"),
    Offer("MR1", "MR", 12, 23, Decimal("0.5"), "SC", "public"),
    Offer("VAR", "VAR", 12, 15, Decimal("0.5"), "SC", "public"),
    Offer("FLU", "FLU", 66 * 12, 110 * 12, Decimal("0.5"), "SC", "copayment"),
)


def clean_month(clinic: Clinic, month: date, patients: Iterable[Patient]) -> Iterator[Form]:
    """A form for each offer that a patient comes for and is of the age of."""
    for number, patient in enumerate(patients):
        day = working_day(month, number)
        for offer in OFFERS:
            wanted = patient.comes_for is None or offer.series in patient.comes_for
            if wanted and is_aged(patient, day, offer.months_from, offer.months_until):
                yield form_of(clinic, patient, offer, day)


def form_of(clinic: Clinic, patient: Patient, offer: Offer, day: date) -> Form:
    """The form of a first dose."""
    lot, expires_on = clinic.lots[offer.product]
    return Form(
        provider_code=clinic.provider_code,
        voucher_number=patient.numbers.get(offer.series),
        name=patient.name,
        name_kana=patient.name_kana,
        birth_on=patient.born_on,
        sex=patient.sex,
        address=patient.address,
        series=offer.series,
        dose_number=1,
        given_on=day,
        product=offer.product,
        lot=lot,
        expires_on=expires_on,
        volume_ml=offer.volume_ml,
        route=offer.route,
        doctor=clinic.doctor,
        fee_class=_fee_class(patient, offer),
    )


def _fee_class(patient: Patient, offer: Offer) -> str:
    return "exempt" if patient.is_exempt and offer.fee_class == "copayment" else offer.fee_class


def is_aged(patient: Patient, day: date, months_from: int, months_until: int) -> bool:
    """Whether a patient is of an age in months on a day."""
    begins = reach_months(patient.born_on, months_from)
    return begins <= day < reach_months(patient.born_on, months_until)


def working_day(month: date, number: int) -> date:
    """A day of the first half of a month on which clinics open: never a Sunday."""
    day = month + timedelta(days=number % 14)
    return day + timedelta(days=1) if day.weekday() == SUNDAY else day
