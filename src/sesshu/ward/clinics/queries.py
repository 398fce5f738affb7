"""Reading clinics and lots: the door for pages and for other duties."""

from collections.abc import Collection
from datetime import date

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from sesshu.ward.clinics.codes import Contract
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.models import Clinic, Lot


def clinics(text: str = "", offset: int = 0, limit: int = 50) -> list[Clinic]:
    """The newest row of each clinic whose name or code holds the text, by code."""
    return list(_newest_clinics(text)[offset : offset + limit])


def every_clinic() -> list[ClinicEntry]:
    """The newest contract of each clinic, by code."""
    return [entry_of(row) for row in _newest_clinics()]


def clinic_history(provider_code: str) -> list[Clinic]:
    """Every row of one clinic, the newest first."""
    return list(Clinic.objects.filter(provider_code=provider_code).order_by("-valid_from"))


def names_of(provider_codes: Collection[str]) -> dict[str, str]:
    """The newest name of each of these clinics, by code."""
    rows = _newest_clinics().filter(provider_code__in=set(provider_codes))
    return dict(rows.values_list("provider_code", "name"))


def lots(text: str = "", offset: int = 0, limit: int = 50) -> list[Lot]:
    """Lots as they are now whose number holds the text, stopped ones first."""
    return list(_current_lots(text)[offset : offset + limit])


def every_lot() -> list[LotEntry]:
    """Lots as they are now, stopped ones first."""
    return [_lot_of(row) for row in _current_lots()]


def contracts_of(
    provider_codes: Collection[str], using: str = DEFAULT_DB_ALIAS
) -> dict[str, list[ClinicEntry]]:
    """The contracts of clinics, by code, the oldest first; nothing for a code nobody entered."""
    found: dict[str, list[ClinicEntry]] = {}
    rows = Clinic.objects.using(using).filter(provider_code__in=set(provider_codes))
    for row in rows.order_by("provider_code", "valid_from"):
        found.setdefault(row.provider_code, []).append(entry_of(row))
    return found


def contract_on(contracts: Collection[ClinicEntry], day: date) -> ClinicEntry | None:
    """The contract that covers a day."""
    return next((each for each in contracts if each.holds_on(day)), None)


def known_lots(
    lot_keys: Collection[str], using: str = DEFAULT_DB_ALIAS
) -> dict[tuple[str, str], LotEntry]:
    """Lots as they are now, by product and key."""
    rows = Lot.objects.using(using).filter(is_current=True, lot_key__in=set(lot_keys))
    return {(row.product, row.lot_key): _lot_of(row) for row in rows}


def entry_of(row: Clinic) -> ClinicEntry:
    """The values of a row."""
    return ClinicEntry(
        provider_code=row.provider_code,
        name=row.name,
        address=row.address,
        phone=row.phone,
        contract=Contract(row.contract),
        series=tuple(row.series),
        closed_weekdays=tuple(row.closed_weekdays),
        closed_on=tuple(row.closed_on),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _newest_clinics(text: str = "") -> QuerySet[Clinic]:
    found = Clinic.objects.filter(Q(name__contains=text) | Q(provider_code__contains=text))
    return found.order_by("provider_code", "-valid_from").distinct("provider_code")


def _current_lots(text: str = "") -> QuerySet[Lot]:
    found = Lot.objects.filter(is_current=True, lot_key__contains=text)
    return found.order_by("stopped_from", "product", "lot_key")


def _lot_of(row: Lot) -> LotEntry:
    return LotEntry(
        product=row.product,
        lot=row.lot,
        lot_key=row.lot_key,
        expires_on=row.expires_on,
        stopped_from=row.stopped_from,
        stop_reason=row.stop_reason,
    )
