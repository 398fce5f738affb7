"""Whom an issue run looks for: conditions that are saved under a name and kept with each run (V020)."""

from datetime import date
from typing import Literal

import msgspec


class Conditions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who becomes eligible until a day for any of `series`; every condition that is given has to hold."""

    series: tuple[str, ...]
    until_on: date
    born_from: date | None = None
    born_until: date | None = None
    sex: Literal["1", "2"] | None = None
    postal_code: str = ""
    """The beginning of the 郵便番号 of the district."""
    moved_in_since: date | None = None
    """Registered here from this day on (住民となった日)."""
    first_dose_only: bool = False
    """Nobody who has had a dose of the series."""
    whole_course: bool = False
    """A sheet for every dose that is still to come in one envelope, not for the next one alone."""
    merge_households: bool = True
    """Letters to children of one household go into one envelope."""

    @property
    def text(self) -> str:
        """As it is kept: the same conditions are the same text."""
        return msgspec.json.encode(self, order="deterministic").decode()


def read_conditions(text: str) -> Conditions:
    """Conditions as kept. Raises msgspec.ValidationError."""
    return msgspec.json.decode(text, type=Conditions)
