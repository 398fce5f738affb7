"""Ceilings, own shares, time limits, and how long bank accounts are kept: a ward's dated data."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

import msgspec
import yaml


class Dated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value that holds from a day on, until the last day if one is named (both inclusive)."""

    valid_from: date
    valid_until: date | None = None
    source: str
    verify: bool

    def holds_on(self, day: date) -> bool:
        """Whether it is the value of a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class TimeLimit(Dated, frozen=True, kw_only=True):
    """Months after the dose within which to apply."""

    months: int


class AccountLimit(Dated, frozen=True, kw_only=True):
    """Days for which a bank account is kept after its payment or its refusal."""

    kept_days: int


class Price(Dated, frozen=True, kw_only=True):
    """What the ward pays a clinic for a dose, and what the person pays of it at home; in yen."""

    series: tuple[str, ...]
    price_yen: int
    fee_yen: int

    def most(self, *, fee_exempt: bool) -> int:
        """The most that is paid back for a dose."""
        return self.price_yen - (0 if fee_exempt else self.fee_yen)


class Practice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The practice of one ward."""

    time_limits: tuple[TimeLimit, ...]
    accounts: tuple[AccountLimit, ...]
    prices: tuple[Price, ...]

    def price_on(self, series: str, day: date) -> Price | None:
        """The price of a dose on its day; None where the ward named none."""
        found = (each for each in self.prices if series in each.series and each.holds_on(day))
        return next(found, None)

    def months_on(self, day: date) -> int | None:
        """Months to apply in for a dose of a day; None where the ward named none."""
        return next((each.months for each in self.time_limits if each.holds_on(day)), None)

    def kept_days_on(self, day: date) -> int | None:
        """How long accounts are kept as of a day; None where the ward named nothing."""
        return next((each.kept_days for each in self.accounts if each.holds_on(day)), None)


class OverlappingValues(ValueError):
    """Two values of one ward hold on the same day."""


NOTHING_NAMED = Practice(time_limits=(), accounts=(), prices=())


def practice_of(municipality: str) -> Practice:
    """The practice of a ward; of one that told nothing, nothing."""
    return _table().get(municipality, NOTHING_NAMED)


def refuse_overlaps(values: Iterable[Dated]) -> None:
    """Raise OverlappingValues where two values hold on one day."""
    in_order = sorted(values, key=lambda each: each.valid_from)
    for one, other in pairwise(in_order):
        if one.holds_on(other.valid_from):
            raise OverlappingValues(f"{one} と {other}")


@cache
def _table() -> dict[str, Practice]:
    text = (files("sesshu.ward.refunds") / "practice.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.safe_load(text), dict[str, Practice])
    for practice in found.values():
        refuse_overlaps(practice.time_limits)
        refuse_overlaps(practice.accounts)
        for series in {code for price in practice.prices for code in price.series}:
            refuse_overlaps(price for price in practice.prices if series in price.series)
    return found
