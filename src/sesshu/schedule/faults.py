"""What is wrong with a dose by itself, or beside other vaccines, before any course is asked."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sesshu.schedule import wording
from sesshu.schedule.law_of_day import longest_between, reading_on
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


def faults_of(dose: Dose, earlier: tuple[Dose, ...], record: Record) -> list[Reason]:
    """Faults of one dose of a record; `earlier` stand before it there."""
    impossible = _impossible_day(dose, record.person, record.on)
    if impossible is not None:
        return [impossible]
    found: list[Reason] = []
    series, version, product = (law := record.laws[dose.id]).series, law.version, law.product
    if series and version:
        if not law.fits:
            found.append(_wrong_product(dose, series, version, record.rulebook))
        if series.stands_for is not None:
            found.extend(_other_kind(series, version, earlier, record))
        says_how = dose.volume_ml is not None or dose.route is not None
        if says_how and product is not None and not found:
            found.extend(_wrong_way(dose, product, version, record))
        if record.person.facts or record.person.diseases:
            found.extend(_excluded(dose, series, product, record))
    elif series and series.known_from <= dose.given_on:
        found.append(_not_in_law(series, dose.given_on))
    if dose.expires_on and dose.expires_on < dose.given_on:
        found.append(wording.expired(dose.expires_on))
    if product is not None and law.between:
        found.extend(_too_soon_after_others(dose, product, earlier, record))
    return found


def _not_in_law(series: Series, day: date) -> Reason:
    for closed in series.closed:
        if closed.holds_on(day):
            return wording.closed_here(closed.provision)
    if day < series.versions[0].effective_from:
        return wording.no_law_yet(series.versions[0].provision)
    last = series.versions[-1]
    return wording.no_law_any_more(last.effective_until, last.provision)


def _excluded(
    dose: Dose, series: Series, product: Product | None, record: Record
) -> Iterable[Reason]:
    found, day = exclusions_on(series, record, dose.given_on), dose.given_on
    if (
        record.person.diseases
        and product is not None
        and had_all(product.antigens, series, record, day)
    ):
        found.append(wording.had_disease_before(PAST_ILLNESS))
    return found


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


def had_all(antigens: Collection[str], series: Series, record: Record, day: date) -> bool:
    """Whether a person had every one of the diseases before a day, and that takes him out.

    Who is asked about no disease had none of them.
    """
    had = {d.antigen for d in record.person.diseases if d.known_from <= day}
    return series.past_illness_excludes and bool(antigens) and had.issuperset(antigens)


def _impossible_day(dose: Dose, person: Person, on: date) -> Reason | None:
    if dose.given_on < person.born_on:
        return wording.before_birth()
    if dose.given_on > on:
        return wording.in_future(on)
    if person.died_on and dose.given_on > person.died_on:
        return wording.after_death()
    return None


def _wrong_product(
    dose: Dose, series: Series, version: SeriesVersion, rulebook: Rulebook
) -> Reason:
    product = rulebook.products.get(dose.product or "")
    name = product.name if product else f"「{dose.product}」"
    return wording.wrong_product(name, series.name, version.provision)


def _other_kind(
    series: Series, version: SeriesVersion, earlier: tuple[Dose, ...], record: Record
) -> Iterator[Reason]:
    before = [record.laws[dose.id].series for dose in earlier]
    same_choice = [other for other in before if other and other.stands_for == series.stands_for]
    if same_choice and same_choice[-1] is not series:
        yield wording.other_kind_begun(same_choice[-1].name, version.provision)


def _wrong_way(
    dose: Dose, product: Product, version: SeriesVersion, record: Record
) -> Iterable[Reason]:
    found, born_on = [], record.person.born_on
    if dose.volume_ml is not None:
        fitting = fitting_volumes(volumes_of(product, version), born_on, dose.given_on)
        allowed = [volume.ml for volume in fitting]
        if allowed and dose.volume_ml not in allowed:
            found.append(wording.wrong_volume(dose.volume_ml, allowed, version.provision))
    if dose.route is not None:
        allowed_routes = fitting_routes(product, version, born_on, dose.given_on)
        if dose.route not in allowed_routes:
            routes = [record.rulebook.routes[route] for route in allowed_routes]
            found.append(wording.wrong_route(routes, version.provision))
    return found


class HeldBack(NamedTuple):
    """Another vaccine whose interval is not over before a day."""

    other: Product
    given_on: date
    free_on: date
    rule: BetweenRule


def held_back(
    product: Product,
    day: date,
    rules: tuple[BetweenRule, ...],
    earlier: Iterable[Dose],
    record: Record,
) -> HeldBack | None:
    """The other vaccine that held a product back longest by some rules; None where none of late did.

    The same day is free.
    """
    longest: HeldBack | None = None
    missing = reading_on(record.rulebook, day).missing_day
    over = longest_between(record.rulebook)
    for dose in earlier:
        if dose.given_on >= day or day - dose.given_on >= over:
            continue
        other = record.laws[dose.id].product
        if other is None or other is product:
            continue
        for rule in rules:
            if other.kind in rule.after:
                free_on = rule.at_least.earliest_after(dose.given_on, missing)
                if longest is None or free_on > longest.free_on:
                    longest = HeldBack(other, dose.given_on, free_on, rule)
    return longest


def _too_soon_after_others(
    dose: Dose, product: Product, earlier: tuple[Dose, ...], record: Record
) -> Iterable[Reason]:
    rules = record.laws[dose.id].between
    held = held_back(product, dose.given_on, rules, earlier, record)
    if held is None or held.free_on <= dose.given_on:
        return ()
    name, rule = held.other.name, held.rule
    return (
        wording.too_soon_after_other(
            name, held.given_on, held.free_on, rule.provision, rule.verify
        ),
    )
