"""Where the next dose of a course may be given, in columns; says what schedule.openings says."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from sesshu.kernel.calendar import month_day_in_fiscal_year
from sesshu.schedule.bounds import Interval
from sesshu.schedule.sweep import days
from sesshu.schedule.sweep.days import FIRST, LAST, NONE, Days, Mask, day_number, number_or
from sesshu.schedule.sweep.groups import Group
from sesshu.schedule.sweep.life import Place, life
from sesshu.schedule.sweep.states import UNREACHED, left
from sesshu.schedule.types import AfterCourses, CourseVersion, DoseRule, Season

Standing = tuple[Place, int, Mask | None]
"""A regimen people are in, the doses behind, and who of them is in it (None: all)."""
Skipped = Mask | None
"""For whom a dose before was left out; None for nobody."""


@dataclass(slots=True)
class Opening:
    """Days on which one dose of one regimen may be given to each of a group; both ends inclusive."""

    place: Place
    number: int
    has: Mask | None
    """Who has it; None for all."""
    age_from: Days
    age_until: Days
    kept_from: Days
    needed_from: Days | None = None
    kept_until: Days | None = None
    waits: Mask | None = None
    """Who must have doses of other courses first; None for nobody."""

    @property
    def rule(self) -> DoseRule:
        """The dose it is for."""
        return self.place.regimen.doses[self.number]

    @property
    def doses_left(self) -> int:
        """Doses of the regimen from this one on."""
        return len(self.place.regimen.doses) - self.number

    @property
    def earliest_on(self) -> Days:
        """First day."""
        return np.maximum(self.age_from, self.kept_from)

    @property
    def last_on(self) -> Days:
        """Last day."""
        return (
            self.age_until
            if self.kept_until is None
            else np.minimum(self.age_until, self.kept_until)
        )

    def holds(self, day: Days) -> Mask:
        """For whom a dose on a day keeps the law."""
        begins = self.kept_from if self.needed_from is None else self.needed_from
        found = (self.age_from <= day) & (day <= self.last_on) & (begins <= day)
        if self.has is not None:
            found &= self.has
        return found if self.waits is None else found & ~self.waits


def all_of(one: Mask | None, other: Mask | None) -> Mask | None:
    """Both, where None is everybody."""
    if one is None:
        return other
    return one if other is None else one & other


def has_any(found: Collection[Opening], rows: int) -> Mask:
    """Who has an opening at all."""
    some = np.zeros(rows, np.bool_)
    for opening in found:
        some |= True if opening.has is None else opening.has
    return some


def places(version: CourseVersion, group: Group) -> list[Standing]:
    """The regimens people are in, each with the number of doses behind."""
    found = life(version, group)
    if not group.state.doses:
        return [(place, 0, place.has(group)) for place in found if not place.regimen.after_switch]
    return [standing for place in found if (standing := _standing(place, group)) is not None]


def _standing(place: Place, group: Group) -> Standing | None:
    regimen, state = place.regimen, group.state
    if regimen.after_switch:
        switched = len(state.products) > 1 and state.products <= place.products
        return (place, state.doses, place.has(group)) if switched else None
    if regimen.same_products_throughout and not state.products <= place.products:
        return None
    if left(state, place.index):
        return None
    has = place.has(group)
    if state.reached[place.index] == UNREACHED:
        began = (place.of(place.start_from, group) <= group.first) & (
            group.first <= place.of(place.start_until, group)
        )
        return place, state.doses, all_of(has, began)
    if regimen.first_given_from or regimen.first_given_until:
        begins = number_or(regimen.first_given_from, FIRST)
        ends = number_or(regimen.first_given_until, LAST)
        has = all_of(has, (begins <= group.first) & (group.first <= ends))
    return place, state.reached[place.index], has


def may_continue(version: CourseVersion, group: Group) -> Mask | None:
    """Who had the doses that a version asks for before it opens at all; None for everybody."""
    asked = version.continues
    if asked is None:
        return None
    return group.any_counted_within(day_number(asked.given_from), day_number(asked.given_until))


def openings(
    version: CourseVersion,
    group: Group,
    standing: list[Standing],
    products: Collection[int] | None,
    before: Days | int = LAST,
) -> list[Opening]:
    """All ways to give the next dose with one of some products (None: any), in the rulebook's order."""
    if group.state.complete:
        return []
    going_on = may_continue(version, group)
    if going_on is not None and not going_on.any():
        return []
    found = [
        opening
        for place, number, has in standing
        if products is None or not place.products or not place.products.isdisjoint(products)
        for opening in _from_place(place, number, all_of(has, going_on), group, before)
    ]
    return [_kept_to_season(opening, version.season, group) for opening in found]


def _from_place(
    place: Place, number: int, has: Mask | None, group: Group, before: Days | int
) -> Iterator[Opening]:
    """The opening at a place, and those after it where a missed dose may be left out."""
    chain = _Chain(place, group, has)
    while number < len(place.ages) and (chain.has is None or chain.has.any()):
        barred = _barred(place, number, group)
        opening = chain.opening(number, barred)
        after = opening.rule.after_courses
        if after is not None:
            _keep_after(opening, after, group, before)
        if opening.has is None or opening.has.any():
            yield opening
        if opening.rule.when_missed == "skip":
            chain.leave_out(number, barred)
        elif barred is None:
            return
        else:
            chain.has = all_of(chain.has, barred)
        number += 1


