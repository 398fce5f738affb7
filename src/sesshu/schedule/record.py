"""One person's doses put in order, each with its product: what every part of a judgement reads."""

from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import msgspec

from sesshu.schedule.law_of_day import DAYS_KEPT, reading_on, series_version
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import Product, Reading, Rulebook, Series, SeriesVersion

in_order = attrgetter("given_on", "id")


class DoseLaw(NamedTuple):
    """What the law of its day says of a dose, as far as series, product and day settle it."""

    series: Series | None
    version: SeriesVersion | None
    product: Product | None
    fits: bool
    """Whether the series may use the product on the day, as far as one is recorded."""
    courses: tuple[str, ...]
    """Courses that the dose belongs to."""
    reading: Reading


class Record(msgspec.Struct, frozen=True, gc=False):
    """A person, the doses oldest first, the day of judgement and the law."""

    person: Person
    doses: tuple[Dose, ...]
    laws: dict[str, DoseLaw]
    """The law of each dose, by the dose's id."""
    on: date
    rulebook: Rulebook


def record_of(person: Person, on: date, rulebook: Rulebook) -> Record:
    """The doses of a person in order of their days."""
    doses = tuple(sorted(person.doses, key=in_order))
    laws = {d.id: _law_of(d.series, d.product, d.given_on, rulebook) for d in doses}
    return Record(person, doses, laws, on, rulebook)


@lru_cache(maxsize=DAYS_KEPT)
def _law_of(code: str, product_code: str | None, day: date, rulebook: Rulebook) -> DoseLaw:
    series = rulebook.series.get(code)
    version = series_version(series, day) if series else None
    products = [use.product for use in version.uses] if version else []
    if product_code is None:
        product = rulebook.products[products[0]] if products else None
    else:
        product = rulebook.products.get(product_code)
    fits = product_code is None or product_code in products
    courses = _courses_of(series, product, rulebook)
    return DoseLaw(series, version, product, fits, courses, reading_on(rulebook, day))


def _courses_of(
    series: Series | None, product: Product | None, rulebook: Rulebook
) -> tuple[str, ...]:
    """Those its series serves, else the first-stage courses of the antigens in the product."""
    if series is not None:
        return series.serves
    if product is None:
        return ()
    return tuple(
        course.code
        for course in rulebook.courses.values()
        if not course.later_stage and not set(course.antigens).isdisjoint(product.antigens)
    )
