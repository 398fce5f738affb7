"""Time limits, and how long bank accounts are kept: a ward's dated data."""

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from sesshu.ward.dated import Dated, refuse_overlaps, value_on


class TimeLimit(Dated, frozen=True, kw_only=True):
    """Months after the dose within which to apply."""

    months: int


class AccountLimit(Dated, frozen=True, kw_only=True):
    """Days for which a bank account is kept after its payment or its refusal."""

    kept_days: int


class Practice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The practice of one ward."""

    time_limits: tuple[TimeLimit, ...]
    accounts: tuple[AccountLimit, ...]

    def months_on(self, day: date) -> int | None:
        """Months to apply in for a dose of a day; None where the ward named none."""
        limit = value_on(day, self.time_limits)
        return None if limit is None else limit.months

    def kept_days_on(self, day: date) -> int | None:
        """How long accounts are kept as of a day; None where the ward named nothing."""
        limit = value_on(day, self.accounts)
        return None if limit is None else limit.kept_days


NOTHING_NAMED = Practice(time_limits=(), accounts=())


def practice_of(municipality: str) -> Practice:
    """The practice of a ward; of one that told nothing, nothing."""
    return _table().get(municipality, NOTHING_NAMED)


@cache
def _table() -> dict[str, Practice]:
    text = (files("sesshu.ward.refunds") / "practice.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.safe_load(text), dict[str, Practice])
    for practice in found.values():
        refuse_overlaps(practice.time_limits)
        refuse_overlaps(practice.accounts)
    return found
