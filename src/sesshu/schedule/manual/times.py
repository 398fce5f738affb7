"""The law of a series over the years, as lanes: for whom, with which vaccines, when not urged."""

from collections.abc import Iterable, Iterator
from datetime import date

from sesshu.schedule.manual.courses import versions_of
from sesshu.schedule.manual.outline import Bar, Lane, Timeline
from sesshu.schedule.manual.phrases import joined, narrows, people
from sesshu.schedule.manual.vaccines import uses_of
from sesshu.schedule.types import Dated, Rulebook, Series

YEARS_AHEAD = 2


def timeline(series: Series, on: date, rulebook: Rulebook) -> Timeline:
    """Every lane of a series, over all years in which something changes and the day lies."""
    lanes = tuple(_lanes(series, rulebook))
    bars = [bar for lane in lanes for bar in lane.bars]
    turns = [day.year for bar in bars for day in (bar.from_on, bar.until_on) if day]
    return Timeline(
        caption=f"{series.name}の規則の移り変わり(図)",
        first_year=min([*turns, on.year]),
        last_year=max([*turns, on.year]) + YEARS_AHEAD,
        on=on,
        lanes=lanes,
    )


def _lanes(series: Series, rulebook: Rulebook) -> Iterator[Lane]:
    for name, rows in _by_people(series, rulebook).items():
        yield Lane(name, _bars(rows))
    used: dict[str, list[Bar]] = {}
    for use in uses_of(series, rulebook):
        bar = Bar(use.versions[0].effective_from, use.versions[-1].effective_until)
        used.setdefault(use.name, []).append(bar)
    yield from (Lane(name, tuple(bars)) for name, bars in used.items())
    if series.withheld:
        yield Lane("積極的勧奨の差し控え", _bars(series.withheld))


def _by_people(series: Series, rulebook: Rulebook) -> dict[str, list[Dated]]:
    """Versions by course and people; courses with the same days share a lane."""
    named: dict[tuple[str, tuple[Bar, ...]], list[str]] = {}
    rows: dict[tuple[str, tuple[Bar, ...]], list[Dated]] = {}
    for code in series.serves:
        course = rulebook.courses[code]
        groups: dict[str, list[Dated]] = {}
        for version in versions_of(series, course):
            who = people(version.cohort) if narrows(version.cohort) else ""
            groups.setdefault(who, []).append(version)
        for who, versions in groups.items():
            key = (who, _bars(versions))
            named.setdefault(key, []).append(course.name)
            rows[key] = versions
    return {joined(["・".join(named[key]), key[0]], ": "): rows[key] for key in named}


def _bars(rows: Iterable[Dated]) -> tuple[Bar, ...]:
    return tuple(Bar(row.effective_from, row.effective_until) for row in rows)
