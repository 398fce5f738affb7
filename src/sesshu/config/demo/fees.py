"""Fees of the fictional ward: who receives help, and in a ward without a year one clinic's month settled."""

from datetime import date, datetime, time

from sesshu.config.demo import payments
from sesshu.config.demo.masters import Staff
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import TOKYO
from sesshu.foundation.runs import start
from sesshu.foundation.runs.steps import finish_runs
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import current_place
from sesshu.kernel.calendar import day_before, fiscal_year, fiscal_year_begins
from sesshu.ward.clinics.models import Clinic
from sesshu.ward.fees.codes import TAKE_WELFARE
from sesshu.ward.fees.models import UnitPrice, WelfareFile
from sesshu.ward.fees.overview import clinics_of
from sesshu.ward.records.models import CurrentDose
from sesshu.ward.residents.models import ResidentVersion
from sesshu.wire.welfare_files.layout import Control
from sesshu.wire.welfare_files.parse import Receipt
from sesshu.wire.welfare_files.render import render_line, write_file

RECEIVE_HELP = 12


def work(staff: Staff, on: date) -> None:
    """All that a ward without a year has of it, once: the file, the prices, one month settled."""
    month = day_before(on.replace(day=1)).replace(day=1)
    if not WelfareFile.objects.exists():
        take_welfare(staff.fees, month, on)
    begins = Clinic.objects.order_by("valid_from").values_list("valid_from", flat=True)[:1]
    if not UnitPrice.objects.exists():
        for first in begins:
            payments.enter_prices(staff, first)
            payments.enter_budgets(staff, fiscal_year(on))
        _settle_newest(staff, on)


def take_welfare(actor: Actor, month: date, on: date) -> None:
    """The dozen oldest residents receive help since the beginning of the fiscal year."""
    since = fiscal_year_begins(fiscal_year(month))
    oldest = ResidentVersion.objects.order_by("birth_on", "resident_id")
    numbers = [*dict.fromkeys(oldest.values_list("resident__atena_number", flat=True))][
        :RECEIVE_HELP
    ]
    lines = [render_line(Receipt(number, "welfare", since)) for number in numbers]
    municipality = current_place().municipality
    path = state_dir() / "demo" / municipality / f"SEIHO-{month:%Y%m}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    made_at = datetime.combine(on, time(8), TOKYO)
    write_file(path, Control(path.stem, municipality, made_at, month, len(lines)), lines)
    start(actor, TAKE_WELFARE, input=path, input_name=path.name)
    finish_runs()


def _settle_newest(staff: Staff, on: date) -> None:
    """The clinic with most doses claims one too many of its first kind, which goes back."""
    earlier = CurrentDose.objects.filter(given_on__lt=on.replace(day=1)).order_by("-given_on")
    newest = earlier.values_list("given_on", flat=True).first()
    busiest = max(
        clinics_of(newest.replace(day=1)) if newest else (),
        key=lambda each: each.recorded,
        default=None,
    )
    if newest and busiest:
        payments.settle_clinic(staff, busiest.provider_code, newest.replace(day=1), too_many=1)
