"""Birth dates about which the same is said of series of which nothing is recorded."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec.structs import astuple

from sesshu.kernel.ages import classmates_since
from sesshu.schedule.bounds import Bound
from sesshu.schedule.lived import ROWS_KEPT
from sesshu.schedule.plan import Unit
from sesshu.schedule.progress import turns_of
from sesshu.schedule.types import CourseVersion, Door, Row, Rulebook


def alike_since(unit: Unit, born_on: date, sex: str, rulebook: Rulebook) -> date:
    """The first of the birth dates about which the same is said of a unit as about one of them.

    These are all between two ends of cohorts for whom no version is; all who enter school together, where
    nothing goes by the birthday itself; else the one alone.
    """
    turns = _turns(unit, rulebook)
    turn = turns[bisect_right(turns, born_on) - 1]
    versions = _versions(unit, turn, sex, rulebook)
    if not versions:
        return turn
    if _same_for_classmates(unit, versions, rulebook):
        return max(turn, classmates_since(born_on))
    return born_on


@lru_cache(maxsize=ROWS_KEPT)
def _turns(unit: Unit, rulebook: Rulebook) -> list[date]:
    return sorted({turn for code in unit.serves for turn in turns_of(rulebook.courses[code])})


@lru_cache(maxsize=ROWS_KEPT)
def _versions(unit: Unit, born_on: date, sex: str, rulebook: Rulebook) -> tuple[CourseVersion, ...]:
    """All that ever is or was law for somebody."""
    courses = [rulebook.courses[code] for code in unit.serves]
    return tuple(
        version
        for course in courses
        for version in course.versions
        if version.cohort.includes(born_on, sex)
    )


@lru_cache(maxsize=ROWS_KEPT)
def _same_for_classmates(
    unit: Unit, versions: tuple[CourseVersion, ...], rulebook: Rulebook
) -> bool:
    """Whether every day and volume is the same for all who go to school together."""
    uses = [use for series in unit.series for law in series.versions for use in law.uses]
    volumes = (*uses, *(rulebook.products[use.product] for use in uses))
    return all(bound.of_classmates for bound in _bounds((versions, volumes)))


def _bounds(told: object) -> Iterator[Bound]:
    """Every bound that is told to somebody of whom no fact is recorded."""
    if isinstance(told, Bound):
        yield told
    elif isinstance(told, Row) and not (isinstance(told, Door) and told.fact):
        yield from _bounds(astuple(told))
    elif isinstance(told, tuple):
        for part in told:
            yield from _bounds(part)
