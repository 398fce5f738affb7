"""The long proofs. `make prove` runs them at full size; `make test` runs the same code small."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """What a proof tried and what it found; ``held`` is False when one single try failed."""

    held: bool
    tries: int
    facts: dict[str, Any]


Proof = Callable[[int], Finding]
