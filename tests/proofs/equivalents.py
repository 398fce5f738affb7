"""Mutants that are the same law, each with its proof: the text of the law names a day that can never come."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from proofs.mutants import Mutant
from sesshu.schedule.checks import Tables
from sesshu.schedule.load import tables_of
from sesshu.schedule.types import CourseVersion

BOUND = re.compile(r"\.versions\[(\d+)\]\.eligible_(?:from|until)")
OLDEST = 121 * 366
LAST_BIRTH = date(2100, 1, 1)
NEVER_MET = "nobody whom the version is for reaches either day while it holds"
LISTED: dict[str, str] = {}
"""By name: what no rule below can prove."""


def proof_of(name: str, mutant: Mutant, raw: dict[str, Any]) -> str:
    """Why a mutant is the same law; nothing where that is not proved."""
    found = BOUND.fullmatch(mutant.place)
    if found and mutant.file.startswith("courses/") and _same_days(mutant, int(found[1]), raw):
        return NEVER_MET
    return LISTED.get(name, "")


def _same_days(mutant: Mutant, number: int, raw: dict[str, Any]) -> bool:
    before = _version(tables_of(raw), mutant.code, number)
    mutant.make()
    try:
        after = _version(tables_of(raw), mutant.code, number)
    finally:
        mutant.undo()
    return all(_open(before, birth) == _open(after, birth) for birth in _births(before))


def _version(tables: Tables, code: str, number: int) -> CourseVersion:
    return tables.courses[code][1].versions[number]


def _births(version: CourseVersion) -> Iterator[date]:
    first = version.effective_from - timedelta(days=OLDEST)
    last = version.effective_until or LAST_BIRTH
    first = max(first, version.cohort.born_from or first)
    last = min(last, version.cohort.born_until or last)
    return (first + timedelta(days=days) for days in range((last - first).days + 1))


def _open(version: CourseVersion, birth: date) -> tuple[date, date] | None:
    """Days on which age opens a version; those before it began are told only while it has no last day."""
    if version.eligible_from is None:
        return None
    first = version.eligible_from.day(birth)
    last = version.eligible_until.day(birth) if version.eligible_until else date.max
    if last < version.effective_from:
        return None
    if version.effective_until is not None:
        first, last = max(first, version.effective_from), min(last, version.effective_until)
    return (first, last) if first <= last else None
