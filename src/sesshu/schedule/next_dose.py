"""The next dose of a series in days, products and volumes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sesshu.kernel.outcomes import Status
from sesshu.schedule.faults import fitting_routes, fitting_volumes, volumes_of
from sesshu.schedule.law_of_day import reading_on, series_version
from sesshu.schedule.openings import Opening, may_be_given, openings
from sesshu.schedule.progress import Progress
from sesshu.schedule.record import Record
from sesshu.schedule.tracks import Track
from sesshu.schedule.types import AfterCourses, CourseVersion, DoseRule, Series, SeriesVersion
from sesshu.schedule.verdicts import Method, NextDose, OfferedVolume, Timing


@dataclass(slots=True)
class Case:
    """One series of one person on one day, with everything the answer needs."""

    series: Series
    law: SeriesVersion | None
    tracks: list[Track]
    record: Record

    @property
    def products(self) -> tuple[str, ...] | None:
        """Products the series may use on the day of judgement."""
        return None if self.law is None else tuple(use.product for use in self.law.uses)


class Front(NamedTuple):
    """The openings of one track that are not over yet, soonest first."""

    progress: Progress
    version: CourseVersion
    ways: list[Opening]
    closed: list[Opening]
    """Openings that are over, or wait for another course."""


def front_of(case: Case, progress: Progress, version: CourseVersion) -> Front:
    """What is open to somebody under the law of the day and the law that is to follow it."""
    on, reading = case.record.on, reading_on(case.record.rulebook, case.record.on)
    found = openings(version, progress, reading, case.products)
    if version.effective_until is not None:
        found = _under_all_law(case, progress)
    ways = [o for o in found if o.waits_for is None and o.last_on >= max(on, o.earliest_on)]
    closed = [o for o in found if o not in ways]
    return Front(progress, version, sorted(ways, key=lambda way: way.earliest_on), closed)


def _under_all_law(case: Case, progress: Progress) -> list[Opening]:
    """Openings of every version to come, each cut to the days it holds, joined where they go on."""
    joined: list[Opening] = []
    reading = reading_on(case.record.rulebook, case.record.on)
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
        Method(
            way.regimen.code,
            way.regimen.name,
            max(earliest, way.earliest_on),
            way.last_on,
            len(way.regimen.doses) - way.number,
        )
        for way in front.ways
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
    stated = [way for way in front.ways if way.rule.states_standard]
    return min(stated, key=lambda way: len(way.regimen.doses), default=front.ways[0]).rule


def _standard_from(case: Case, front: Front, earliest: date) -> date | None:
    rule = _usual(front)
    days = [earliest] if rule.states_standard else []
    if rule.standard_from:
        days.append(rule.standard_from.day(front.progress.anchor))
    if rule.standard_at_least and front.progress.days:
        missing = reading_on(case.record.rulebook, case.record.on).missing_day
        days.append(rule.standard_at_least.earliest_after(front.progress.days[-1], missing))
    if rule.standard_after:
        days += _standard_after(case, front, rule.standard_after)
    return max(days, default=None)


def _standard_after(case: Case, front: Front, after: AfterCourses) -> list[date]:
    """The day from which the notice's interval to other courses is kept, where their doses were had."""
    elsewhere = front.progress.days_elsewhere(after.courses, date.max)
    if len(elsewhere) < after.doses or not elsewhere:
        return []
    missing = reading_on(case.record.rulebook, case.record.on).missing_day
    return [after.at_least.earliest_after(elsewhere[-1], missing)]


def _standard_until(case: Case, front: Front) -> date | None:
    rule, days = _usual(front), []
    if rule.standard_until:
        days.append(rule.standard_until.day(front.progress.anchor))
    if rule.standard_at_most and front.progress.days:
        missing = reading_on(case.record.rulebook, case.record.on).missing_day
        days.append(rule.standard_at_most.earliest_after(front.progress.days[-1], missing))
    return min(days, default=None)


def _products(case: Case, front: Front, day: date) -> tuple[OfferedVolume, ...]:
    """The products of the series that a regimen open on the day allows."""
    law = series_version(case.series, day)
    if law is None:
        return ()
    ways = [way for way in front.ways if way.holds(day)] or front.ways
    offered = []
    for use in law.uses:
        if not any(may_be_given(way.place, (use.product,)) for way in ways):
            continue
        product = case.record.rulebook.products[use.product]
        fitting = fitting_volumes(volumes_of(product, law), case.record.person.born_on, day)
        volume = fitting[-1].ml if fitting else None
        routes = fitting_routes(product, law, case.record.person.born_on, day)
        name = f"{product.name}({use.strain})" if use.strain else product.name
        offered.append(OfferedVolume(product.code, name, volume, routes))
    return tuple(offered)
