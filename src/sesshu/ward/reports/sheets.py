"""A table of a report in words, as a page, a CSV file and paper show it: whole, or as it may be published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sesshu.ward.reports.definitions import Definition, Publication
from sesshu.ward.reports.grid import POPULATION_TITLE, Grid, Heading, merged, sums_alone
from sesshu.ward.reports.suppression import Cell, hidden

LEFT_OUT = "―"
NOBODY = "–"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line in words; its last cells are its rates. `share` is the first of them where it is shown."""

    codes: tuple[str, ...]
    """The lines it stands for: itself, or those it joins."""
    title: str
    cells: tuple[str, ...]
    rates: tuple[str, ...]
    share: float | None
    counts: tuple[int | None, ...]
    """The counts of the columns; None where one is left out."""
    total: int | None
    """Their sum; None where it is left out, or is not shown and would tell what is."""
    is_sum: bool = False

    @property
    def left_out(self) -> list[int]:
        """The columns that it leaves out; one past the last is the sum."""
        return [n for n, count in enumerate((*self.counts, self.total)) if count is None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings, its lines, and how many cells are left out of what is published."""

    code: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    columns: tuple[Heading, ...]
    left_out: int
    over_hundred: bool
    """Whether a rate is above 100 %."""
    is_of_the_line: bool
    """Whether a rate tells a part of the line itself."""
    sums_alone: bool = False
    """Whether all lines are left out but the one of sums."""

    @property
    def together(self) -> frozenset[str]:
        """The lines that it shows as one."""
        return frozenset(code for row in self.rows if len(row.codes) > 1 for code in row.codes)

    def shows_apart(self, lines: Sequence[Heading]) -> bool:
        """Whether one of these lines joins what it shows one by one."""
        own = {row.codes[0] for row in self.rows if len(row.codes) == 1}
        return any(own.intersection(line.joins) for line in lines)

    def hides(self, lines: Sequence[Heading]) -> Iterator[Cell]:
        """Which cells of these lines it leaves out."""
        for row in self.rows:
            for place, line in enumerate(lines):
                if row.codes and set(row.codes) <= set(line.codes):
                    yield from ((place, n) for n in row.left_out)
            if row.is_sum:
                yield from ((len(lines), n) for n in row.left_out)


NOTHING = Sheet("", "", (), (), (), 0, over_hundred=False, is_of_the_line=False)
"""No table: none was published before."""


def sheets(
    one: Definition,
    grids: Sequence[Grid],
    publication: Publication | None,
    before: Sequence[Sheet] = (),
) -> list[Sheet]:
    """The tables whole, or, under a rule for publishing, those that are published.

    What the tables `before` left out when they were published stays left out.
    """
    if publication is None:
        return [_sheet(grid, frozenset(), 0) for grid in grids]
    earlier = {sheet.code: sheet for sheet in before}
    return [
        _published(one, grid, publication.smallest, earlier.get(grid.table.code, NOTHING))
        for grid in grids
        if grid.table.is_published
    ]


def _published(one: Definition, grid: Grid, smallest: int, before: Sheet) -> Sheet:
    if not grid.lines:
        return _sheet(grid, frozenset(), smallest)
    shown = merged(grid, smallest, before.together) if one.group_by else grid
    if not (before.sums_alone or before.shows_apart(shown.lines)):
        left_out = _left_out(shown, smallest, before)
        if left_out is not None:
            return _sheet(shown, left_out, smallest)
    sums = sums_alone(grid)
    return replace(_sheet(sums, _left_out(sums, smallest, before), smallest), sums_alone=True)


def _left_out(grid: Grid, smallest: int, before: Sheet) -> frozenset[Cell] | None:
    return hidden(
        grid.counts,
        smallest,
        total=grid.table.total is not None,
        sum_line=grid.table.sum_line is not None,
        before=frozenset(before.hides(grid.lines)),
    )


def _sheet(grid: Grid, left_out: frozenset[Cell] | None, smallest: int) -> Sheet:
    hides = left_out or frozenset()
    rows = [_row(grid, at, hides, smallest) for at in range(len(grid.lines))]
    if grid.table.sum_line is not None and grid.lines:
        rows.append(_row(grid, len(grid.lines), hides, smallest))
    return Sheet(
        code=grid.table.code,
        title=grid.table.title,
        headings=_headings(grid),
        rows=tuple(rows),
        columns=tuple(Heading(column.code, column.title) for column in grid.table.columns),
        left_out=sum(LEFT_OUT in row.cells for row in rows),
        over_hundred=any(row.share is not None and row.share > 1 for row in rows),
        is_of_the_line=any(rate.over == "line" for rate in grid.table.rates),
    )


def _headings(grid: Grid) -> tuple[str, ...]:
    columns = [column.title for column in grid.table.columns]
    total = [grid.table.total] if grid.table.total else []
    population = [POPULATION_TITLE] if _has_populations(grid) else []
    return (*columns, *total, *population, *(rate.title for rate in grid.table.rates))


def _row(grid: Grid, at: int, left_out: frozenset[Cell], smallest: int) -> SheetRow:
    is_sum = at == len(grid.lines)
    counts = grid.with_sums()[at]
    population = None if is_sum else grid.populations[at]
    shown = [None if (at, n) in left_out else count for n, count in enumerate(counts)]
    small_population = population is not None and 0 < population < smallest
    rates = [] if None in shown or small_population else _rates(grid, counts, population)
    told = tuple(_percent(rate) for rate in rates) or (LEFT_OUT,) * len(grid.table.rates)
    return SheetRow(
        codes=() if is_sum else grid.lines[at].codes,
        title=str(grid.table.sum_line) if is_sum else grid.lines[at].title,
        cells=(
            *(_count(count) for count in (shown if grid.table.total else shown[:-1])),
            *([_people(population, smallest)] if _has_populations(grid) else []),
            *told,
        ),
        rates=told,
        share=float(rates[0]) if rates and rates[0] is not None else None,
        counts=tuple(shown[:-1]),
        total=None if grid.table.total is None and None in shown else shown[-1],
        is_sum=is_sum,
    )


def _rates(grid: Grid, counts: Sequence[int], population: Fraction | None) -> list[Fraction | None]:
    """Shown only where every count of the line is: a rate beside the rest would give a count away."""
    return [grid.rate(rate, counts[:-1], population) for rate in grid.table.rates]


def _has_populations(grid: Grid) -> bool:
    return any(population is not None for population in grid.populations)


def _count(count: int | None) -> str:
    return LEFT_OUT if count is None else f"{count:,}"


def _people(population: Fraction | None, smallest: int) -> str:
    if population is None:
        return NOBODY
    return LEFT_OUT if 0 < population < smallest else f"{round(population):,}"


def _percent(rate: Fraction | None) -> str:
    return NOBODY if rate is None else f"{float(rate) * 100:.1f}%"
