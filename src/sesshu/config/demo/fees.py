"""Fees of the fictional ward: a welfare file, prices, and the newest month of one clinic settled."""

from datetime import date, datetime, time

from sesshu.config.demo.people import actor_named
from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import TOKYO
from sesshu.foundation.runs import start
from sesshu.foundation.runs.steps import finish_runs
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import current_place
from sesshu.kernel.calendar import day_before, fiscal_year, fiscal_year_begins
from sesshu.schedule.load import current
from sesshu.ui.dates import in_month
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.clinics.models import Clinic
from sesshu.ward.fees import claims, prices, settlements
from sesshu.ward.fees.codes import TAKE_WELFARE
from sesshu.ward.fees.models import UnitPrice, WelfareFile
from sesshu.ward.fees.overview import clinics_of
from sesshu.ward.fees.prices import Price
from sesshu.ward.fees.settling import Claimed
from sesshu.ward.records.codes import Outcome
from sesshu.ward.records.models import CurrentDose
from sesshu.ward.residents.models import ResidentVersion
from sesshu.wire.welfare_files.layout import Control
from sesshu.wire.welfare_files.parse import Receipt
from sesshu.wire.welfare_files.render import render_line, write_file

RECEIVE_HELP = 12
YEN = {Outcome.GIVEN: 11_000, Outcome.SCREENED_ONLY: 3_000}
"""Amounts of the fictional ward, the same for every series."""
TOO_MANY = "記録と請求の件数が違います。予診票を確かめて、もう一度請求してください。"


def work(on: date) -> None:
    """Everything above, once."""
    month = day_before(on.replace(day=1)).replace(day=1)
    if not WelfareFile.objects.exists():
        take_welfare(actor_named("fees-j"), month, on)
    if not UnitPrice.objects.exists():
        _enter_prices()
        _settle_newest(on)


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


def _enter_prices() -> None:
    """The same price for every series, from the day the contracts begin."""
    begins = Clinic.objects.order_by("valid_from").values_list("valid_from", flat=True)[:1]
    entries = [
        Price(contract=Contract.WARD, series=code, outcome=outcome, yen=yen, valid_from=first)
        for first in begins
        for code in current().series
        for outcome, yen in YEN.items()
    ]
    asked = prices.propose(actor_named("fees-j"), entries, "契約書のとおり")
    second_person.approve(actor_named("clerk-b"), asked.pk, asked.sha256)


def _settle_newest(on: date) -> None:
    """The clinic with most doses claims one too many of its first kind, which goes back."""
    earlier = CurrentDose.objects.filter(given_on__lt=on.replace(day=1)).order_by("-given_on")
    newest = earlier.values_list("given_on", flat=True).first()
    busiest = max(
        clinics_of(newest.replace(day=1)) if newest else (),
        key=lambda each: each.recorded,
        default=None,
    )
    if newest and busiest:
        _settle(busiest.provider_code, newest.replace(day=1))


def _settle(provider: str, month: date) -> None:
    clerk = actor_named("fees-j")
    counted = settlements.month_of(provider, month, current())
    lines = {each.kind: Claimed(each.doses, each.yen) for each in counted}
    first = counted[0]
    lines[first.kind] = Claimed(first.doses + 1, first.yen + YEN[Outcome.GIVEN])
    claims.enter(clerk, provider, month, lines)
    returned = {first.kind: TOO_MANY} | {
        each.kind: TOO_MANY for each in counted if not each.may_be_paid
    }
    asked = settlements.propose(clerk, provider, month, returned, f"{in_month(month)}分")
    second_person.approve(actor_named("clerk-b"), asked.pk, asked.sha256)
