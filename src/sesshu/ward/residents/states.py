"""How residents were registered: on a day, as far as it was known at an instant, or ever."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sesshu.foundation.ledger import Refused
from sesshu.kernel.periods import inclusive
from sesshu.ward.residents.models import GuardedContact, ResidentVersion
from sesshu.wire.residents.layout import CONTACT_COLUMNS


class NoSuchResident(Refused):
    """Nobody of this id was registered on that day, as far as was known."""

    reason = "no_such_resident"
    message = "該当する住民の記録がありません。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """One registered state of a person. Every contact field is None where `is_guarded`."""

    id: int
    atena_number: str
    is_guarded: bool
    valid_from: date
    recorded_at: datetime
    is_revoked: bool
    transaction_class: str
    transaction_reason: str
    transaction_on: date
    notified_on: date | None
    processed_at: datetime
    household_number: str | None
    name: str
    name_kana: str
    former_family_name: str | None
    birth_on: date
    birth_certainty: str
    sex: str
    relationship: str | None
    status: str
    became_resident_on: date | None
    ceased_resident_on: date | None
    died_on: date | None
    is_foreign: bool
    is_outside_register: bool
    foreign_name_kana: str | None
    foreign_name_kanji: str | None
    alphabet_name: str | None
    alias: str | None
    alias_kana: str | None
    residence_status: str | None
    residence_until: date | None
    postal_code: str | None
    address: str | None
    town_code: str | None
    lot: str | None
    building: str | None
    previous_municipality: str | None
    previous_address: str | None
    destination_municipality: str | None
    destination_address: str | None
    phone: str | None
    mail_name: str | None
    mail_postal_code: str | None
    mail_address: str | None
    mail_building: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Resident):
    """A state with both its ends: the last day it held, and when a correction replaced it."""

    valid_until: date | None
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class HouseholdMember:
    """Somebody of the household of a resident."""

    id: int
    atena_number: str
    name: str
    name_kana: str
    birth_on: date
    sex: str
    relationship: str | None
    status: str
    is_guarded: bool


_FIELDS = tuple(
    field.name
    for field in fields(Resident)
    if field.name not in ("id", "atena_number", "is_guarded")
)


def resident_of(
    resident_id: int, on: date, known_at: datetime | None = None, using: str = "default"
) -> Resident:
    """How a resident was registered on a day, as known at an instant (by default, as known now).

    A person whose first state begins later (a birth or move announced ahead) is shown by that state.
    Raises NoSuchResident.
    """
    known = ResidentVersion.objects.using(using).select_related("resident")
    known = known.filter(resident_id=resident_id)
    if known_at is not None:
        known = known.filter(recorded_at__lte=known_at)
    begun = known.filter(valid_from__lte=on).order_by("-valid_from", "-recorded_at").first()
    version = begun or known.order_by("valid_from", "-recorded_at").first()
    if version is None:
        raise NoSuchResident(NoSuchResident.message)
    return Resident(**_values(version))


def with_contact(state: Resident, on: date, using: str) -> Resident:
    """The state of a protected resident with its contact; only the zone ``guarded`` may ask.

    Where the register told no contact for that day, all stays None.
    """
    contacts = GuardedContact.objects.using(using).filter(version__resident_id=state.id)
    contact = (
        contacts.filter(version__valid_from__lte=on)
        .order_by("-version__valid_from", "-version__recorded_at")
        .values(*CONTACT_COLUMNS)
        .first()
    )
    return replace(state, **(contact or {}))


def history_of(resident_id: int, using: str = "default") -> tuple[Version, ...]:
    """Every state of a resident that was ever recorded, by first day and then by when it was known."""
    rows = ResidentVersion.objects.using(using).raw(
        "SELECT * FROM resident_timeline WHERE resident_id = %s ORDER BY valid_from, recorded_at",
        [resident_id],
    )
    return tuple(_version(row) for row in rows.prefetch_related("resident"))


def household_of(resident_id: int, on: date, using: str = "default") -> tuple[HouseholdMember, ...]:
    """Who was registered in the household of a resident on a day, the head first; the resident too.

    Only people of this household number: somebody outside it, such as the other parent, is never shown
    here (number-linkage §5.5 D2). Empty for people outside the register. Raises NoSuchResident.
    """
    number = resident_of(resident_id, on, using=using).household_number
    if number is None:
        return ()
    ever = ResidentVersion.objects.using(using).filter(household_number=number)
    states = (
        resident_of(member, on, using=using)
        for member in ever.values_list("resident_id", flat=True).distinct()
    )
    living = [state for state in states if _lives_in(state, number, on)]
    living.sort(key=lambda state: (state.relationship or "99", state.birth_on, state.id))
    return tuple(_member(state) for state in living)


def _lives_in(state: Resident, household_number: str, on: date) -> bool:
    begun = state.valid_from <= on
    here = state.ceased_resident_on is None or state.ceased_resident_on > on
    return begun and here and state.household_number == household_number


def _member(state: Resident) -> HouseholdMember:
    return HouseholdMember(
        id=state.id,
        atena_number=state.atena_number,
        name=state.name,
        name_kana=state.name_kana,
        birth_on=state.birth_on,
        sex=state.sex,
        relationship=state.relationship,
        status=state.status,
        is_guarded=state.is_guarded,
    )


def _version(row: Any) -> Version:
    period = inclusive(row.valid_during.lower, row.valid_during.upper)
    return Version(**_values(row), valid_until=period.until_on, superseded_at=row.superseded_at)


def _values(version: ResidentVersion) -> dict[str, Any]:
    resident = version.resident
    return dict(_pairs(version)) | {
        "id": resident.pk,
        "atena_number": resident.atena_number,
        "is_guarded": resident.is_guarded,
    }


def _pairs(version: ResidentVersion) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(version, name)) for name in _FIELDS)
