"""What each municipality charges for doses of B類, as dated data."""

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from sesshu.ward.dated import Dated, refuse_overlaps, value_on


class Charge(Dated, frozen=True, kw_only=True):
    """自己負担 of one dose, in yen; of one product of the series, where products are charged differently."""

    series: str
    product: str | None = None
    yen: int


class ExemptsUntaxed(Dated, frozen=True, kw_only=True):
    """Whether those whose household pays no 住民税 are exempt too."""

    value: bool


class Charges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The charges of one municipality."""

    exempts_untaxed: tuple[ExemptsUntaxed, ...] = ()
    charges: tuple[Charge, ...] = ()

    def of(self, series: str, day: date, product: str | None = None) -> Charge | None:
        """What a dose costs a patient on a day; None where nobody has said it."""
        told = [each for each in self.charges if each.series == series]
        of_product = (each for each in told if product and each.product == product)
        return value_on(day, of_product) or value_on(
            day, (each for each in told if each.product is None)
        )

    def products_of(self, series: str, day: date) -> tuple[str, ...]:
        """The products of a series that have charges of their own on a day."""
        own = (each for each in self.charges if each.series == series and each.holds_on(day))
        return tuple(each.product for each in own if each.product)

    def untaxed_are_exempt(self, day: date) -> bool:
        """Whether a day's 非課税 is a reason not to pay; not where nobody has said so."""
        rule = value_on(day, self.exempts_untaxed)
        return rule is not None and rule.value


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    municipalities: dict[str, Charges]


def charges_of(municipality: str) -> Charges:
    """The charges of a municipality; none for one that told nothing."""
    return _table().municipalities.get(municipality, Charges())


@cache
def _table() -> _Table:
    text = (files("sesshu.ward.fees") / "charges.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.safe_load(text), _Table)
    for here in found.municipalities.values():
        refuse_overlaps(here.exempts_untaxed)
        for kind in {(each.series, each.product) for each in here.charges}:
            refuse_overlaps(each for each in here.charges if (each.series, each.product) == kind)
    return found
