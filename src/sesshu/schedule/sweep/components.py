"""Courses that must be walked together: units that share courses, look at each other, or share strays."""

from collections.abc import Iterable, Mapping

from sesshu.schedule.plan import Unit, comes_after, units
from sesshu.schedule.sweep.courses import regimens_of
from sesshu.schedule.types import Course, Rulebook

MOST_REGIMENS = 10


class UnsweepableRulebook(ValueError):
    """A course that the sweep has no columns for."""


def refuse_unsweepable(courses: Mapping[str, Course]) -> None:
    """Raise UnsweepableRulebook where judge could answer and the sweep could not."""
    for course in courses.values():
        if any(courses[code].each is not None for code in comes_after(course)):
            raise UnsweepableRulebook(f"{course.code}: looks at a course gone through anew")
        if course.each is not None and len(course.antigens) > 1:
            raise UnsweepableRulebook(f"{course.code}: gone through anew, with several antigens")
        codes = {regimen.code for regimen in regimens_of(course)}
        if len(codes) > MOST_REGIMENS:
            raise UnsweepableRulebook(f"{course.code}: more than {MOST_REGIMENS} regimens")


def components(rulebook: Rulebook, wanted: Iterable[str] | None) -> list[list[Unit]]:
    """Units joined by courses that one serves and another serves or looks at, in rulebook order.

    With `wanted`, only those that hold one of these series.
    """
    joined: list[tuple[set[str], list[Unit]]] = []
    for unit in units(rulebook):
        courses, members = set(unit.looks_at), [unit]
        apart = []
        for other in joined:
            if courses.isdisjoint(other[0]):
                apart.append(other)
            else:
                courses |= other[0]
                members = other[1] + members
        joined = [*apart, (courses, members)]
    return [members for _, members in joined if _has_any(members, wanted)]


def _has_any(members: list[Unit], wanted: Iterable[str] | None) -> bool:
    own = {series.code for unit in members for series in unit.series}
    return wanted is None or not own.isdisjoint(wanted)
