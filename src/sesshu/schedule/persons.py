"""What a judgement is asked about: one person, the doses on record, and what is known of the person."""

from datetime import date
from typing import Literal

import msgspec

from sesshu.schedule.types import Sex


class Dose(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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


class Disease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A disease somebody had, by its antigen code; known from a day on."""

    antigen: str
    known_from: date


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody to judge."""

    id: str
    born_on: date
    sex: Sex
    doses: tuple[Dose, ...] = ()
    diseases: tuple[Disease, ...] = ()
    died_on: date | None = None
