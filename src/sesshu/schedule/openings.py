"""Where the next dose of a course may be given: every way the regimens leave open, as days.

A dose keeps the law when its day lies in an opening; the next dose is the earliest opening. Both
questions are answered from here, so they cannot differ.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from sesshu.kernel.calendar import day_after, day_before, fiscal_year, month_day_in_fiscal_year
from sesshu.kernel.intervals import MissingDay
from sesshu.schedule.bounds import Interval
from sesshu.schedule.lived import (
    LIVES_KEPT,
    ROWS_KEPT,
    Kinds,
    Life,
    LivedRegimen,
    lived,
    lived_with_facts,
)
from sesshu.schedule.progress import (
    BEGINNING,
    LEFT,
    STAGES_KEPT,
    Occasion,
    Progress,
    Stage,
    Stand,
)
from sesshu.schedule.types import AfterCourses, CourseVersion, DoseRule, Reading, Regimen


class Opening(msgspec.Struct, gc=False, eq=False):
    """Days on which one dose of one regimen may be given; all bounds inclusive."""

    place: LivedRegimen
    number: int
    rule: DoseRule
    """The dose it is for."""
    age_from: date
    age_until: date
    kept_from: date
    """First day that keeps the intervals."""
    interval: Interval | None = None
    since: date | None = None
    needed_from: date | None = None
    """First day of the shorter interval that a doctor may find necessary; None where there is none."""
    kept_until: date = date.max
    waits_for: AfterCourses | None = None
    """Courses whose doses must come first and have not."""

    @property
    def regimen(self) -> Regimen:
        """The regimen it belongs to."""
        return self.place.regimen

    @property
    def earliest_on(self) -> date:
        """First day of the opening; after `age_until` where nothing is left open."""
        age, kept = self.age_from, self.kept_from
        return age if age >= kept else kept

    @property
    def last_on(self) -> date:
        """Last day of the opening."""
        age, kept = self.age_until, self.kept_until
        return age if age <= kept else kept

    @property
    def rests_on_reading(self) -> bool:
        """Whether its first day depends on how a month without such a day is read."""
        interval, since = self.interval, self.since
        if interval is None or not interval.months or since is None:
            return False
        return interval.rests_on_reading(since)

    def holds(self, day: date) -> bool:
        """Whether a dose on this day keeps the law."""
        return (
            self.age_from <= day <= self.age_until
            and (self.needed_from or self.kept_from) <= day <= self.kept_until
            and self.waits_for is None
        )


class Ahead(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What is ahead of somebody under a version: where they stand in its regimens, and what is open."""

    life: Life
    stand: Stand
    openings: Sequence[Opening]


def openings(
    version: CourseVersion,
    progress: Progress,
    reading: Reading,
    products: tuple[str, ...] | None,
    before: date = date.max,
) -> Sequence[Opening]:
    """All ways to give the next dose under a version, in the order the rulebook names them.

    Days of other courses count as far as they lie `before` a day. Whoever changes an opening copies it.
    """
    there = ahead(version, progress, reading, products, before)
    return () if there is None else there.openings


def ahead(
    version: CourseVersion,
    progress: Progress,
    reading: Reading,
    products: tuple[str, ...] | None,
    before: date,
) -> Ahead | None:
    """The same with where they stand; None for who is through, or may not go on."""
    if progress.stage.complete:
        return None
    if version.continues is not None and not may_continue(version, progress):
        return None
    days = progress.days
    if not days and not progress.facts and progress.occasion is None:
        first = _first_ahead(version, progress.born_on, reading, products)
        if first is not None:
            progress.life = (version, first.life)
            return first
    found: list[Opening] = []
    life, stand = _stand_of(version, progress, products)
    for at, number in stand.places:
        _add(found, life.places[at], number, days, reading)
    if life.kinds.look_elsewhere:
        _keep_after_others(found, progress, reading, before)
    if progress.occasion is not None:
        _keep_to_season(found, version, progress.occasion)
    return Ahead(life, stand, found)


def may_continue(version: CourseVersion, progress: Progress) -> bool:
    """Whether the doses had so far are those that a version asks for before it opens at all."""
    asked = version.continues
    return asked is None or any(
        asked.given_from <= day <= asked.given_until for day in progress.days
    )


