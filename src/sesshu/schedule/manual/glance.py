"""早見表: the series of a category that are given on the day, one row each."""

from collections.abc import Iterable, Iterator
from datetime import date

from sesshu.schedule.law_of_day import series_version
from sesshu.schedule.manual.courses import over, window
from sesshu.schedule.manual.outline import Block, Cell, Column, Table
from sesshu.schedule.manual.phrases import ages, joined, narrows, people, spacing
from sesshu.schedule.manual.vaccines import volume_of
from sesshu.schedule.types import (
    CourseVersion,
    DoseRule,
    ProductUse,
    Regimen,
    Rulebook,
    Series,
    SeriesVersion,
)


def glance(series: list[Series], on: date, rulebook: Rulebook) -> tuple[Block, ...]:
    """A table of what is given on a day; nothing where nothing is."""
    rows = tuple(
        _row(one, version, on, rulebook)
        for one in series
        if (version := series_version(one, on)) is not None
    )
    heads = ("種類", 3), ("対象の方と接種できる期間", 6), ("回数と間隔", 6), ("ワクチンと接種量", 5)
    columns = tuple(Column(name, share) for name, share in heads)
    return (Table(Cell("現在の早見表"), columns, rows),) if rows else ()


def _row(one: Series, law: SeriesVersion, on: date, rulebook: Rulebook) -> tuple[Cell, ...]:
    products = {use.product for use in law.uses}
    versions = [
        version
        for code in one.serves
        for version in rulebook.courses[code].versions
        if version.holds_on(on) and not over(version, on)
    ]
    regimens = [
        regimen
        for version in versions
        for regimen in version.regimens
        if not regimen.products or products & set(regimen.products)
    ]
    used = [_vaccine(use, rulebook) for use in law.uses]
    return (
        Cell(one.name),
        _lines(_who(version) for version in versions),
        _lines(_ways(regimens)),
        _lines(used),
    )


def _who(version: CourseVersion) -> str:
    return joined([people(version.cohort) if narrows(version.cohort) else "", window(version)])


def _vaccine(use: ProductUse, rulebook: Rulebook) -> str:
    said = volume_of(use, rulebook).replace("\n", "、")
    return f"{rulebook.products[use.product].name} {said}"


def _ways(regimens: list[Regimen]) -> Iterator[str]:
    """Each way through the doses once, whichever course it is from."""
    known: dict[tuple[str, ...], str] = {}
    for regimen in regimens:
        asked = [
            f"{number}回目は{_apart(rule)}"
            for number, rule in enumerate(regimen.doses, start=1)
            if _apart(rule)
        ]
        begun = ages(regimen.start_from, regimen.start_until)
        said = f"{regimen.name}({'・'.join(asked)})" if asked else regimen.name
        known.setdefault((begun, str(len(regimen.doses)), *asked), said)
    yield from known.values()


def _apart(rule: DoseRule) -> str:
    first = f"1回目から{rule.after_first.ja}以上" if rule.after_first else ""
    own = ages(rule.age_from, rule.age_until)
    return joined([joined([spacing(rule), first], "かつ"), own])


def _lines(said: Iterable[str]) -> Cell:
    return Cell("\n".join(dict.fromkeys(said)))
