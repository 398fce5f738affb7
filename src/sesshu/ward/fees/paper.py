"""委託料 内訳書: what a clinic is paid for a month, what is returned and adjusted, on paper (F20, F21)."""

from datetime import date

from sesshu.documents.forms import Registered
from sesshu.documents.listing import FORM, Condition, listing
from sesshu.documents.printing import render
from sesshu.foundation.walls import current_place
from sesshu.kernel.eras import in_japanese
from sesshu.ui.dates import in_month
from sesshu.ward.fees.codes import Treatment
from sesshu.ward.fees.models import Settlement, SettlementLine
from sesshu.ward.fees.settling import Row
from sesshu.ward.offices import office_of
from sesshu.ward.records.codes import Outcome
from sesshu.ward.rulebooks.releases import rulebook_here

KIND = "F20"


def print_sheet(settled: Settlement, name: str, on: date) -> bytes:
    """The sheet as PDF. Raises NotPrinted for a name no face can show."""
    lines = SettlementLine.objects.filter(settlement=settled).order_by("id")
    made = listing(
        KIND,
        [_row(line) for line in lines],
        office=office_of(current_place().municipality).municipality,
        made_on=in_japanese(on),
        conditions=(
            Condition("医療機関", f"{name}（{settled.provider_code}）"),
            Condition("接種の月", in_month(settled.month)),
        ),
        totals=(Condition("支払額", f"{settled.yen:,}円"),),
    )
    return render(FORM, made)


def _row(line: SettlementLine) -> tuple[Registered, ...]:
    series = rulebook_here().series.get(line.series)
    row = row_of(line)
    return (
        in_month(line.month),
        series.name if series else line.series,
        Outcome(line.outcome).label.partition("（")[0],
        _yen(line.unit_yen),
        _yen(line.charge_yen),
        str(line.doses),
        _yen(row.yen),
        row.treatment.label,
        line.reason or "",
    )


def row_of(line: SettlementLine) -> Row:
    """A kept line as a row."""
    return Row(
        line.month,
        line.series,
        line.outcome,
        line.unit_yen,
        line.charge_yen,
        line.doses,
        Treatment(line.treatment),
        line.reason,
    )


def _yen(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"
