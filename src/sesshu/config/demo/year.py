"""One fiscal year of the fictional ward, in its order, by the operations people work with.

Every day the registry delivers births and moves. Each month the vouchers are listed and, some days later,
leave, but for those to who died or moved meanwhile; the clinics' files of the month before come in, are
settled and paid (and, once, that of the welfare office); people come to the counters. Once a quarter the
overdue are written to. After the year the clinics' files stop, but for the month that lies on the desk today.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sesshu.config.demo import clinics, counter, elsewhere, fees, payments, recalls, vouchers
from sesshu.config.demo.masters import Staff, enter_masters
from sesshu.kernel.calendar import fiscal_year, fiscal_year_begins, fiscal_year_ends
from sesshu.outside.registry import Ward
from sesshu.ward.fees.models import WelfareFile
from sesshu.ward.intake.models import IntakeFile
from sesshu.ward.rulebooks.releases import keep_current

FEWEST = 5_000
"""A smaller ward has no year: it is tried in a minute, and has too few children for one."""
MONTHS_OF_RECALL = (6, 9, 12, 3)
MONTHS_OF_CONTACT = (5, 11)
BEFORE_RSV = date(
    2026, 4, 1
)  # 予防接種実施規則第22条: from this day on the law offers it to the pregnant


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
        keep_current()
        enter_masters(staff, year)
        payments.enter_prices(staff, fiscal_year_begins(year))
    else:
        for act in BY_DAY.get(on.day, ()):
            act(on, year, staff)


def _month_begins(on: date, year: int, staff: Staff) -> None:
    payments.enter_budgets(staff, fiscal_year(on))
    vouchers.list_month(staff, on)


def _files_came(on: date, year: int, staff: Staff) -> None:
    month = clinics.month_before(on)
    if month == fiscal_year_begins(year) and not WelfareFile.objects.exists():
        fees.take_welfare(staff.fees, month, on)
    if fiscal_year(month) == year:
        clinics.return_open_rows(staff, clinics.take_month_in(staff, month, year))
    if fiscal_year(on) == year and on.month in MONTHS_OF_RECALL:
        recalls.recall(staff, on)


def _letters_leave(on: date, year: int, staff: Staff) -> None:
    vouchers.post_fixed(staff)
    recalls.post_fixed(staff)


def _counters_open(on: date, year: int, staff: Staff) -> None:
    counter.papers_lost(staff, on)
    counter.letter_came_back(staff, on)
    elsewhere.pay_back(staff, on)
    elsewhere.ask_letter(staff, on)
    if on.month in MONTHS_OF_CONTACT:
        counter.contact_asked(staff, on)


def _mothers_are_sent_theirs(on: date, year: int, staff: Staff) -> None:
    if on >= BEFORE_RSV:
        counter.pregnancies_told(staff, on)
        vouchers.list_mothers(staff, on)


def _month_is_settled(on: date, year: int, staff: Staff) -> None:
    month = clinics.month_before(on)
    if fiscal_year(month) == year:
        payments.settle(staff, month)
    payments.list_payments(staff, on)


def _money_goes(on: date, year: int, staff: Staff) -> None:
    vouchers.post_fixed(staff)
    payments.mark_paid(staff, on)


BY_DAY: Mapping[int, Sequence[Callable[[date, int, Staff], None]]] = {
    1: (_month_begins,),
    clinics.SENT_ON: (_files_came,),
    12: (_letters_leave,),
    16: (_counters_open,),
    18: (_mothers_are_sent_theirs,),
    20: (_month_is_settled,),
    28: (_money_goes,),
}
"""What is done on which day of a month, in this order."""


def desk_month(ward: Ward, on: date, staff: Staff) -> None:
    """Clinics and lots, and the month before a day, once.

    What the checks stopped in it is left for whoever tries the portal, its bill, and a letter for elsewhere.
    """
    year = year_of(ward)
    enter_masters(staff, year or fiscal_year(ward.on))
    if year is None:
        return
    later = IntakeFile.objects.filter(month__gte=fiscal_year_begins(year + 1))
    if not later.exists():
        clinics.take_month_in(staff, clinics.month_before(on), year)
    payments.leave_waiting(staff, clinics.month_before(on))
    elsewhere.leave_waiting(staff, on)
