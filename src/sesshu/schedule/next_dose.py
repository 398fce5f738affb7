"""The next dose of a series in days, products and volumes."""

from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from sesshu.kernel.intervals import MissingDay
from sesshu.kernel.outcomes import Status
from sesshu.schedule.faults import fitting_routes, fitting_volumes, volumes_of
from sesshu.schedule.law_of_day import DAYS_KEPT, rules_before, series_version
from sesshu.schedule.lived import ROWS_KEPT, day_of_life
from sesshu.schedule.openings import Opening, openings
from sesshu.schedule.progress import Progress
from sesshu.schedule.record import Record
from sesshu.schedule.tracks import Track
from sesshu.schedule.types import (
    AfterCourses,
    BetweenRule,
    CourseVersion,
    DoseRule,
    Product,
    Rulebook,
    Series,
    SeriesVersion,
    Withheld,
)
from sesshu.schedule.verdicts import Method, NextDose, OfferedVolume, Timing

OFFERS_KEPT = 20_000
EARLIEST = attrgetter("earliest_on")


class SeriesDay(NamedTuple):
    """One series on one day, whoever is asked about."""

    series: Series
    law: SeriesVersion | None
    products: tuple[str, ...] | None
    """Products it may use on the day, the leading one first."""
    leading: Product | None
    between: tuple[BetweenRule, ...]
    """Intervals to other vaccines that the leading one has to keep."""
    withheld: tuple[Withheld, ...]
    on_occasions: bool
    """Whether it is gone through anew each year or pregnancy."""


@lru_cache(maxsize=DAYS_KEPT)
def series_day(series: Series, on: date, rulebook: Rulebook) -> SeriesDay:
    """What is law of a series on a day."""
    law = series_version(series, on)
    withheld = tuple(row for row in series.withheld if row.holds_on(on))
    on_occasions = any(rulebook.courses[code].each is not None for code in series.serves)
    if law is None:
        return SeriesDay(series, None, None, None, (), withheld, on_occasions)
    leading = rulebook.products[law.uses[0].product]
    between = rules_before(rulebook, on, leading.kind)
    products = tuple(use.product for use in law.uses)
    return SeriesDay(series, law, products, leading, between, withheld, on_occasions)


class Case(msgspec.Struct, frozen=True, gc=False):
    """One series of one person on one day, with everything the answer needs."""

    series: Series
    law: SeriesVersion | None
    products: tuple[str, ...] | None
    leading: Product | None
    between: tuple[BetweenRule, ...]
    withheld: tuple[Withheld, ...]
    on_occasions: bool
    tracks: list[Track]
    record: Record


