"""Who works which paper: one function per system, kind and version."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sesshu.foundation.post.paper import Paper, Received
from sesshu.foundation.work_modules import load_work

PaperType = TypeVar("PaperType", bound=Paper)
Work = Callable[[PaperType, Received], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Taker:
    """The type a body is read as, and the function that works it."""

    paper_type: type[Any]
    work: Callable[[Any, Received], Iterable[int]]


_takers: dict[tuple[str, str, int], Taker] = {}


def takes(system: str, paper_type: type[PaperType]) -> Callable[[Work[PaperType]], Work[PaperType]]:
    """Register the function that works papers of this type in ``system``.

    It is called in one transaction on ``jobs`` and returns the ids of the persons it dealt with, for the
    ledger. It raises `CannotWork` with words for the operator when the paper cannot be worked.
    """

    def register(work: Work[PaperType]) -> Work[PaperType]:
        key = (system, paper_type.KIND, paper_type.VERSION)
        if key in _takers:
            raise ValueError(f"two functions work {key}")
        _takers[key] = Taker(paper_type, work)
        return work

    return register


def taker_of(system: str, kind: str, version: int) -> Taker | None:
    """Who works papers of this kind and version in ``system``; None when nobody does."""
    load_work()
    return _takers.get((system, kind, version))
