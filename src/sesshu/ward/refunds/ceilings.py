"""上限額 of a refund: the contract price in force on the day of the dose, less the own share (V091)."""

from dataclasses import dataclass
from datetime import date

from sesshu.foundation.walls import current_place
from sesshu.schedule.types import Rulebook
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.fees.charges import charges_of
from sesshu.ward.fees.prices import price_on
from sesshu.ward.fees.rules import fee_of
from sesshu.ward.records.codes import Outcome


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What the ward pays a clinic for a dose, and what the person pays of it at home; in yen."""

    price_yen: int
    share_yen: int

    def most(self, *, fee_exempt: bool) -> int:
        """The most that is paid back: never less than nothing, though the share be the whole price."""
        return max(self.price_yen - (0 if fee_exempt else self.share_yen), 0)


def ceiling_of(
    series: str, product: str | None, given_on: date, rulebook: Rulebook
) -> Ceiling | None:
    """The ceiling of a dose; None where no price was entered for its day, or no share for one of B類."""
    price = price_on(Contract.WARD, series, product, Outcome.GIVEN, given_on)
    charges = charges_of(current_place().municipality)
    share = fee_of(series, given_on, rulebook, charges, product=product, is_exempt=False).yen
    return None if price is None or share is None else Ceiling(price, share)
