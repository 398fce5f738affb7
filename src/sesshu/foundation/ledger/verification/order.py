"""Which members of a sequence are out of order."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any


def out_of_order(keys: Sequence[Any]) -> list[int]:
    """The fewest indices whose removal leaves ``keys`` ascending (equal neighbors allowed)."""
    tails: list[Any] = []
    tail_index: list[int] = []
    before: list[int] = []
    for index, key in enumerate(keys):
        length = bisect_right(tails, key)
        before.append(tail_index[length - 1] if length else -1)
        tails[length : length + 1] = [key]
        tail_index[length : length + 1] = [index]
    kept = set()
    index = tail_index[-1] if tail_index else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return [index for index in range(len(keys)) if index not in kept]
