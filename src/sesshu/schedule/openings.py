"""Where the next dose of a course may be given: every way the regimens leave open, as days.

A dose keeps the law when its day lies in an opening; the next dose is the earliest opening. Both
questions are answered from here, so they cannot differ.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sesshu.kernel.calendar import day_after, day_before, fiscal_year, month_day_in_fiscal_year
from sesshu.schedule.bounds import Interval
from sesshu.schedule.lived import LIVES_KEPT, LivedRegimen, lived, lived_with_facts
from sesshu.schedule.progress import LEFT, Progress
from sesshu.schedule.types import AfterCourses, CourseVersion, DoseRule, Reading, Regimen


@dataclass(slots=True)
class Opening:
    """Days on which one dose of one regimen may be given; all bounds inclusive."""

    place: LivedRegimen
    number: int
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
    def rule(self) -> DoseRule:
        """The dose it is for."""
        return self.place.regimen.doses[self.number]

    @property
    def earliest_on(self) -> date:
        """First day of the opening; after `age_until` where nothing is left open."""
        return max(self.age_from, self.kept_from)

    @property
    def last_on(self) -> date:
        """Last day of the opening."""
        return min(self.age_until, self.kept_until)

    @property
    def rests_on_reading(self) -> bool:
        """Whether its first day depends on how a month without such a day is read."""
        if self.interval is None or self.since is None:
            return False
        return self.interval.rests_on_reading(self.since)

    def holds(self, day: date) -> bool:
        """Whether a dose on this day keeps the law."""
        return (
            self.age_from <= day <= self.age_until
            and (self.needed_from or self.kept_from) <= day <= self.kept_until
            and self.waits_for is None
        )


def openings(
    version: CourseVersion,
    progress: Progress,
    reading: Reading,
    products: Collection[str] | None,
    before: date = date.max,
) -> list[Opening]:
    """All ways to give the next dose under a version, in the order the rulebook names them.

    Days of other courses count as far as they lie `before` a day.
    """
    if progress.complete or not may_continue(version, progress):
        return []
    found = _all_openings(version, progress, reading, products, before)
    if version.season or progress.occasion:
        _keep_to_season(found, version, progress)
    return found


def may_continue(version: CourseVersion, progress: Progress) -> bool:
    """Whether the doses had so far are those that a version asks for before it opens at all."""
    asked = version.continues
    return asked is None or any(
        asked.given_from <= day <= asked.given_until for day in progress.days
    )


def _all_openings(
    version: CourseVersion,
    progress: Progress,
    reading: Reading,
    products: Collection[str] | None,
    before: date,
) -> list[Opening]:
    alone = version.regimens[0].doses[0].after_courses is None
    if alone and not progress.days and not progress.facts and not progress.occasion:
        first = _first_openings(version, progress.born_on, reading)
        return [opening for opening in first if may_be_given(opening.place, products)]
    return [
        opening
        for place, number in places(version, progress)
        if may_be_given(place, products)
        for opening in _from_place(place, number, progress, reading, before)
    ]


def may_be_given(place: LivedRegimen, products: Collection[str] | None) -> bool:
    """Whether a regimen allows one of the products; None asks for none in particular."""
    allowed = place.products
    if products is None or not allowed:
        return True
    return any(product in allowed for product in products)


@lru_cache(maxsize=LIVES_KEPT)
def _first_openings(version: CourseVersion, born_on: date, reading: Reading) -> tuple[Opening, ...]:
    """All ways to begin a course: the same for everybody born on a day."""
    return tuple(
        opening
        for place in lived(version, born_on)
        if not place.regimen.after_switch
        for opening in _from_place(place, 0, None, reading, date.max)
    )


def places(version: CourseVersion, progress: Progress) -> list[tuple[LivedRegimen, int]]:
    """The regimens somebody is in, each with the number of doses behind."""
    if progress.standing is None or progress.standing[0] is not version:
        progress.standing = (version, _places(version, progress))
    return progress.standing[1]


def _places(version: CourseVersion, progress: Progress) -> list[tuple[LivedRegimen, int]]:
    if progress.facts:
        life = lived_with_facts(version, progress.anchor, progress.facts)
    else:
        life = lived(version, progress.anchor)
    if not progress.days:
        return [(place, 0) for place in life if not place.regimen.after_switch]
    numbered = ((regimen, _number(regimen, progress)) for regimen in life)
    return [(regimen, n) for regimen, n in numbered if n is not None and n != LEFT]


def _number(place: LivedRegimen, progress: Progress) -> int | None:
    if place.regimen.after_switch:
        switched = len(progress.products) > 1 and not progress.had_other_than(place.products)
        return len(progress.days) if switched else LEFT
    if place.regimen.same_products_throughout and progress.had_other_than(place.products):
        return LEFT
    known, first = progress.reached.get(place.regimen.code), progress.days[0]
    if known is not None:
        return known if _first_given_in_time(place.regimen, first) else LEFT
    return len(progress.days) if place.start_from <= first <= place.start_until else None


def _first_given_in_time(regimen: Regimen, first: date) -> bool:
    begins, ends = regimen.first_given_from, regimen.first_given_until
    return (begins is None or begins <= first) and (ends is None or first <= ends)


def _from_place(
    place: LivedRegimen, number: int, progress: Progress | None, reading: Reading, before: date
) -> Iterator[Opening]:
    not_before, skipped = date.min, False
    days = progress.days if progress else []
    while number < len(place.doses):
        rule, life = place.regimen.doses[number], place.doses[number]
        if _is_barred(rule, life.barred_from, days):
            number += 1
            continue
        left_out = skipped or number > len(days)
        opening = _opening(place, number, days, reading, skipped=left_out)
        opening.age_from = max(opening.age_from, not_before)
        if rule.after_courses and progress:
            elsewhere = progress.days_elsewhere(rule.after_courses.courses, before)
            _keep_after(opening, rule.after_courses, elsewhere, reading)
        yield opening
        if rule.when_missed == "stop":
            return
        not_before = max(not_before, day_after(life.until_on))
        number, skipped = number + 1, True


def _is_barred(rule: DoseRule, barred_from: date | None, days: list[date]) -> bool:
    if rule.barred is None or barred_from is None or len(days) < rule.barred.dose:
        return False
    return days[rule.barred.dose - 1] >= barred_from


def _opening(
    place: LivedRegimen, number: int, days: list[date], reading: Reading, *, skipped: bool
) -> Opening:
    rule, (age_from, age_until, _, by_age) = place.regimen.doses[number], place.doses[number]
    if reading.last_day == "excluded" and by_age:
        age_until = day_before(age_until)
    if not days:
        return Opening(
            place,
            number,
            max(age_from, place.start_from),
            min(age_until, place.start_until),
            date.min,
        )
    opening = Opening(place, number, age_from, age_until, day_after(days[-1]), None, days[-1])
    _keep_intervals(opening, rule, days, reading, skipped=skipped)
    return opening


def _keep_intervals(
    opening: Opening, rule: DoseRule, days: list[date], reading: Reading, *, skipped: bool
) -> None:
    last, missing = days[-1], reading.missing_day
    previous = (skipped and rule.after_previous_if_skipped) or rule.after_previous
    for interval, since in ((previous, last), (rule.after_first, days[0])):
        if interval is not None:
            earliest = interval.earliest_after(since, missing)
            if earliest >= opening.kept_from:
                opening.kept_from, opening.interval, opening.since = earliest, interval, since
    sooner = rule.after_previous_if_needed
    if skipped and rule.after_previous_if_skipped is not None:
        sooner = rule.after_previous_if_skipped_and_needed
    if sooner is not None:
        opening.needed_from = sooner.earliest_after(last, missing)
    if rule.at_most is not None:
        opening.kept_until = rule.at_most.earliest_after(last, missing)


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


def _keep_to_season(found: list[Opening], version: CourseVersion, progress: Progress) -> None:
    for opening in found:
        if progress.occasion:
            opening.age_from = max(opening.age_from, progress.occasion.from_on)
            opening.age_until = min(opening.age_until, progress.occasion.until_on)
        if version.season and progress.occasion:
            year = fiscal_year(progress.occasion.from_on)
            begins = month_day_in_fiscal_year(version.season.begins, year)
            ends = month_day_in_fiscal_year(version.season.ends, year)
            opening.age_from = max(opening.age_from, begins)
            opening.age_until = min(opening.age_until, ends)


def taken_anyway(found: list[Opening], day: date) -> list[Opening]:
    """The openings a dose is counted under although its day lies in none of them."""
    kept = [o for o in found if o.kept_from <= day <= o.age_until]
    if not kept:
        most = max(len(o.regimen.doses) - o.number for o in found)
        return [o for o in found if len(o.regimen.doses) - o.number == most][:1]
    first = min(o.age_from for o in kept)
    return [o for o in kept if o.age_from <= max(day, first)]
