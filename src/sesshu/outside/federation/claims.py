"""What clinics claim for what they gave."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sesshu.wire.claims_files.form import ClaimForm
from sesshu.wire.clinic_files.form import Form

COPAYMENT = "copayment"


@dataclass(frozen=True, slots=True)
class AskedPrices:
    """What clinics ask for a dose by its series, and what patients pay them of it, in yen."""

    units: Mapping[str, int]
    charges: Mapping[str, int] = field(default_factory=dict)

    def charge_for(self, form: Form) -> int:
        """What the patient of a form paid."""
        return self.charges.get(form.series, 0) if form.fee_class == COPAYMENT else 0


def claims_of(forms: Iterable[Form], prices: AskedPrices, month: date) -> Iterator[ClaimForm]:
    """A claim for each form of a dose that has a price, numbered by the month in which it is claimed."""
    priced = (form for form in forms if form.series in prices.units)
    for place, form in enumerate(priced, 1):
        unit, charge = prices.units[form.series], prices.charge_for(form)
        yield ClaimForm(
            claim_number=f"{month:%Y%m}{place:08}",
            provider_code=form.provider_code,
            voucher_number=form.voucher_number,
            name_kana=form.name_kana or "",
            birth_on=form.birth_on or date.min,
            sex=form.sex or "9",
            series=form.series,
            product=form.product,
            outcome=form.outcome,
            given_on=form.given_on,
            unit_yen=unit,
            charge_yen=charge,
            yen=unit - charge,
        )
