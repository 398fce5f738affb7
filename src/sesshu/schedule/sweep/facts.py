"""Facts of people by kind: how many each person has, and the days of each."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sesshu.schedule.sweep.days import Days, Mask, Rows
from sesshu.schedule.sweep.population import FactColumns


class OfKind(NamedTuple):
    """Facts of one kind, those of a person side by side in the order they were given."""

    rows: Rows
    begins: Rows
    """Where those of each person begin in `rows`."""
    many: npt.NDArray[np.int32]
    """How many each person has; the last is for nobody."""


class Facts:
    """Facts as they are asked for."""

    def __init__(self, columns: FactColumns, people: int) -> None:
        self.columns = columns
        self.people = people
        self.present = frozenset(np.unique(columns.kind).tolist())
        self.of_kind = lru_cache(maxsize=None)(self._of_kind)

    def _of_kind(self, kind: int) -> OfKind:
        rows = np.flatnonzero(self.columns.kind == kind)
        rows = rows[np.argsort(self.columns.person[rows], kind="stable")]
        many = np.bincount(self.columns.person[rows], minlength=self.people + 1)
        return OfKind(rows, np.cumsum(many) - many, many.astype(np.int32))

    def count(self, kind: int, person: Rows) -> npt.NDArray[np.int32]:
        """How many of a kind each person has; none for nobody in particular (-1)."""
        if kind not in self.present:
            return np.zeros(len(person), np.int32)
        return self.of_kind(kind).many[person]

    def days(self, kind: int, number: int, person: Rows) -> tuple[Days, Days]:
        """First and last day of each person's fact of a kind, by its number from 0."""
        of_kind = self.of_kind(kind)
        rows = of_kind.rows[of_kind.begins[person] + number]
        return self.columns.from_on[rows], self.columns.until_on[rows]

    def people_with(self, kinds: frozenset[int]) -> Mask:
        """Who has a fact of one of these kinds."""
        found = np.zeros(self.people, np.bool_)
        wanted = np.isin(self.columns.kind, list(kinds & self.present))
        found[self.columns.person[wanted]] = True
        return found
