"""The clinics of the fictional ward and the lots on their shelves, entered by one and approved by another."""

from dataclasses import dataclass
from datetime import date

from sesshu.config.demo.doses import CLINICS
from sesshu.config.demo.people import actor_named
from sesshu.foundation.acting import Actor
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.kernel.clinics import lot_key
from sesshu.schedule.load import current
from sesshu.ward.clinics import operations
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.models import Clinic

LOGIN_IDS = (
    "clerk-a",
    "clerk-b",
    "runs-e",
    "fees-j",
    "guarded-d",
    "maternal-k",
    "runs-l",
    "check-m",
)
SUNDAY = 6
PRODUCTS = ("MR", "VAR", "BCG", "FLU", "HPV9", "RSV")
YEARS_OF_VALIDITY = 3


@dataclass(frozen=True, slots=True)
class Staff:
    """Who asks, who approves, who starts runs; who settles, who guards, who may know of pregnancies."""

    clerk: Actor
    checker: Actor
    runner: Actor
    fees: Actor
    guarding: Actor
    maternal: Actor
    runner_of_mothers: Actor
    checker_of_mothers: Actor


def staff() -> Staff:
    """The demo's people at their work. Raises NobodyOfThatName."""
    return Staff(*(actor_named(login_id) for login_id in LOGIN_IDS))


def enter_masters(staff: Staff, year: int) -> None:
    """Contracts from the first day of a fiscal year on, and a lot of each product, unless they are there."""
    if Clinic.objects.exists():
        return
    clinics = [
        ClinicEntry(
            provider_code=code,
            name=name,
            series=tuple(current().series),
            closed_weekdays=(SUNDAY,),
            valid_from=fiscal_year_begins(year),
        )
        for code, name in CLINICS
    ]
    lots = [
        LotEntry(product=product, lot=lot, lot_key=lot_key(lot), expires_on=expires_on)
        for product, (lot, expires_on) in shelf(year).items()
    ]
    for asked in (
        operations.propose_clinics(staff.clerk, clinics, "契約書のとおり"),
        operations.propose_lots(staff.clerk, lots, "納品書のとおり"),
    ):
        operations.approve(staff.checker, asked.pk, asked.sha256)


def shelf(year: int) -> dict[str, tuple[str, date]]:
    """The lot of each product, and until when it is good."""
    expires_on = fiscal_year_ends(year + YEARS_OF_VALIDITY)
    return {product: (f"{product}-{year}", expires_on) for product in PRODUCTS}
