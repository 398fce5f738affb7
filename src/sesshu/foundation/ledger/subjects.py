"""Who an auditor asks about: by the number of the record, or by a number only another room can read."""

from collections.abc import Callable

# The ward hands in its 宛名番号 -> id; the foundation knows no resident.
Resolver = Callable[[str], int | None]

_resolvers: list[Resolver] = []


def finds_subjects(resolver: Resolver) -> Resolver:
    """Register the function that finds a resident's id by 宛名番号, None when there is none.

    It is called for auditors: it reads as zone ``audit`` and records nothing.
    """
    _resolvers[:] = [resolver]
    return resolver


def find_subject(number: str) -> int | None:
    """The id behind a number; None when nobody has it, or nobody here could tell."""
    return _resolvers[0](number) if _resolvers else None
