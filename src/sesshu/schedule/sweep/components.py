"""Courses that must be walked together: units that share courses, look at each other, or share strays."""

from collections.abc import Iterable

from sesshu.schedule.plan import Unit, units
from sesshu.schedule.types import Rulebook


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
