"""What one dose is in one course: which dose of it, whether it counts, and why not."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import msgspec

from sesshu.kernel.outcomes import Counts, Phase
from sesshu.schedule import wording
from sesshu.schedule.law_of_day import switches_to
from sesshu.schedule.lived import ROWS_KEPT, LivedRegimen
from sesshu.schedule.openings import Ahead, Opening, ahead, may_continue, taken_anyway
from sesshu.schedule.persons import Dose
from sesshu.schedule.progress import Progress, stage_after, stage_outside
from sesshu.schedule.record import DoseLaw, Record
from sesshu.schedule.types import Course, CourseVersion, DoseRule, Reading, Regimen, Rulebook
from sesshu.schedule.verdicts import Reason

SAYS_ENOUGH = {"no_law_yet", "other_kind_begun"}
"""Faults after which a course has nothing to add."""


class Placed(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What one dose is in one course; one for all doses about which the same is said without a word."""

    course: str
    antigens: tuple[str, ...]
    counts: Counts
    dose: int | None
    phase: Phase | None
    covered: bool
    """Whether the rulebook holds the law of the day."""
    routine: bool
    """Whether the course was law on the day, for this person or another."""
    unnecessary: bool
    provision: str
    reasons: tuple[Reason, ...]
    verify: tuple[str, ...]