def _allows(allowed: frozenset[str], products: Iterable[str] | None) -> bool:
    """Whether a regimen for some products allows one of those asked about; None asks for none."""
    return not allowed or products is None or not allowed.isdisjoint(products)


@lru_cache(maxsize=LIVES_KEPT)
def _first_ahead(
    version: CourseVersion, born_on: date, reading: Reading, products: tuple[str, ...] | None
) -> Ahead | None:
    """What is ahead of everybody born on a day before the first dose; None where more decides."""
    life = lived(version, born_on)
    stand = _shared_stand(life.kinds, BEGINNING, products)
    if life.kinds.look_elsewhere or stand is None:
        return None
    found: list[Opening] = []
    for at, number in stand.places:
        _add(found, life.places[at], number, [], reading)
    return Ahead(life, stand, tuple(found))


def _stand_of(
    version: CourseVersion, progress: Progress, products: tuple[str, ...] | None
) -> tuple[Life, Stand]:
    """The regimens open under a version, and where somebody stands in them."""
    life, stage = _life_of(version, progress), progress.stage
    stand = _shared_stand(life.kinds, stage, products)
    if stand is None:
        first = progress.days[0]
        numbers = [
            _by_first_day(place, stage, first) if number is None else number
            for place, number in zip(life.places, _numbers(life.kinds, stage), strict=True)
        ]
        stand = _stand(life.kinds, tuple(numbers), products)
    return life, stand


def _life_of(version: CourseVersion, progress: Progress) -> Life:
    known = progress.life
    if known is not None and known[0] is version:
        return known[1]
    if progress.facts:
        life = lived_with_facts(version, progress.course, progress.anchor, progress.facts)
    else:
        life = lived(version, progress.anchor)
    progress.life = (version, life)
    return life


@lru_cache(maxsize=ROWS_KEPT)
def _shared_stand(kinds: Kinds, stage: Stage, products: tuple[str, ...] | None) -> Stand | None:
    """What all stand in who are as far; None where the day of the first dose says more."""
    numbers = _numbers(kinds, stage)
    known = tuple(number for number in numbers if number is not None)
    return _stand(kinds, known, products) if len(known) == len(numbers) else None


@lru_cache(maxsize=STAGES_KEPT)
def _stand(kinds: Kinds, numbers: tuple[int, ...], products: tuple[str, ...] | None) -> Stand:
    offered = [
        (at, number, regimen, allowed)
        for at, (number, (regimen, allowed)) in enumerate(zip(numbers, kinds.rows, strict=True))
        if number != LEFT
    ]
    return Stand(
        tuple((at, number) for at, number, _, own in offered if _allows(own, products)),
        tuple((regimen, number) for _, number, regimen, _ in offered),
        tuple(
            (at, regimen, own)
            for at, _, regimen, own in offered
            if own and not regimen.same_products_throughout
        ),
    )


def _numbers(kinds: Kinds, stage: Stage) -> list[int | None]:
    return [_number(regimen, allowed, stage) for regimen, allowed in kinds.rows]


def _number(regimen: Regimen, products: frozenset[str], stage: Stage) -> int | None:
    """Doses behind in a regimen, LEFT, or None where the day of the first dose says it."""
    if regimen.after_switch:
        switched = len(stage.products) > 1 and not stage.had_other_than(products)
        return stage.doses if switched else LEFT
    if not stage.doses:
        return 0
    if regimen.same_products_throughout and stage.had_other_than(products):
        return LEFT
    if regimen.first_given_from or regimen.first_given_until:
        return None
    return stage.reached.get(regimen.code)


def _by_first_day(place: LivedRegimen, stage: Stage, first: date) -> int:
    known = stage.reached.get(place.regimen.code)
    if known is not None:
        return known if _first_given_in_time(place.regimen, first) else LEFT
    return stage.doses if place.start_from <= first <= place.start_until else LEFT


def _first_given_in_time(regimen: Regimen, first: date) -> bool:
    begins, ends = regimen.first_given_from, regimen.first_given_until
    return (begins is None or begins <= first) and (ends is None or first <= ends)


