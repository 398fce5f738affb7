"""Values that a ward decides, in force on days, each with where it comes from."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import TypeVar

import msgspec

from sesshu.kernel.periods import Period


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value in force on days, both inclusive. `verify`: to be held against the ward's own notice."""

    effective_from: date
    effective_until: date | None = None
    source: str
    verify: bool

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return day in Period(self.effective_from, self.effective_until)


class OverlappingValues(ValueError):
    """Two values of one ward hold on the same day."""


AnyDated = TypeVar("AnyDated", bound=Dated)


def value_on(day: date, values: Iterable[AnyDated]) -> AnyDated | None:
    """The value of a day; None where nobody has named one."""
    return next((each for each in values if each.holds_on(day)), None)


def refuse_overlaps(values: Iterable[Dated]) -> None:
    """Raise OverlappingValues where two values hold on one day."""
    in_order = sorted(values, key=lambda each: each.effective_from)
    for one, other in pairwise(in_order):
        if one.holds_on(other.effective_from):
            raise OverlappingValues(f"{one} と {other}")