class Ways(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The openings before a dose, and those its day lies in."""

    version: CourseVersion | None
    ahead: Ahead | None
    taken: Sequence[Opening]
    switched: bool = False
    """Whether the openings are for other products than the dose's."""

    @property
    def found(self) -> Sequence[Opening]:
        """All openings."""
        return () if self.ahead is None else self.ahead.openings


def place(
    progress: Progress,
    antigens: tuple[str, ...],
    dose: Dose,
    faults: list[Reason],
    record: Record,
) -> Placed:
    """Place a dose after those placed before it, and let it count if it does."""
    course, version = progress.course, progress.version_on(dose.given_on)
    if version is None or (course.each and progress.occasion is None):
        return _place_without_law(progress, antigens, dose, faults, record)
    law = record.laws[dose.id]
    ways = _ways(version, progress, dose, law)
    taken, verify, unnecessary = ways.taken, version.verify, progress.stage.complete
    reasons: tuple[Reason, ...] = ()
    if not taken and all(fault.code not in SAYS_ENOUGH for fault in faults):
        reasons = _why_not(ways, version, progress, dose, record)
    for opening in taken or ways.found[:1]:
        verify += _verify(opening, dose.given_on, law.reading, is_taken=bool(taken))
    if law.products is not None and progress.stage.had_other_than(law.products):
        verify += _switch_marks(progress, dose, law.products[0], record.rulebook)
    counts, why = _counts(progress, dose, keeps_law=bool(taken) and not faults)
    number, phase = _take(progress, dose, counts, ways, law)
    provision = _provision(taken[0], version) if taken else version.provision
    if number is not None and taken and not why:
        return _kept_law(course.code, antigens, number, taken[0].rule, provision, verify)
    return Placed(
        course.code,
        antigens,
        counts,
        number,
        phase,
        True,
        True,
        unnecessary,
        provision,
        reasons + why,
        verify,
    )


@lru_cache(maxsize=ROWS_KEPT)
def _kept_law(
    course: str,
    antigens: tuple[str, ...],
    number: int,
    rule: DoseRule,
    provision: str,
    verify: tuple[str, ...],
) -> Placed:
    """A dose that keeps the law and counts."""
    return Placed(
        course=course,
        antigens=antigens,
        counts=Counts.YES,
        dose=number,
        phase=rule.phase,
        covered=True,
        routine=True,
        unnecessary=False,
        provision=provision,
        reasons=(),
        verify=verify,
    )


def place_anyway(progress: Progress, dose: Dose, record: Record) -> None:
    """Let a dose count although nobody decided it, to see the other future."""
    version = _nearest_version(progress, dose.given_on)
    if version is not None:
        law = record.laws[dose.id]
        _take(progress, dose, Counts.YES, _ways(version, progress, dose, law), law)


def _nearest_version(progress: Progress, day: date) -> CourseVersion | None:
    """The law of a day, or the next one to come for this person."""
    return next(iter(progress.versions_from(day)), None)


def _ways(version: CourseVersion, progress: Progress, dose: Dose, law: DoseLaw) -> Ways:
    day, reading = dose.given_on, law.reading
    there = ahead(version, progress, reading, law.products, day)
    if there is None:
        return Ways(version, None, ())
    if there.openings or law.products is None:
        return Ways(version, there, [one for one in there.openings if one.holds(day)])
    return Ways(version, ahead(version, progress, reading, None, day), (), switched=True)


def _place_without_law(
    progress: Progress,
    antigens: tuple[str, ...],
    dose: Dose,
    faults: list[Reason],
    record: Record,
) -> Placed:
    series = record.rulebook.series.get(dose.series)
    known = series is not None and series.known_from <= dose.given_on
    version = _nearest_version(progress, dose.given_on)
    ways = _ways(version, progress, dose, record.laws[dose.id]) if version else Ways(None, None, ())
    unnecessary = progress.stage.complete and version is not None
    counts, why = _counts(progress, dose, keeps_law=bool(ways.taken) and not known and not faults)
    if version is None and counts is Counts.YES and dose.decision is None:
        counts, why = Counts.NO, ()  # there is no course of theirs that it could count in
    number, phase = _take(progress, dose, counts, ways, record.laws[dose.id])
    reasons, routine = _outside_law(progress, dose, known=known)
    provision = reasons[0].provision
    return Placed(
        progress.course.code,
        antigens,
        counts,
        number,
        phase,
        known,
        routine,
        unnecessary,
        provision,
        reasons + why,
        (),
    )


def _outside_law(progress: Progress, dose: Dose, *, known: bool) -> tuple[tuple[Reason, ...], bool]:
    course, day = progress.course, dose.given_on
    if not known:
        return (wording.not_covered(day),), False
    others = [version for version in course.versions if version.holds_on(day)]
    if not others:
        return (_no_law(course, day),), False
    if all(v.cohort.sex not in (None, progress.sex) for v in others):
        return (wording.wrong_sex(others[0].provision),), True
    if course.each == "pregnancy":
        return (wording.no_pregnancy(others[0].provision),), True
    return (wording.outside_cohort(others[0].provision),), True


def _no_law(course: Course, day: date) -> Reason:
    first = min(course.versions, key=lambda version: version.effective_from)
    if day < first.effective_from:
        return wording.no_law_yet(first.provision)
    last = max(course.versions, key=lambda version: version.effective_until or date.max)
    return wording.no_law_any_more(last.effective_until, last.provision)


def _counts(
    progress: Progress, dose: Dose, *, keeps_law: bool
) -> tuple[Counts, tuple[Reason, ...]]:
    if dose.decision is not None:
        counts = dose.decision == "counts" and not progress.stage.complete
        return (Counts.YES if counts else Counts.NO), (wording.decided(counts=counts),)
    if progress.stage.complete:
        return Counts.NO, ()
    if keeps_law:
        return Counts.YES, ()
    for earlier in progress.course.earlier_doses:
        begun = earlier.given_from is None or earlier.given_from <= dose.given_on
        in_time = begun and dose.given_on <= earlier.given_until
        if in_time and dose.product in earlier.products:
            return Counts.YES, (wording.earlier_dose_counts(earlier.provision),)
    return Counts.UNDECIDED, (wording.undecided(),)


def _take(
    progress: Progress, dose: Dose, counts: Counts, ways: Ways, law: DoseLaw
) -> tuple[int | None, Phase | None]:
    if counts is not Counts.YES or ways.version is None:
        return None, None
    stage, code = progress.stage, None if law.product is None else law.product.code
    there = ways.ahead
    if ways.switched or there is None or not there.openings:
        progress.count(dose.given_on, stage_outside(stage, code, ways.version))
        return len(progress.days), Phase.PRIMARY
    taken = ways.taken or taken_anyway(there.openings, dose.given_on)
    paced: tuple[Regimen, ...] = ()
    if code is not None and there.stand.may_keep_pace:
        paced = _keep_pace(there, code, None if progress.days else dose.given_on)
    doses = tuple([(opening.place.regimen, opening.number) for opening in taken])
    progress.count(dose.given_on, stage_after(stage, code, doses, there.stand, paced))
    return len(progress.days), taken[0].rule.phase


def _keep_pace(there: Ahead, product: str, first_on: date | None) -> tuple[Regimen, ...]:
    """The regimens for other products that go on beside a dose; the first one begins them in time."""
    return tuple(
        [
            regimen
            for at, regimen, products in there.stand.may_keep_pace
            if product not in products
            and (first_on is None or _begins_in_time(there.life.places[at], first_on))
        ]
    )


def _begins_in_time(place: LivedRegimen, first_on: date) -> bool:
    return place.start_from <= first_on <= place.start_until


def _why_not(
    ways: Ways,
    version: CourseVersion,
    progress: Progress,
    dose: Dose,
    record: Record,
) -> tuple[Reason, ...]:
    """Why a dose lies in none of the openings."""
    day, provision, found = dose.given_on, version.provision, ways.found
    if progress.stage.complete:
        return (wording.unnecessary(provision),)
    if not may_continue(version, progress):
        return (wording.not_begun_in_time(provision),)
    if not found:
        return (_closed(version, record.rulebook),)
    if ways.switched and progress.days:
        return (wording.product_switched(provision),)
    waiting = [o for o in found if o.waits_for is not None]
    if len(waiting) == len(found):
        return (_stage_first(waiting[0], record.rulebook, provision),)
    ahead = [o for o in found if day <= o.last_on]
    if not ahead:
        return (_over(max(found, key=lambda o: o.last_on), provision),)
    free = [o for o in ahead if o.waits_for is None]
    if not free:
        return (_stage_first(ahead[0], record.rulebook, provision),)
    nearest = min(free, key=lambda opening: opening.earliest_on)
    return _before(nearest, day, provision) or (wording.not_for_this_person(provision),)


def _before(opening: Opening, day: date, provision: str) -> tuple[Reason, ...]:
    """What has still to be waited for; nothing where the day lies in the opening."""
    reasons = []
    if day < opening.age_from:
        reasons.append(wording.too_young(opening.age_from, provision))
    if day < opening.kept_from:
        reasons.append(wording.too_soon(opening, provision))
    return tuple(reasons)


def _over(opening: Opening, provision: str) -> Reason:
    if opening.kept_until < opening.age_until:
        return wording.too_late(opening, provision)
    return wording.too_old(opening.age_until, provision)


def _stage_first(opening: Opening, rulebook: Rulebook, provision: str) -> Reason:
    courses = opening.waits_for.courses if opening.waits_for else ()
    names = "・".join(rulebook.courses[code].name for code in courses)
    return wording.stage_first(names, provision)


def _closed(version: CourseVersion, rulebook: Rulebook) -> Reason:
    kinds = [version.fact, *(door.fact for door in version.doors)]
    names = "・".join(rulebook.facts[kind] for kind in kinds if kind is not None)
    if version.fact is not None and names:
        return wording.needs_fact(names, version.provision)
    return wording.outside_cohort(version.provision)


def _provision(taken: Opening, version: CourseVersion) -> str:
    place = taken.place
    own = taken.rule.provision or place.regimen.provision
    return own or (place.door.provision if place.door else version.provision)


def _switch_marks(
    progress: Progress, dose: Dose, product: str, rulebook: Rulebook
) -> tuple[str, ...]:
    rows = switches_to(rulebook, progress.course.code, product, dose.given_on)
    others = progress.stage.products - {product}
    return tuple(mark for row in rows if not others.isdisjoint(row.given) for mark in row.verify)


def _verify(opening: Opening, day: date, reading: Reading, *, is_taken: bool) -> tuple[str, ...]:
    place = opening.place
    marks, door = opening.rule.verify, place.door
    if door is not None:
        marks += door.verify
    if opening.interval is not None and opening.rests_on_reading:
        marks += ("missing-day",)
    if is_taken and day < opening.kept_from:
        marks += ("doctor-needed",)
    if day == opening.age_until and place.doses[opening.number].ends_by_age:
        marks += reading.verify
    return marks