def _add(
    found: list[Opening], place: LivedRegimen, number: int, days: list[date], reading: Reading
) -> None:
    """The next dose of a regimen, and each one after it that may be given if those before are missed."""
    rules, lives = place.regimen.doses, place.doses
    not_before, skipped = date.min, False
    while number < len(rules):
        rule = rules[number]
        if rule.barred is not None and _is_barred(rule, lives[number].barred_from, days):
            number += 1
            continue
        left_out = skipped or number > len(days)
        opening = _opening(place, number, days, reading, skipped=left_out)
        if opening.age_from < not_before:
            opening.age_from = not_before
        found.append(opening)
        if rule.when_missed == "stop":
            return
        not_before = max(not_before, day_after(lives[number].until_on))
        number, skipped = number + 1, True


def _is_barred(rule: DoseRule, barred_from: date | None, days: list[date]) -> bool:
    if rule.barred is None or barred_from is None or len(days) < rule.barred.dose:
        return False
    return days[rule.barred.dose - 1] >= barred_from


def _opening(
    place: LivedRegimen, number: int, days: list[date], reading: Reading, *, skipped: bool
) -> Opening:
    life, rule = place.doses[number], place.regimen.doses[number]
    age_from, age_until = life.from_on, life.until_on
    if life.ends_by_age and reading.last_day == "excluded":
        age_until = day_before(age_until)
    if not days:
        age_from, age_until = max(age_from, place.start_from), min(age_until, place.start_until)
        return Opening(place, number, rule, age_from, age_until, date.min)
    last, missing = days[-1], reading.missing_day
    previous, sooner = rule.after_previous, rule.after_previous_if_needed
    if skipped and rule.after_previous_if_skipped is not None:
        previous = rule.after_previous_if_skipped
        sooner = rule.after_previous_if_skipped_and_needed
    kept = day_after(last) if previous is None else previous.earliest_after(last, missing)
    opening = Opening(place, number, rule, age_from, age_until, kept, previous, last)
    if sooner is not None:
        opening.needed_from = sooner.earliest_after(last, missing)
    if rule.at_most is not None:
        opening.kept_until = rule.at_most.earliest_after(last, missing)
    if rule.after_first is not None:
        _keep(opening, rule.after_first, days[0], missing)
    return opening


def _keep(opening: Opening, interval: Interval, since: date, missing: MissingDay) -> None:
    """Keep an interval to another day, too."""
    earliest = interval.earliest_after(since, missing)
    if earliest >= opening.kept_from:
        opening.kept_from, opening.interval, opening.since = earliest, interval, since


def _keep_after_others(
    found: list[Opening], progress: Progress, reading: Reading, before: date
) -> None:
    for opening in found:
        after = opening.rule.after_courses
        if after is not None:
            elsewhere = progress.days_elsewhere(after.courses, before)
            _keep_after(opening, after, elsewhere, reading)


def _keep_after(
    opening: Opening, after: AfterCourses, elsewhere: list[date], reading: Reading
) -> None:
    if len(elsewhere) < after.doses:
        opening.waits_for = after
    elif elsewhere:
        earliest = after.at_least.earliest_after(elsewhere[-1], reading.missing_day)
        if earliest > opening.kept_from:
            opening.kept_from, opening.interval = earliest, after.at_least
            opening.since = elsewhere[-1]


def _keep_to_season(found: list[Opening], version: CourseVersion, occasion: Occasion) -> None:
    for opening in found:
        opening.age_from = max(opening.age_from, occasion.from_on)
        opening.age_until = min(opening.age_until, occasion.until_on)
        if version.season:
            year = fiscal_year(occasion.from_on)
            begins = month_day_in_fiscal_year(version.season.begins, year)
            ends = month_day_in_fiscal_year(version.season.ends, year)
            opening.age_from = max(opening.age_from, begins)
            opening.age_until = min(opening.age_until, ends)


def taken_anyway(found: Sequence[Opening], day: date) -> list[Opening]:
    """The openings a dose is counted under although its day lies in none of them."""
    kept = [o for o in found if o.kept_from <= day <= o.age_until]
    if not kept:
        most = max(len(o.regimen.doses) - o.number for o in found)
        return [o for o in found if len(o.regimen.doses) - o.number == most][:1]
    first = min(o.age_from for o in kept)
    return [o for o in kept if o.age_from <= max(day, first)]
