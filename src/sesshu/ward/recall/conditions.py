"""Whom a round writes to: series, how long overdue, which letter it is (V041)."""

from datetime import date

import msgspec


class Conditions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Residents who may still be given a dose of `series` and are overdue in one of two ways."""

    series: str
    attempt: int = 1
    """1 for the first letter about a dose, 2 for the second, and so on."""
    overdue_days: int = 0
    """The standard period ended at least so many days before the day of judgement."""
    ends_until: date | None = None
    """Or: the period of the law ends by this day, whatever the standard period."""
    days_since_last: int = 90
    """At least so many days since the letter before."""

    @property
    def text(self) -> str:
        """As it is kept: the same conditions are the same text."""
        return msgspec.json.encode(self, order="deterministic").decode()


def read_conditions(text: str) -> Conditions:
    """Conditions as kept. Raises msgspec.ValidationError."""
    return msgspec.json.decode(text, type=Conditions)
