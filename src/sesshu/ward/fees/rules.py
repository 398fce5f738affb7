"""実費徴収の判定: who pays for a dose on a day, decided from dated facts and dated charges (B14, V107)."""

from dataclasses import dataclass
from datetime import date

from sesshu.schedule.types import Rulebook
from sesshu.ward.fees.charges import Charges
from sesshu.ward.fees.codes import FeeClass


@dataclass(frozen=True, slots=True)
class Fee:
    """Who pays for a dose. `yen` is None where the patient pays an amount that nobody has entered."""

    fee_class: FeeClass
    yen: int | None
    source: str
    verify: bool


PUBLIC = Fee(FeeClass.PUBLIC, 0, "予防接種法第52条", verify=False)
EXEMPT = Fee(FeeClass.EXEMPT, 0, "予防接種法第52条ただし書", verify=False)
UNKNOWN = Fee(FeeClass.COPAYMENT, None, "", verify=True)


def contradicts(said: str, fee: Fee) -> bool:
    """Whether a fee class that a clinic wrote is another than who pays by the ward's facts.

    Where nobody entered the amount it may be nothing: only an exemption is then claimed too much. Where the
    ward asks for nothing, a clinic may call it either.
    """
    if fee == UNKNOWN:
        return said == FeeClass.EXEMPT
    if fee.fee_class is FeeClass.EXEMPT:
        return said == FeeClass.COPAYMENT
    return said != fee.fee_class


def is_charged(series: str, rulebook: Rulebook) -> bool:
    """Whether a series is of B類, whose patients may be asked to pay."""
    kind = rulebook.series.get(series)
    return kind is not None and kind.category == "B"


def fee_of(
    series: str,
    on: date,
    rulebook: Rulebook,
    charges: Charges,
    *,
    is_exempt: bool,
    product: str | None = None,
) -> Fee:
    """Who pays for a dose of a series on a day; `is_exempt` as PostgreSQL answers for that day."""
    if not is_charged(series, rulebook):
        return PUBLIC
    charge = charges.of(series, on, product)
    if is_exempt or (charge is not None and charge.yen == 0):
        return EXEMPT
    if charge is None:
        return UNKNOWN
    return Fee(FeeClass.COPAYMENT, charge.yen, charge.source, charge.verify)