class _Chain:
    """Doses of a regimen one after the other: who is still asked, from when, and who left one out."""

    def __init__(self, place: Place, group: Group, has: Mask | None) -> None:
        self.place = place
        self.group = group
        self.has = has
        self.not_before: Days | None = None
        self.skipped: Skipped = None

    def opening(self, number: int, barred: Mask | None) -> Opening:
        """The opening of a dose for those whom an earlier dose does not bar."""
        free = self.has if barred is None else all_of(self.has, ~barred)
        opening = _opening(self.place, number, free, self.group)
        left_out = number > self.group.state.doses
        _keep_intervals(opening, self.group, self._everybody() if left_out else self.skipped)
        if self.not_before is not None:
            opening.age_from = np.maximum(opening.age_from, self.not_before)
        return opening

    def leave_out(self, number: int, barred: Mask | None) -> None:
        """Go on to the next dose, not before the last day of this one; whom it was barred to, at once."""
        so_far = np.full(len(self.group), FIRST) if self.not_before is None else self.not_before
        until = self.place.of(self.place.ages[number].until_on, self.group)
        follows = np.maximum(so_far, until + np.int32(1))
        now = self._everybody() if barred is None else ~barred
        self.not_before = np.where(now, follows, so_far).astype(np.int32)
        self.skipped = now if self.skipped is None else now | self.skipped

    def _everybody(self) -> Mask:
        return np.ones(len(self.group), np.bool_)


def _barred(place: Place, number: int, group: Group) -> Mask | None:
    barred, begins = place.regimen.doses[number].barred, place.ages[number].barred_from
    if barred is None or begins is None or group.state.doses < barred.dose:
        return None
    found = np.asarray(group.day(barred.dose - 1) >= place.of(begins, group))
    return found if found.any() else None


def _opening(place: Place, number: int, has: Mask | None, group: Group) -> Opening:
    """The days that age allows."""
    age = place.ages[number]
    if group.state.doses:
        begins, ends = place.of(age.from_on, group), place.of(age.until_on, group)
        kept = group.last + np.int32(1)
    else:
        begins, ends = place.of(age.first_from, group), place.of(age.first_until, group)
        kept = np.full_like(begins, FIRST)
    if group.how.last_day_excluded:
        ends = place.of(age.until_on, group) - place.of(age.ends_by_age, group)
        if not group.state.doses:
            ends = np.minimum(ends, place.of(place.start_until, group))
    return Opening(place, number, has, begins, ends, kept)


def _keep_intervals(opening: Opening, group: Group, skipped: Skipped) -> None:
    """Keep the intervals to the doses before; others where a dose was left out."""
    rule = opening.rule
    if not group.state.doses:
        return
    previous, sooner = rule.after_previous, rule.after_previous_if_needed
    kept = opening.kept_from
    if rule.after_first is not None:
        kept = np.maximum(kept, group.law.after(rule.after_first, group.first, group.how))
    opening.kept_from = kept if previous is None else np.maximum(kept, _kept(previous, group))
    opening.needed_from = None if sooner is None else _kept(sooner, group)
    if skipped is not None and rule.after_previous_if_skipped is not None:
        instead = np.maximum(kept, _kept(rule.after_previous_if_skipped, group))
        _keep_instead(opening, instead, group, skipped)
    if rule.at_most is not None:
        opening.kept_until = group.law.after(rule.at_most, group.last, group.how)


def _keep_instead(opening: Opening, instead: Days, group: Group, skipped: Mask) -> None:
    """Keep another interval, where a dose before was left out."""
    soonest = opening.rule.after_previous_if_skipped_and_needed
    usual = opening.kept_from if opening.needed_from is None else opening.needed_from
    needed = instead if soonest is None else _kept(soonest, group)
    opening.needed_from = np.where(skipped, needed, usual)
    opening.kept_from = np.where(skipped, instead, opening.kept_from)


def _kept(interval: Interval, group: Group) -> Days:
    return group.law.after(interval, group.last, group.how)


def _keep_after(opening: Opening, after: AfterCourses, group: Group, before: Days | int) -> None:
    many, last = group.days_elsewhere(after.courses, before)
    waits = many < after.doses
    opening.waits = waits if waits.any() else None
    kept = np.flatnonzero(~waits & (many > 0))
    earliest = opening.kept_from.copy()
    then = group.law.after(after.at_least, last[kept], group.how)
    earliest[kept] = np.maximum(earliest[kept], then)
    opening.kept_from = earliest


def _kept_to_season(opening: Opening, season: Season | None, group: Group) -> Opening:
    if group.occasion is None:
        return opening
    begins, ends = group.occasion
    first, last = np.maximum(opening.age_from, begins), np.minimum(opening.age_until, ends)
    if season is not None:
        first = np.maximum(first, _of_year(season.begins, begins, FIRST))
        last = np.minimum(last, _of_year(season.ends, begins, LAST))
    return replace(opening, age_from=first, age_until=last)


def _of_year(month_day: str, begins: Days, otherwise: int) -> Days:
    """The day `MM-DD` of the fiscal year that each day belongs to; `otherwise` where there is no day."""
    some = begins[begins != NONE]
    if not len(some):
        return np.full_like(begins, otherwise)
    lowest = int(some.min())
    years = days.fiscal_year(np.arange(lowest, int(some.max()) + 1, dtype=np.int32))
    own = [month_day_in_fiscal_year(month_day, y) for y in range(int(years[0]), int(years[-1]) + 1)]
    of_day = np.array([day_number(day) for day in own], np.int32)[years - years[0]]
    found = np.full_like(begins, otherwise)
    found[begins != NONE] = of_day[some - lowest]
    return found
