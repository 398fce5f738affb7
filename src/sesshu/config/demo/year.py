"""One fiscal year of the fictional ward, in its order, by the operations people work with.

Every day the registry delivers births and moves. On the first of a month vouchers go out, on the fifth the
clinics' files of the month before come in (and, once, that of the welfare office), once a quarter the overdue
are written to. After the year only the vouchers go on.
"""

from datetime import date

from sesshu.config.demo import clinics, fees, recalls, vouchers
from sesshu.config.demo.masters import Staff, enter_masters
from sesshu.kernel.calendar import fiscal_year, fiscal_year_begins, fiscal_year_ends
from sesshu.outside.registry import Ward
from sesshu.ward.fees.models import WelfareFile
from sesshu.ward.intake.models import IntakeFile

FEWEST = 5_000
"""A smaller ward has no year: it is tried in a minute, and has too few children for one."""
MONTHS_OF_RECALL = (6, 9, 12, 3)


def begins_before_year(residents: int, on: date) -> date | None:
    """The day before the last whole fiscal year, for a ward that lives through it; None for a small one."""
    return fiscal_year_ends(fiscal_year(on) - 2) if residents >= FEWEST else None


def year_of(ward: Ward) -> int | None:
    """The fiscal year a ward lives through from its first day on; None for one that has none."""
    year = fiscal_year(ward.on) + 1
    lives = ward.on == fiscal_year_ends(year - 1) and ward.residents >= FEWEST
    return year if lives else None


def work(ward: Ward, on: date, staff: Staff) -> None:
    """What the office does on a day of the ward's year; what was done before is not done again."""
    year = year_of(ward)
    if year is None:
        return
    if on == ward.on:
        enter_masters(staff, year)
    if on.day == 1:
        vouchers.issue_month(staff, on)
    if on.day == clinics.SENT_ON:
        _files_came(on, year, staff)


def _files_came(on: date, year: int, staff: Staff) -> None:
    month = clinics.month_before(on)
    if month == fiscal_year_begins(year) and not WelfareFile.objects.exists():
        fees.take_welfare(staff.runner, month, on)
    if fiscal_year(month) == year:
        clinics.return_open_rows(staff, clinics.take_month_in(staff, month, year))
    if fiscal_year(on) == year and on.month in MONTHS_OF_RECALL:
        recalls.recall(staff, on)


def desk_month(ward: Ward, on: date, staff: Staff) -> None:
    """Clinics and lots, and the month before a day, once.

    What the checks stopped in it is left for whoever tries the portal.
    """
    year = year_of(ward)
    enter_masters(staff, year or fiscal_year(ward.on))
    if year is None:
        return
    later = IntakeFile.objects.filter(month__gte=fiscal_year_begins(year + 1))
    if not later.exists():
        clinics.take_month_in(staff, clinics.month_before(on), year)