class Front(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The openings of one track that are not over yet, soonest first."""

    progress: Progress
    version: CourseVersion
    ways: list[Opening]
    closed: list[Opening]
    """Openings that are over, or wait for another course."""
    last_on: date
    """Last day of the ways; the first day there is where there is none."""


def front_of(case: Case, progress: Progress, version: CourseVersion) -> Front:
    """What is open to somebody under the law of the day and the law that is to follow it."""
    on, reading = case.record.on, case.record.reading
    if version.effective_until is None:
        found = openings(version, progress, reading, case.products)
    else:
        found = _under_all_law(case, progress)
    ways: list[Opening] = []
    closed: list[Opening] = []
    closes = date.min
    for opening in found:
        last_on = opening.last_on
        if on <= last_on >= opening.earliest_on and opening.waits_for is None:
            ways.append(opening)
            closes = max(closes, last_on)
        else:
            closed.append(opening)
    if len(ways) > 1:
        ways.sort(key=EARLIEST)
    return Front(progress, version, ways, closed, closes)


def _under_all_law(case: Case, progress: Progress) -> list[Opening]:
    """Openings of every version to come, each cut to the days it holds, joined where they go on."""
    joined: list[Opening] = []
    reading = case.record.reading
    for version in progress.versions_from(case.record.on):
        for opening in openings(version, progress, reading, case.products):
            opening = _cut(opening, version)
            before = next((one for one in joined if _goes_on(one, opening)), None)
            if before is not None and opening.age_from <= opening.age_until:
                before.age_until = max(before.age_until, opening.age_until)
            else:
                joined.append(opening)
    return joined


def _cut(opening: Opening, version: CourseVersion) -> Opening:
    last = min(opening.age_until, version.effective_until or date.max)
    first = max(opening.age_from, version.effective_from)
    return replace(opening, age_from=first, age_until=last)


def _goes_on(one: Opening, other: Opening) -> bool:
    same = one.regimen.code == other.regimen.code and one.number == other.number
    return same and one.age_from <= one.age_until and (other.age_from - one.age_until).days <= 1


def next_dose(case: Case, front: Front, earliest: date, last_on: date) -> NextDose:
    """The next dose as the front that is furthest behind asks for it."""
    first = front.ways[0]
    door = first.place.door
    return NextDose(
        dose=len(front.progress.days) + 1,
        phase=first.rule.phase,
        earliest_on=earliest,
        last_on=last_on,
        standard_from=_standard_from(case, front, earliest),
        standard_until=_standard_until(case, front),
        provision=first.regimen.provision or (door.provision if door else front.version.provision),
        products=_products(case, front, max(earliest, case.record.on)),
        methods=_methods(front, earliest),
    )


def _methods(front: Front, earliest: date) -> tuple[Method, ...]:
    return tuple(
        [
            Method(
                way.place.regimen.code,
                way.place.regimen.name,
                max(earliest, way.earliest_on),
                way.last_on,
                len(way.place.doses) - way.number,
            )
            for way in front.ways
        ]
    )


def timing_of(status: Status, following: NextDose | None, on: date) -> Timing | None:
    """Where a day lies to the standard period of the next dose."""
    if following is None or status not in (Status.DUE, Status.WAITING, Status.SUSPENDED):
        return None
    first, last = following.standard_from, following.standard_until
    if first is None and last is None:
        return None
    if first is not None and on < first:
        return Timing.BEFORE
    return Timing.AFTER if last is not None and last < on else Timing.IN


def _usual(front: Front) -> DoseRule:
    """Of the ways whose usual time the notice states, that of the fewest doses (HPVの2回法)."""
    if len(front.ways) == 1:
        return front.ways[0].rule
    stated = [way for way in front.ways if way.rule.states_standard]
    return min(stated, key=lambda way: len(way.regimen.doses), default=front.ways[0]).rule


def _standard_from(case: Case, front: Front, earliest: date) -> date | None:
    rule, progress = _usual(front), front.progress
    if not rule.states_standard:
        return None
    first, missing = earliest, case.record.reading.missing_day
    if rule.standard_from is not None:
        first = max(first, day_of_life(rule.standard_from, progress.anchor))
    if rule.standard_at_least is not None and progress.days:
        first = max(first, rule.standard_at_least.earliest_after(progress.days[-1], missing))
    if rule.standard_after is not None:
        first = max(first, _standard_after(progress, rule.standard_after, missing) or first)
    return first


def _standard_after(progress: Progress, after: AfterCourses, missing: MissingDay) -> date | None:
    """The day from which the notice's interval to other courses is kept, where their doses were had."""
    elsewhere = progress.days_elsewhere(after.courses, date.max)
    if len(elsewhere) < after.doses or not elsewhere:
        return None
    return after.at_least.earliest_after(elsewhere[-1], missing)


def _standard_until(case: Case, front: Front) -> date | None:
    rule, progress = _usual(front), front.progress
    last = None
    if rule.standard_until is not None:
        last = day_of_life(rule.standard_until, progress.anchor)
    if rule.standard_at_most is not None and progress.days:
        kept = rule.standard_at_most.earliest_after(
            progress.days[-1], case.record.reading.missing_day
        )
        last = kept if last is None else min(last, kept)
    return last


def _products(case: Case, front: Front, day: date) -> tuple[OfferedVolume, ...]:
    """The products of the series that a regimen open on the day allows."""
    law = series_version(case.series, day)
    if law is None:
        return ()
    allowed = [way.place.products for way in front.ways if way.holds(day)]
    allowed = allowed or [way.place.products for way in front.ways]
    asked = frozenset().union(*allowed) if all(allowed) else None
    rulebook, born_on = case.record.rulebook, case.record.person.born_on
    if not _asks_for_age(law, rulebook):
        born_on = day = date.min
    return _offered(law, asked, born_on, day, rulebook)


@lru_cache(maxsize=ROWS_KEPT)
def _asks_for_age(law: SeriesVersion, rulebook: Rulebook) -> bool:
    """Whether volume or route of one of its products depends on age."""
    products = [rulebook.products[use.product] for use in law.uses]
    volumes = [volume for product in products for volume in volumes_of(product, law)]
    return any(volume.age_from or volume.age_until for volume in volumes)


@lru_cache(maxsize=OFFERS_KEPT)
def _offered(
    law: SeriesVersion, asked: frozenset[str] | None, born_on: date, day: date, rulebook: Rulebook
) -> tuple[OfferedVolume, ...]:
    offered = []
    for use in law.uses:
        if asked is not None and use.product not in asked:
            continue
        product = rulebook.products[use.product]
        fitting = fitting_volumes(volumes_of(product, law), born_on, day)
        volume = fitting[-1].ml if fitting else None
        routes = fitting_routes(product, law, born_on, day)
        name = f"{product.name}({use.strain})" if use.strain else product.name
        offered.append(OfferedVolume(product.code, name, volume, routes))
    return tuple(offered)
