"""What a judgement is asked about: one person, the doses on record, and what is known of the person."""

from datetime import date
from typing import Literal

import msgspec

from sesshu.schedule.types import Sex


class Dose(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One dose as recorded; `product` is a code of products.yaml, `volume_ml` in mL."""

    id: str
    series: str
    given_on: date
    product: str | None = None
    volume_ml: float | None = None
    route: str | None = None
    expires_on: date | None = None
    decision: Literal["counts", "does_not_count"] | None = None
    """What two people of the ward decided about a dose whose counting the law leaves open."""


class Disease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A disease somebody had, by its antigen code; known from a day on."""

    antigen: str
    known_from: date


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Something known of a person, by a kind of words.yaml, on the days it holds (both inclusive)."""

    kind: str
    from_on: date
    until_on: date | None = None
    due_on: date | None = None
    """分娩予定日, of a pregnancy."""

    def holds_on(self, day: date) -> bool:
        """Whether it was so on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Somebody to judge."""

    id: str
    born_on: date
    sex: Sex
    doses: tuple[Dose, ...] = ()
    diseases: tuple[Disease, ...] = ()
    facts: tuple[Fact, ...] = ()
    died_on: date | None = None
