"""What a published table leaves out, so that no small count is shown or can be computed back (R15, V116).

A count from 1 up to one less than `smallest` is small. Leaving out small counts alone is not enough: a sum
that is shown gives them away. So more is left out until each cell that is not shown could be at least
`smallest` more or less, for all that is shown (counts are never below nought).

- Without sums of columns each line stands alone: its smallest other counts are left out until what is hidden
  adds up to `smallest`; a line that is small as a whole is left out whole.
- With sums of lines and of columns, no sum is ever hidden. A small cell is hidden on a ring of cells: along
  it counts can be moved by `smallest` without any sum changing. Where a sum is small, or a cell lies on no
  such ring, nothing but the line of sums may be shown. So two tables that tell the same people by two
  independent cuts (town and school year) show the same sums, and neither tells more of the other (ADR 90).

`before` are cells that an earlier published table left out: they stay hidden, so that the two together tell
no more than each.
"""

from collections.abc import Collection, Iterator, Sequence
from heapq import heappop, heappush

Cell = tuple[int, int]
"""Line and column; one past the last names the sums."""
Counts = Sequence[Sequence[int]]


def hidden(
    counts: Counts,
    smallest: int,
    *,
    total: bool,
    sum_line: bool,
    before: Collection[Cell] = frozenset(),
) -> frozenset[Cell] | None:
    """The cells that a published table leaves out; None where only its line of sums may be shown."""
    if not counts:
        return frozenset()
    if sum_line and total:
        return _on_rings(counts, smallest, before)
    if sum_line:
        turned = hidden(
            list(zip(*counts, strict=True)),
            smallest,
            total=True,
            sum_line=False,
            before=_turned(before),
        )
        return turned and frozenset(_turned(turned))
    found = _line_by_line(counts, smallest, before) if total else _small_cells(counts, smallest)
    return frozenset(found) | frozenset(before)


def _turned(cells: Collection[Cell]) -> set[Cell]:
    return {(line, column) for column, line in cells}


def _small(count: int, smallest: int) -> bool:
    return 0 < count < smallest


def _small_cells(counts: Counts, smallest: int) -> Iterator[Cell]:
    for line, row in enumerate(counts):
        yield from ((line, at) for at, count in enumerate(row) if _small(count, smallest))


def _line_by_line(counts: Counts, smallest: int, before: Collection[Cell]) -> Iterator[Cell]:
    for line, row in enumerate(counts):
        if _small(sum(row), smallest):
            yield from ((line, at) for at in range(len(row) + 1))
        else:
            kept = {at for hidden_line, at in before if hidden_line == line and at < len(row)}
            yield from ((line, at) for at in _of_line(row, smallest, kept))


def _of_line(row: Sequence[int], smallest: int, before: set[int]) -> set[int]:
    """What is hidden of a line whose sum is shown: what is hidden adds up to `smallest` or more."""
    found = before | {at for at, count in enumerate(row) if _small(count, smallest)}
    if not found:
        return found
    for at in sorted(range(len(row)), key=lambda at: (row[at] == 0, row[at])):
        if len(found) > 1 and sum(row[one] for one in found) >= smallest:
            break
        found.add(at)
    return found


def _on_rings(counts: Counts, smallest: int, before: Collection[Cell]) -> frozenset[Cell] | None:
    """Small cells and the rings they lie on; None where a sum is small or a cell lies on no ring."""
    sums = [*(sum(row) for row in counts), *(sum(column) for column in zip(*counts, strict=True))]
    if any(_small(one, smallest) for one in sums):
        return None
    small = [*before, *_small_cells(counts, smallest)]
    found = set(small)
    for cell in small:
        ring = _ring(counts, cell, found, smallest)
        if ring is None:
            return None
        found |= ring
    return frozenset(found)


Node = tuple[bool, int]
"""A line (False) or a column (True) of the table."""
Reached = dict[Node, tuple[Cell, Node] | None]


def _ring(counts: Counts, cell: Cell, found: set[Cell], smallest: int) -> set[Cell] | None:
    """The cheapest cells along which `smallest` more in one cell is balanced in every line and column.

    The way leads from the cell's column back to its line, by a cell of the column, then one of the line it is
    in, and so on; by turns they give and take.
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
        for step, following in _steps(counts, node, cell, smallest):
            price = 0 if step in found else counts[step[0]][step[1]] + 1
            heappush(waiting, (cost + price, following, (step, node)))
    return None


def _steps(counts: Counts, node: Node, cell: Cell, smallest: int) -> Iterator[tuple[Cell, Node]]:
    """The cells by which the way can go on: of a column those that hold enough to give, of a line all."""
    is_column, at = node
    for other in range(len(counts) if is_column else len(counts[0])):
        step = (other, at) if is_column else (at, other)
        if step != cell and not (is_column and counts[step[0]][step[1]] < smallest):
            yield step, (not is_column, other)


def _way_back(reached: Reached, goal: Node) -> set[Cell]:
    found: set[Cell] = set()
    node = goal
    while (came := reached[node]) is not None:
        step, node = came
        found.add(step)
    return found
