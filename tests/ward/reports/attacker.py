"""An attacker with a published table: linear programs over everything it shows, none of our own code."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.optimize import linprog

Cell = tuple[int, int]


def bounds(
    counts: Sequence[Sequence[int]],
    left_out: frozenset[Cell],
    *,
    total: bool,
    sum_line: bool,
) -> Iterator[tuple[Cell, float, float]]:
    """For each cell that is left out of what the table prints, the least and the most it can be."""
    lines, columns = len(counts), len(counts[0])
    known = _printed(counts, left_out, total=total, sum_line=sum_line)
    equations, right, printed = _sums(lines, columns, known, total=total, sum_line=sum_line)
    limits = [known.get(cell, None) for cell in printed]
    ranges = [(0, None) if at is None else (at, at) for at in limits]
    for place, cell in enumerate(printed):
        if cell in left_out:
            objective = np.zeros(len(printed))
            objective[place] = 1
            least = _solved(objective, equations, right, ranges)
            most = -_solved(-objective, equations, right, ranges)
            yield cell, least, most


def _printed(
    counts: Sequence[Sequence[int]], left_out: frozenset[Cell], *, total: bool, sum_line: bool
) -> dict[Cell, int]:
    """Every number a reader sees."""
    rows = [[*row, sum(row)] for row in counts]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    shown_lines, shown_columns = len(rows) - (not sum_line), len(rows[0]) - (not total)
    return {
        (line, column): rows[line][column]
        for line in range(shown_lines)
        for column in range(shown_columns)
        if (line, column) not in left_out
    }


def _sums(
    lines: int, columns: int, known: dict[Cell, int], *, total: bool, sum_line: bool
) -> tuple[np.ndarray, np.ndarray, list[Cell]]:  # type: ignore[type-arg]
    """That a line adds up to its sum and a column to its, as equations over all cells that exist."""
    cells = [(line, column) for line in range(lines + 1) for column in range(columns + 1)]
    at = {cell: place for place, cell in enumerate(cells)}
    equations = []
    for line in range(lines + 1):
        row = np.zeros(len(cells))
        row[[at[line, column] for column in range(columns)]] = 1
        row[at[line, columns]] = -1
        equations.append(row)
    for column in range(columns + 1):
        row = np.zeros(len(cells))
        row[[at[line, column] for line in range(lines)]] = 1
        row[at[lines, column]] = -1
        equations.append(row)
    return np.array(equations), np.zeros(len(equations)), cells


def _solved(
    objective: np.ndarray,  # type: ignore[type-arg]
    equations: np.ndarray,  # type: ignore[type-arg]
    right: np.ndarray,  # type: ignore[type-arg]
    ranges: list[tuple[float, float | None]],
) -> float:
    found = linprog(objective, A_eq=equations, b_eq=right, bounds=ranges, method="highs")
    if found.status == 3:  # unbounded
        return -np.inf
    assert found.status == 0, found.message
    return float(found.fun)
