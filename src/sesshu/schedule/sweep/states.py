"""How far people are in a course, as numbers: everybody with the same number is at the same places."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sesshu.schedule.progress import LEFT
from sesshu.schedule.sweep.days import Rows

UNREACHED = -2
"""No place is known in a regimen."""
SHIFT, ROOM = 2, 6
"""Places are packed as six bits each, from UNREACHED on."""


class State(NamedTuple):
    """What `progress.Progress` knows besides days: places reached by regimen, products, doses counted."""

    reached: tuple[int, ...]
    complete: bool
    products: frozenset[int]
    doses: int


class States:
    """The states of one course, each under a number; the first is that of nobody's dose."""

    def __init__(self, regimens: int) -> None:
        self.known: list[State] = []
        self._numbers: dict[State, int] = {}
        self.number(State((UNREACHED,) * regimens, complete=False, products=frozenset(), doses=0))

    def number(self, state: State) -> int:
        """The number of a state."""
        if state not in self._numbers:
            self._numbers[state] = len(self.known)
            self.known.append(state)
        return self._numbers[state]


class Reached:
    """The places of a group of people after a dose that counts, packed to be told apart."""

    def __init__(self, before: State, rows: int) -> None:
        self.before = before
        self.packed = np.zeros(rows, np.int64)
        self.complete = np.zeros(rows, np.bool_)

    def put(self, regimen: int, places: npt.NDArray[np.int64]) -> None:
        """Set the places reached in one regimen."""
        self.packed |= (places + SHIFT) << (ROOM * regimen)

    def numbers(self, states: States, product: int, chosen: Rows) -> Rows:
        """The number of each chosen row's new state."""
        key = (self.packed << 1 | self.complete)[chosen]
        if key.min() == key.max():
            return np.full(len(key), states.number(self._state(int(key[0]), product)))
        unique, at = np.unique(key, return_inverse=True)
        return np.array([states.number(self._state(int(k), product)) for k in unique])[at]

    def _state(self, key: int, product: int) -> State:
        packed, complete = key >> 1, bool(key & 1)
        mask = (1 << ROOM) - 1
        reached = tuple(
            (packed >> (ROOM * at) & mask) - SHIFT for at in range(len(self.before.reached))
        )
        products = self.before.products | ({product} if product >= 0 else set())
        return State(reached, complete, products, self.before.doses + 1)


def left(state: State, regimen: int) -> bool:
    """Whether somebody can no longer go through a regimen."""
    return state.reached[regimen] == LEFT
