"""The counts of a comparison as lines of text: one series a line, one effect a column."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from sesshu.schedule.comparison import Effect, affected, totals, vaccines_changed
from sesshu.schedule.lines import LineError
from sesshu.schedule.persons import Person
from sesshu.schedule.types import Rulebook, Series


def summary(
    persons: Iterable[Person | LineError], on: date, old: Rulebook, new: Rulebook
) -> Iterator[str]:
    """Heading, one line for each series somebody is affected in, and how many were looked at."""
    counted: Counter[tuple[str, Effect]] = Counter()
    people, touched, unread = 0, 0, 0
    for person in persons:
        if isinstance(person, LineError):
            unread += 1
            continue
        rows = affected(person, on, old, new)
        counted.update(totals(rows))
        people, touched = people + 1, touched + bool(rows)
    yield from _table(counted, old.series | new.series)
    if changed := vaccines_changed(on, old, new):
        yield f"使えるワクチンが変わる種類: {'、'.join(new.series[code].name for code in changed)}"
    yield f"{people}人のうち{touched}人が変わります。読めなかった行は{unread}行です。"


def _table(counted: Counter[tuple[str, Effect]], series: dict[str, Series]) -> Iterator[str]:
    yield "\t".join(["種類", *(effect.ja for effect in Effect)])
    for code, one in series.items():
        counts = [counted[code, effect] for effect in Effect]
        if any(counts):
            yield "\t".join([one.name, *map(str, counts)])
