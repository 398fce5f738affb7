"""Rulebooks with one value wrong: a number or date moved by one, a flag turned, a list item gone.

A value is what stands in a file once: what several rows share by a YAML anchor is changed for all of
them, and the last day of a version is moved together with the first day of the one that follows it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sesshu.schedule.bounds import UnknownPhrase, read_bound, read_interval

NUMBER = re.compile(r"\d+")
DAY = timedelta(days=1)
VOLUME_STEP = 0.05
TEXT_ONLY = {"code", "name", "provision", "standard_provision", "maker", "strain"}
GROUNDS = {"provision", "standard_provision", "verify"}
"""What a verdict rests on: said by judge, not by sweep."""
LISTS_OF_THE_ENTRY_FORM = {"brands"}
"""Shown by the form for doses alone; no judgement asks for a brand."""

Raw = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """One change of the raw tables: what and where, and how to make and undo it."""

    file: str
    code: str
    """Code of the row it lies in, or the number of the row."""
    place: str
    change: str
    make: Callable[[], None]
    undo: Callable[[], None]
    grounds: bool
    """Whether it changes nothing but what a verdict rests on."""

    @property
    def name(self) -> str:
        """File, row, place and change in one line."""
        return f"{self.file} {self.code}{self.place}: {self.change}"


def mutants(raw: Raw) -> Iterator[Mutant]:
    """All mutants of all tables; the raw tables are changed by `make` and restored by `undo`."""
    seen: set[int] = set()
    for file, rows in raw.items():
        if file in ("words.yaml", "published.yaml"):
            continue
        for number, row in enumerate(rows):
            code = row.get("code", str(number))
            for change in _of_node(row, "", seen):
                yield _mutant(file, code, change)
        if "code" not in rows[0]:
            for change in _dropped(rows, ""):
                yield _mutant(file, change.place.strip("[]"), change)


class Change(NamedTuple):
    """A change before it is known which row it lies in."""

    place: str
    make: Callable[[], None]
    undo: Callable[[], None]
    what: str
    grounds: bool = False


def _mutant(file: str, code: str, change: Change) -> Mutant:
    grounds = change.grounds or file == "switches.yaml" or ".verify[" in change.place
    return Mutant(file, code, change.place, change.what, change.make, change.undo, grounds)


def _of_node(node: Any, place: str, seen: set[int]) -> Iterator[Change]:
    if id(node) in seen:
        return
    if isinstance(node, dict | list):
        seen.add(id(node))
    if isinstance(node, list):
        yield from _dropped(node, place)
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        if key in TEXT_ONLY or key in LISTS_OF_THE_ENTRY_FORM:
            continue
        where = f"{place}.{key}" if isinstance(node, dict) else f"{place}[{key}]"
        if isinstance(value, dict | list):
            yield from _of_node(value, where, seen)
            if key == "versions":
                yield from _boundaries(value, where)
        elif key not in ("effective_from", "effective_until"):
            yield from (_set(node, key, new, where) for new in _moved(value))


def _set(node: Any, key: Any, new: Any, place: str) -> Change:
    old = node[key]

    def make() -> None:
        node[key] = new

    def undo() -> None:
        node[key] = old

    return Change(place, make, undo, f"{old} → {new}")


def _dropped(rows: list[Any], place: str) -> Iterator[Change]:
    for number, item in enumerate(list(rows)):
        label = item.get("code", "…") if isinstance(item, dict) else item

        def make(number: int = number) -> None:
            del rows[number]

        def undo(number: int = number, item: Any = item) -> None:
            rows.insert(number, item)

        yield Change(f"{place}[{number}]", make, undo, f"{label} dropped")


def _moved(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, date):
        return [value - DAY, value + DAY]
    if isinstance(value, float):
        return [round(value - VOLUME_STEP, 3), round(value + VOLUME_STEP, 3)]
    if isinstance(value, int):
        return [value - 1, value + 1]
    return _moved_text(value) if isinstance(value, str) else []


def _moved_text(text: str) -> list[str]:
    """Every number of a phrase one less and one more; a month and day one day less and more.

    Numbers in a code (PCV13) are no values.
    """
    if re.fullmatch(r"\d\d-\d\d", text):
        day = date.fromisoformat(f"2023-{text}")
        return [f"{moved:%m-%d}" for moved in (day - DAY, day + DAY)]
    if not _is_phrase(text):
        return []
    return [
        text[: found.start()] + str(int(found[0]) + step) + text[found.end() :]
        for found in NUMBER.finditer(text)
        for step in (-1, 1)
        if int(found[0]) + step >= 0
    ]


def _is_phrase(text: str) -> bool:
    for read in (read_bound, read_interval):
        try:
            read(text)
        except UnknownPhrase:
            continue
        return True
    return False


def _boundaries(versions: list[dict[str, Any]], place: str) -> Iterator[Change]:
    """First and last days, those of neighbours together."""
    for number, version in enumerate(versions):
        last = version.get("effective_until")
        after = [v for v in versions if last and _follows(v, version, last)]
        if last:
            yield from _together(version, "effective_until", after, f"{place}[{number}]")
        first = version["effective_from"]
        if not any(_follows(version, other, other.get("effective_until")) for other in versions):
            yield from (
                _set(version, "effective_from", first + step, f"{place}[{number}].effective_from")
                for step in (-DAY, DAY)
            )


def _follows(later: dict[str, Any], earlier: dict[str, Any], last: date | None) -> bool:
    if last is None or later["effective_from"] != last + DAY:
        return False
    return _overlap(later.get("cohort", {}), earlier.get("cohort", {}))


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two cohorts share somebody."""
    first = max(c.get("born_from", date.min) for c in (one, other))
    last = min(c.get("born_until", date.max) for c in (one, other))
    return first <= last


def _together(
    version: dict[str, Any], key: str, after: list[dict[str, Any]], place: str
) -> Iterator[Change]:
    last = version[key]
    grounds = bool(after) and all(_law_of(later) == _law_of(version) for later in after)
    for step in (-DAY, DAY):

        def move(to: date) -> None:
            version[key] = to
            for later in after:
                later["effective_from"] = to + DAY

        def make(to: date = last + step) -> None:
            move(to)

        def undo() -> None:
            move(last)

        yield Change(f"{place}.{key}", make, undo, f"{last} → {last + step}", grounds)


def _law_of(node: Any) -> Any:
    """What a version says apart from its days and its grounds."""
    if isinstance(node, list):
        return [_law_of(value) for value in node]
    if not isinstance(node, dict):
        return node
    left_out = GROUNDS | TEXT_ONLY - {"code"} | {"effective_from", "effective_until"}
    return {key: _law_of(value) for key, value in node.items() if key not in left_out}
