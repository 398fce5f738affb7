"""What is wrong with a dose by itself, or beside other vaccines, before any course is asked."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sesshu.schedule import wording
from sesshu.schedule.law_of_day import reading_on, rules_before, series_version
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.record import Record
from sesshu.schedule.types import BetweenRule, Product, Rulebook, Series, SeriesVersion, Volume
from sesshu.schedule.verdicts import Reason

PAST_ILLNESS = "予防接種法施行令第3条第1項"


def fitting_volumes(volumes: tuple[Volume, ...], born_on: date, day: date) -> list[Volume]:
    """Volumes that an age allows; on the day an age is reached, both sides of it."""
    return [
        volume
        for volume in volumes
        if (volume.age_from is None or volume.age_from.day(born_on) <= day)
        and (volume.age_until is None or day <= volume.age_until.day(born_on))
    ]


def volumes_of(product: Product, version: SeriesVersion) -> tuple[Volume, ...]:
    """Volumes of a product in a series: the series' own where its article states them."""
    for use in version.uses:
        if use.product == product.code and use.volumes:
            return use.volumes
    return product.volumes


def fitting_routes(
    product: Product, version: SeriesVersion, born_on: date, day: date
) -> tuple[str, ...]:
    """Routes that an age allows: those of its volume where the article states them, else the product's."""
    fitting = fitting_volumes(volumes_of(product, version), born_on, day)
    own = tuple(route for volume in fitting for route in volume.routes)
    return own or product.routes


def faults_of(dose: Dose, record: Record) -> list[Reason]:
    """Faults of one dose of a record."""
    found = list(_impossible_day(dose, record.person, record.on))
    if found:
        return found
    earlier = record.before(dose)
    series = record.rulebook.series.get(dose.series)
    version = series_version(series, dose.given_on) if series else None
    if series and version:
        found.extend(_wrong_product(dose, series, version, record.rulebook))
        found.extend(_other_kind(series, version, earlier, record.rulebook))
        if not found:
            found.extend(_wrong_way(dose, record, version))
        found.extend(_excluded(dose, series, record))
    elif series and series.known_from <= dose.given_on:
        found.append(_not_in_law(series, dose.given_on))
    if dose.expires_on and dose.expires_on < dose.given_on:
        found.append(wording.expired(dose.expires_on))
    found.extend(_too_soon_after_others(dose, earlier, record))
    return found


def _not_in_law(series: Series, day: date) -> Reason:
    for closed in series.closed:
        if closed.holds_on(day):
            return wording.closed_here(closed.provision)
    if day < series.versions[0].effective_from:
        return wording.no_law_yet(series.versions[0].provision)
    last = series.versions[-1]
    return wording.no_law_any_more(last.effective_until, last.provision)


def _excluded(dose: Dose, series: Series, record: Record) -> Iterator[Reason]:
    if record.person.facts:
        yield from exclusions_on(series, record, dose.given_on)
    product = record.products[dose.id]
    if (
        record.person.diseases
        and product
        and had_all(product.antigens, series, record, dose.given_on)
    ):
        yield wording.had_disease_before(PAST_ILLNESS)


def exclusions_on(series: Series, record: Record, day: date) -> list[Reason]:
    """Facts that take a person out of a series on a day."""
    holding = {fact.kind for fact in record.person.facts if fact.holds_on(day)}
    return [
        wording.excluded(record.rulebook.facts[row.fact], row.provision, row.verify)
        for row in record.rulebook.exclusions
        if row.fact in holding
        and row.holds_on(day)
        and (not row.series or series.code in row.series)
    ]


def had_all(antigens: Iterable[str], series: Series, record: Record, day: date) -> bool:
    """Whether a person had every one of the diseases before a day, and that takes him out."""
    had = {d.antigen for d in record.person.diseases if d.known_from <= day}
    return series.past_illness_excludes and had.issuperset(antigens)


def _impossible_day(dose: Dose, person: Person, on: date) -> Iterator[Reason]:
    if dose.given_on < person.born_on:
        yield wording.before_birth()
    elif dose.given_on > on:
        yield wording.in_future(on)
    elif person.died_on and dose.given_on > person.died_on:
        yield wording.after_death()


def _wrong_product(
    dose: Dose, series: Series, version: SeriesVersion, rulebook: Rulebook
) -> Iterator[Reason]:
    if dose.product is None or any(use.product == dose.product for use in version.uses):
        return
    product = rulebook.products.get(dose.product)
    name = product.name if product else f"「{dose.product}」"
    yield wording.wrong_product(name, series.name, version.provision)


def _other_kind(
    series: Series, version: SeriesVersion, earlier: tuple[Dose, ...], rulebook: Rulebook
) -> Iterator[Reason]:
    if series.stands_for is None:
        return
    before = [rulebook.series[dose.series] for dose in earlier if dose.series in rulebook.series]
    same_choice = [other for other in before if other.stands_for == series.stands_for]
    if same_choice and same_choice[-1] is not series:
        yield wording.other_kind_begun(same_choice[-1].name, version.provision)


def _wrong_way(dose: Dose, record: Record, version: SeriesVersion) -> Iterator[Reason]:
    product = record.products[dose.id]
    if product is None:
        return
    if dose.volume_ml is not None:
        volumes = volumes_of(product, version)
        fitting = fitting_volumes(volumes, record.person.born_on, dose.given_on)
        allowed = [volume.ml for volume in fitting]
        if allowed and dose.volume_ml not in allowed:
            yield wording.wrong_volume(dose.volume_ml, allowed, version.provision)
    if dose.route is not None:
        allowed_routes = fitting_routes(product, version, record.person.born_on, dose.given_on)
        if dose.route not in allowed_routes:
            routes = [record.rulebook.routes[route] for route in allowed_routes]
            yield wording.wrong_route(routes, version.provision)


class HeldBack(NamedTuple):
    """Another vaccine whose interval is not over before a day."""

    other: Product
    given_on: date
    free_on: date
    rule: BetweenRule


def held_back(
    product: Product, day: date, earlier: Iterable[Dose], record: Record
) -> HeldBack | None:
    """The other vaccine that holds a product back longest by the law of `day`; None where none does."""
    rules = rules_before(record.rulebook, day, product.kind)
    if not rules:
        return None
    longest: HeldBack | None = None
    missing = reading_on(record.rulebook, day).missing_day
    for dose in earlier:
        other = record.products[dose.id]
        if other is None or other is product:
            continue
        for rule in rules:
            if other.kind in rule.after:
                free_on = rule.at_least.earliest_after(dose.given_on, missing)
                if longest is None or free_on > longest.free_on:
                    longest = HeldBack(other, dose.given_on, free_on, rule)
    return longest


def _too_soon_after_others(
    dose: Dose, earlier: tuple[Dose, ...], record: Record
) -> Iterator[Reason]:
    product = record.products[dose.id]
    if product is None:
        return
    others = [other for other in earlier if other.given_on < dose.given_on]
    held = held_back(product, dose.given_on, others, record)
    if held and dose.given_on < held.free_on:
        name, rule = held.other.name, held.rule
        yield wording.too_soon_after_other(
            name, held.given_on, held.free_on, rule.provision, rule.verify
        )
