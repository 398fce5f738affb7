"""One person's doses put in order, each with its product: what every part of a judgement reads."""

from dataclasses import dataclass
from datetime import date

from sesshu.schedule.law_of_day import series_version
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import Product, Rulebook


@dataclass(frozen=True, slots=True)
class Record:
    """A person, the doses oldest first, the product of each, the day of judgement and the law."""

    person: Person
    doses: tuple[Dose, ...]
    products: dict[str, Product | None]
    courses: dict[str, tuple[str, ...]]
    """Courses that each dose belongs to, by the dose's id."""
    on: date
    rulebook: Rulebook

    def before(self, dose: Dose) -> tuple[Dose, ...]:
        """Doses that stand before one in the record."""
        return self.doses[: self.doses.index(dose)]


def record_of(person: Person, on: date, rulebook: Rulebook) -> Record:
    """The doses of a person in order of their days."""
    doses = tuple(sorted(person.doses, key=lambda dose: (dose.given_on, dose.id)))
    products = {dose.id: _product_of(dose, rulebook) for dose in doses}
    courses = {dose.id: _courses_of(dose, products[dose.id], rulebook) for dose in doses}
    return Record(person, doses, products, courses, on, rulebook)


def _product_of(dose: Dose, rulebook: Rulebook) -> Product | None:
    if dose.product is not None:
        return rulebook.products.get(dose.product)
    series = rulebook.series.get(dose.series)
    version = series_version(series, dose.given_on) if series else None
    return rulebook.products[version.uses[0].product] if version else None


def _courses_of(dose: Dose, product: Product | None, rulebook: Rulebook) -> tuple[str, ...]:
    """Those its series serves, else the first-stage courses of the antigens in the product."""
    series = rulebook.series.get(dose.series)
    if series is not None:
        return series.serves
    if product is None:
        return ()
    return tuple(
        course.code
        for course in rulebook.courses.values()
        if not course.later_stage and not set(course.antigens).isdisjoint(product.antigens)
    )
