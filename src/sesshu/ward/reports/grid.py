"""A table of a report as numbers: cells, sums of lines and columns, populations, and their words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import msgspec

from sesshu.ward.reports.definitions import Definition, Rate, Table
from sesshu.ward.reports.groups import line_title
from sesshu.ward.reports.queries import Place

POPULATION = "population"
POPULATION_TITLE = "対象人口"
OTHERS = "others"
SUMS = "sums"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line or column is called; a line that joins others names them all in `joins`."""

    code: str
    title: str
    joins: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The lines it stands for."""
        return self.joins or (self.code,)


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts by line and column. `total` names the sum of each line, `sum_line` the line of sums.

    `populations` of each line, made into twelve months' births; None where the definition names none.
    """

    table: Table
    lines: tuple[Heading, ...]
    counts: tuple[tuple[int, ...], ...]
    populations: tuple[Fraction | None, ...]

    @property
    def title(self) -> str:
        """What the table is called."""
        return self.table.title

    @property
    def width(self) -> int:
        """How many columns of counts there are."""
        return len(self.table.columns)

    def with_sums(self) -> list[list[int]]:
        """The counts, each line followed by its sum, and last the line of sums, whether shown or not."""
        rows = [[*row, sum(row)] for row in self.counts]
        sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * (self.width + 1)
        return [*rows, sums]

    def rate(
        self, rate: Rate, counts: Sequence[int], population: Fraction | None
    ) -> Fraction | None:
        """The part of a line that a rate tells; None where there is nobody to tell it of."""
        codes = [column.code for column in self.table.columns]
        named = dict(zip(codes, counts, strict=True))
        part = sum(named[code] for code in rate.of or codes)
        if rate.over == "population":
            return Fraction(part) / population if population else None
        whole = sum(count for code, count in named.items() if code not in rate.without)
        return Fraction(part, whole) if whole else None


def grids(one: Definition, figures: Mapping[Place, int], as_of: date) -> list[Grid]:
    """The tables of a report with its figures; a cell without a figure holds nought."""
    return [_grid(one, table, figures, as_of) for table in one.tables]


def _grid(one: Definition, table: Table, figures: Mapping[Place, int], as_of: date) -> Grid:
    lines = _lines(one, table, figures, as_of)
    return Grid(
        table=table,
        lines=lines,
        counts=tuple(
            tuple(figures.get((table.code, line.code, column.code), 0) for column in table.columns)
            for line in lines
        ),
        populations=tuple(_population(table, line.code, figures) for line in lines),
    )


def _lines(
    one: Definition, table: Table, figures: Mapping[Place, int], as_of: date
) -> tuple[Heading, ...]:
    """As defined; of a report of coverage those that hold somebody."""
    if one.group_by is None:
        return tuple(Heading(line.code, line.title) for line in table.lines)
    codes = sorted({line for code, line, _ in figures if code == table.code})
    return tuple(Heading(code, line_title(one.group_by, code, as_of)) for code in codes)


def _population(table: Table, line_code: str, figures: Mapping[Place, int]) -> Fraction | None:
    for line in table.lines:
        if line.code == line_code and line.population:
            residents = figures.get((table.code, line_code, POPULATION), 0)
            return Fraction(12 * residents, line.population.months)
    return None


def words_of(one: Definition, as_of: date) -> Callable[[Place], Place]:
    """A function that says table, line and column of a figure in words."""
    tables = {table.code: table for table in one.tables}

    def words(place: Place) -> Place:
        table = tables[place[0]]
        lines = {line.code: line.title for line in table.lines}
        columns = {column.code: column.title for column in table.columns}
        line = line_title(one.group_by, place[1], as_of) if one.group_by else lines[place[1]]
        return table.title, line, columns.get(place[2], POPULATION_TITLE)

    return words


def merged(grid: Grid, smallest: int, together: Collection[str] = ()) -> Grid:
    """Lines of fewer people than `smallest` made into one, with the next smallest until it is large.

    The lines of the codes `together` are in it whatever their size.
    """
    order = sorted(
        range(len(grid.lines)),
        key=lambda at: (grid.lines[at].code not in together, sum(grid.counts[at]), at),
    )
    taken: list[int] = []
    people = 0
    for at in order:
        is_large = sum(grid.counts[at]) >= smallest and grid.lines[at].code not in together
        if is_large and (not taken or people >= smallest):
            break
        taken.append(at)
        people += sum(grid.counts[at])
    return grid if len(taken) < 2 else _joined(grid, taken)


def _joined(grid: Grid, taken: Sequence[int]) -> Grid:
    left = [at for at in range(len(grid.lines)) if at not in taken]
    joined = tuple(sum(grid.counts[at][column] for at in taken) for column in range(grid.width))
    title = f"ほか{len(taken)}(人数の少ない行をまとめたもの)"
    codes = tuple(code for at in taken for code in grid.lines[at].codes)
    return replace(
        grid,
        lines=(*(grid.lines[at] for at in left), Heading(OTHERS, title, codes)),
        counts=(*(grid.counts[at] for at in left), joined),
        populations=(*(grid.populations[at] for at in left), None),
    )


def sums_alone(grid: Grid) -> Grid:
    """The line of sums as the one line of the table, without a sum below it."""
    title = str(grid.table.sum_line)
    sums = tuple(sum(column) for column in zip(*grid.counts, strict=True))
    return replace(
        grid,
        table=msgspec.structs.replace(grid.table, sum_line=None),
        lines=(Heading(SUMS, title),),
        counts=(sums,),
        populations=(None,),
    )
