"""Who reads everything that was published and computes: linear programs over people, none of our own code.

A person has a town, a school year and a standing. Each published number is a sum of such people.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from scipy.optimize import linprog

from sesshu.ward.reports.sheets import Sheet, SheetRow

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]


class Reader:
    """Of one table of several published cuts or versions: what is known of the cells that are left out."""

    def __init__(
        self, cuts: Sequence[Sequence[str]], standings: Sequence[str], versions: int = 1
    ) -> None:
        """``cuts``: the lines that people can belong to, by each cut; each with every standing."""
        people = list(product(*cuts, standings, range(versions)))
        self.cuts, self.standings, self.people = cuts, standings, people
        self.equations: list[Vector] = []
        self.right: list[float] = []

    def read(self, cut: int, sheet: Sheet, version: int = 0) -> None:
        """Learn every number that a sheet shows."""
        for row in sheet.rows:
            for column, count in enumerate((*row.counts, row.total)):
                if count is not None:
                    self.equations.append(self._whom(cut, row, column, version))
                    self.right.append(count)

    def assume_unchanged(self, cut: int, sheet: Sheet) -> None:
        """Take for granted that what a sheet left out was the same in both versions."""
        for row, column in _left_out(sheet):
            first, second = (self._whom(cut, row, column, version) for version in (0, 1))
            self.equations.append(first - second)
            self.right.append(0)

    def knows(self, cut: int, sheet: Sheet, version: int = 0) -> Iterator[tuple[str, int, float]]:
        """Every cell that a sheet leaves out, and how far apart the least and the most of it are."""
        for row, column in _left_out(sheet):
            whom = self._whom(cut, row, column, version)
            yield row.title, column, -self._least(-whom) - self._least(whom)

    def _whom(self, cut: int, row: SheetRow, column: int, version: int) -> Vector:
        lines = set(row.codes) & set(self.cuts[cut]) or set(self.cuts[cut])
        standings = self.standings[column : column + 1] or self.standings
        return np.array(
            [
                float(one[cut] in lines and one[-2] in standings and one[-1] == version)
                for one in self.people
            ]
        )

    def _least(self, whom: Vector) -> float:
        known = np.array(self.equations).reshape(-1, len(self.people))  # perhaps nothing is shown
        found = linprog(whom, A_eq=known, b_eq=self.right, method="highs")
        if found.status == 3:  # unbounded
            return float("-inf")
        assert found.status == 0, found.message
        return float(found.fun)


def _left_out(sheet: Sheet) -> list[tuple[SheetRow, int]]:
    return [(row, column) for row in sheet.rows for column in row.left_out]
