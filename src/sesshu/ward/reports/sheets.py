"""A table of a report in words, as a page, a CSV file and paper show it: whole, or as it may be published."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sesshu.ward.reports.definitions import Definition, Publication
from sesshu.ward.reports.grid import POPULATION_TITLE, Grid, Heading, merged
from sesshu.ward.reports.suppression import Cell, hidden

LEFT_OUT = "―"
NOBODY = "–"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line in words; its last cells are its rates. `share` is the first of them where it is shown."""

    title: str
    cells: tuple[str, ...]
    rates: tuple[str, ...]
    share: Fraction | None
    counts: tuple[int | None, ...]
    """The counts of the columns; None where one is left out."""
    total: int | None
    is_sum: bool = False


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


def sheets(one: Definition, grids: Sequence[Grid], publication: Publication | None) -> list[Sheet]:
    """The tables whole, or, under a rule for publishing, those that are published."""
    if publication is None:
        return [_sheet(grid, frozenset(), 0) for grid in grids]
    open_to_all = [grid for grid in grids if grid.table.is_published]
    return [_published(one, grid, publication.smallest) for grid in open_to_all]


def _published(one: Definition, grid: Grid, smallest: int) -> Sheet:
    shown = merged(grid, smallest) if one.group_by == "town" else grid
    left_out = hidden(
        shown.counts,
        smallest,
        total=shown.table.total is not None,
        sum_line=shown.table.sum_line is not None,
    )
    return _sheet(shown, left_out, smallest)


def _sheet(grid: Grid, left_out: frozenset[Cell], smallest: int) -> Sheet:
    rows = [_row(grid, at, left_out, smallest) for at in range(len(grid.lines))]
    if grid.table.sum_line is not None and grid.lines:
        rows.append(_row(grid, len(grid.lines), left_out, smallest))
    shares = [row.share for row in rows if row.share is not None]
    return Sheet(
        code=grid.table.code,
        title=grid.table.title,
        headings=_headings(grid),
        rows=tuple(rows),
        columns=tuple(Heading(column.code, column.title) for column in grid.table.columns),
        left_out=sum(LEFT_OUT in row.cells for row in rows),
        over_hundred=any(share > 1 for share in shares),
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
        title=str(grid.table.sum_line) if is_sum else grid.lines[at].title,
        cells=(
            *(_count(count) for count in (shown if grid.table.total else shown[:-1])),
            *([_people(population, smallest)] if _has_populations(grid) else []),
            *told,
        ),
        rates=told,
        share=rates[0] if rates else None,
        counts=tuple(shown[:-1]),
        total=shown[-1],
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
