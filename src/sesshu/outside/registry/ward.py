"""Which fictional ward is meant; everything about it follows from these few facts."""

from dataclasses import dataclass
from datetime import date

import numpy as np

BLOCK_RESIDENTS = 2_500
DAYS_BEFORE_A_HOUSEHOLD_CHANGES_AGAIN = 732


@dataclass(frozen=True, slots=True)
class Ward:
    """A fictional ward: `residents` people live there on the day `on`; the same facts, the same people."""

    code: str
    residents: int
    seed: int
    on: date

    @property
    def blocks(self) -> tuple[int, ...]:
        """How many residents live in each block; a block can be generated without the others."""
        count = max(1, round(self.residents / BLOCK_RESIDENTS))
        each, rest = divmod(self.residents, count)
        return tuple(each + (at < rest) for at in range(count))

    def chance(self, *what: int) -> np.random.Generator:
        """Random numbers that belong to one block or day of this ward and to nothing else."""
        return np.random.default_rng([self.seed, int(self.code), *what])


def days_since_epoch(day: date) -> int:
    """The day as NumPy counts it: days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()
