"""What a published table leaves out, so that no small count is shown or can be computed back (R15, V116).

A count from 1 up to one less than `smallest` is small. Leaving out small counts alone is not enough: a sum
that is shown gives them away. So more is left out until each cell that is not shown could be at least
`smallest` more or less, for all that the table shows (counts are never below nought).

- A line that is small as a whole is left out whole, and with it all sums of columns.
- With sums of columns, a small cell is hidden on a ring of cells: along it counts can be moved by `smallest`
  without any shown number changing. Where there is no such ring, the sums of the columns are left out.
- Without sums of columns each line stands alone: its smallest other counts are left out until what is hidden
  adds up to `smallest`.
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

Cell = tuple[int, int]
"""Line and column; one past the last names the sums."""
Counts = Sequence[Sequence[int]]
SUM_IS_DEARER = 1_000_000


def hidden(counts: Counts, smallest: int, *, total: bool, sum_line: bool) -> frozenset[Cell]:
    """The cells that a published table leaves out, the sums of lines and columns among them."""
    if not counts:
        return frozenset()
    if sum_line and not total:
        turned = hidden(list(zip(*counts, strict=True)), smallest, total=True, sum_line=False)
        return frozenset((line, column) for column, line in turned)
    if sum_line:
        return _with_sums_of_columns(counts, smallest)
    found = _line_by_line(counts, smallest) if total else _small_cells(counts, smallest)
    return frozenset(found)


def _small(count: int, smallest: int) -> bool:
    return 0 < count < smallest


def _small_cells(counts: Counts, smallest: int) -> Iterator[Cell]:
    for line, row in enumerate(counts):
        yield from ((line, at) for at, count in enumerate(row) if _small(count, smallest))


def _line_by_line(counts: Counts, smallest: int) -> Iterator[Cell]:
    for line, row in enumerate(counts):
        if _small(sum(row), smallest):
            yield from ((line, at) for at in range(len(row) + 1))
        else:
            yield from ((line, at) for at in _of_line(row, smallest))


def _of_line(row: Sequence[int], smallest: int) -> set[int]:
    """What is hidden of a line whose sum is shown: what is hidden adds up to `smallest` or more."""
    found = {at for at, count in enumerate(row) if _small(count, smallest)}
    if not found:
        return found
    for at in sorted(range(len(row)), key=lambda at: (row[at] == 0, row[at])):
        if len(found) > 1 and sum(row[one] for one in found) >= smallest:
            break
        found.add(at)
    return found


def _with_sums_of_columns(counts: Counts, smallest: int) -> frozenset[Cell]:
    """On rings; else without the sums of all columns from which something is left out."""
    if not any(_small(sum(row), smallest) for row in counts):
        found = _on_rings(counts, smallest)
        if found is not None:
            return found
    cells = frozenset(_line_by_line(counts, smallest))
    return cells | {(len(counts), column) for _, column in cells}


def _on_rings(counts: Counts, smallest: int) -> frozenset[Cell] | None:
    """Small cells and the rings they lie on; None where one of them lies on no ring."""
    cells = [*map(list, counts), [sum(column) for column in zip(*counts, strict=True)]]
    small = [
        (line, at)
        for line, row in enumerate(cells)
        for at, count in enumerate(row)
        if _small(count, smallest)
    ]
    found = set(small)
    for cell in small:
        ring = _ring(cells, cell, found, smallest)
        if ring is None:
            return None
        found |= ring
    return frozenset(found)


Node = tuple[bool, int]
"""A line (False) or a column (True) of the table with its line of sums."""
Reached = dict[Node, tuple[Cell, Node] | None]


def _ring(cells: list[list[int]], cell: Cell, found: set[Cell], smallest: int) -> set[Cell] | None:
    """The cheapest cells along which `smallest` more in one cell is balanced in every line and column.

    The way leads from the cell's column back to its line, by a cell of the column, then one of the line it is
    in, and so on; by turns they take and give. In the line of sums it is the other way round.
    """
    goal: Node = (False, cell[0])
    reached: Reached = {}
    waiting: list[tuple[int, Node, tuple[Cell, Node] | None]] = [(0, (True, cell[1]), None)]
    while waiting:
        cost, node, came = heappop(waiting)
        if node in reached:
            continue
        reached[node] = came
        if node == goal:
            return _way_back(reached, goal)
        for step, following in _steps(cells, node, cell, smallest):
            price = 0 if step in found else _price(cells, step)
            heappush(waiting, (cost + price, following, (step, node)))
    return None


def _steps(
    cells: list[list[int]], node: Node, cell: Cell, smallest: int
) -> Iterator[tuple[Cell, Node]]:
    """The cells of a line or column by which the way can go on: those that take, or hold enough to give."""
    is_column, at = node
    sums = len(cells) - 1
    places = len(cells) if is_column else len(cells[0])
    for other in range(places):
        step = (other, at) if is_column else (at, other)
        gives = (is_column == (step[0] != sums)) == (cell[0] != sums)
        if step != cell and not (gives and cells[step[0]][step[1]] < smallest):
            yield step, (not is_column, other)


def _price(cells: list[list[int]], step: Cell) -> int:
    """What is lost by leaving a cell out: its count; sums are dearer than any cell."""
    return cells[step[0]][step[1]] + 1 + (step[0] == len(cells) - 1) * SUM_IS_DEARER


def _way_back(reached: Reached, goal: Node) -> set[Cell]:
    found: set[Cell] = set()
    node = goal
    while (came := reached[node]) is not None:
        step, node = came
        found.add(step)
    return found
