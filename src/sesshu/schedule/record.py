"""One person's doses put in order, each with its product: what every part of a judgement reads."""

from datetime import date
from functools import lru_cache
from operator import attrgetter

import msgspec

from sesshu.schedule.law_of_day import DAYS_KEPT, reading_on, rules_before, series_version
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import BetweenRule, Product, Reading, Rulebook, Series, SeriesVersion

LAWS_KEPT = 4096
in_order = attrgetter("given_on", "id")


class DoseLaw(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What the law of its day says of a dose, as far as series, product and day settle it.

    One for all days on which the law is the same.
    """

    series: Series | None
    version: SeriesVersion | None
    product: Product | None
    products: tuple[str] | None
    """The code of the product; None where there is none to ask about."""
    fits: bool
    """Whether the series may use the product on the day, as far as one is recorded."""
    courses: tuple[str, ...]
    """Courses that the dose belongs to."""
    is_whole: bool
    """Whether the product carries every antigen of these courses."""
    between: tuple[BetweenRule, ...]
    """Intervals to other vaccines that the product has to keep."""
    reading: Reading


class Record(msgspec.Struct, frozen=True, gc=False):
    """A person, the doses oldest first, the day of judgement and the law."""

    person: Person
    doses: tuple[Dose, ...]
    laws: dict[str, DoseLaw]
    """The law of each dose, by the dose's id."""
    on: date
    reading: Reading
    """How phrases with two readings are read on the day of judgement."""
    rulebook: Rulebook
    holds_only_doses: bool
    """Whether nothing but doses is known of the person."""
    is_whole: bool
    """Whether every dose carries every antigen of its courses."""


def record_of(person: Person, on: date, rulebook: Rulebook) -> Record:
    """The doses of a person in order of their days."""
    doses = tuple(sorted(person.doses, key=in_order))
    laws = {d.id: _law_of(d.series, d.product, d.given_on, rulebook) for d in doses}
    only_doses = not (person.facts or person.diseases or person.died_on)
    whole = all([law.is_whole for law in laws.values()])
    return Record(person, doses, laws, on, reading_on(rulebook, on), rulebook, only_doses, whole)


@lru_cache(maxsize=DAYS_KEPT)
def _law_of(code: str, product_code: str | None, day: date, rulebook: Rulebook) -> DoseLaw:
    series = rulebook.series.get(code)
    version = series_version(series, day) if series else None
    if product_code is None:
        product = rulebook.products[version.uses[0].product] if version else None
    else:
        product = rulebook.products.get(product_code)
    between = rules_before(rulebook, day, product.kind) if product else ()
    reading = reading_on(rulebook, day)
    return _dose_law(series, version, product_code, product, between, reading, rulebook)


@lru_cache(maxsize=LAWS_KEPT)
def _dose_law(
    series: Series | None,
    version: SeriesVersion | None,
    product_code: str | None,
    product: Product | None,
    between: tuple[BetweenRule, ...],
    reading: Reading,
    rulebook: Rulebook,
) -> DoseLaw:
    used = [use.product for use in version.uses] if version else []
    courses = _courses_of(series, product, rulebook)
    antigens = {antigen for code in courses for antigen in rulebook.courses[code].antigens}
    return DoseLaw(
        series=series,
        version=version,
        product=product,
        products=None if product is None else (product.code,),
        fits=product_code is None or product_code in used,
        courses=courses,
        is_whole=product is None or antigens.issubset(product.antigens),
        between=between,
        reading=reading,
    )


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
