"""What each municipality charges for doses of B類, as dated data."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec
import yaml

from sesshu.kernel.periods import Period


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value in force on days, both inclusive, with where it comes from."""

    effective_from: date
    effective_until: date | None = None
    source: str
    verify: bool

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return day in Period(self.effective_from, self.effective_until)


class Charge(Dated, frozen=True, kw_only=True):
    """自己負担 of one dose of a series, in yen."""

    series: str
    yen: int


class ExemptsUntaxed(Dated, frozen=True, kw_only=True):
    """Whether those whose household pays no 住民税 are exempt too."""

    value: bool


class Charges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The charges of one municipality."""

    exempts_untaxed: tuple[ExemptsUntaxed, ...] = ()
    charges: tuple[Charge, ...] = ()

    def of(self, series: str, day: date) -> Charge | None:
        """What a dose costs a patient on a day; None where nobody has said it."""
        return _on(day, (each for each in self.charges if each.series == series))

    def untaxed_are_exempt(self, day: date) -> bool:
        """Whether a day's 非課税 is a reason not to pay; not where nobody has said so."""
        rule = _on(day, self.exempts_untaxed)
        return rule is not None and rule.value


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    municipalities: dict[str, Charges]


AnyDated = TypeVar("AnyDated", bound=Dated)


def charges_of(municipality: str) -> Charges:
    """The charges of a municipality; none for one that told nothing."""
    return _table().municipalities.get(municipality, Charges())


def _on(day: date, rows: Iterable[AnyDated]) -> AnyDated | None:
    return next((row for row in rows if row.holds_on(day)), None)


@cache
def _table() -> _Table:
    text = (files("sesshu.ward.fees") / "charges.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), _Table)
