"""What an approved proposal does: one function per kind, called inside the approving transaction."""

from collections.abc import Callable

from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person.models import Proposal

Effect = Callable[[Actor, Proposal], None]

_effects: dict[str, Effect] = {}


class NoEffect(Exception):
    """A proposal of a kind that nothing would come of."""


def takes_effect(kind: str) -> Callable[[Effect], Effect]:
    """Register the function that an approved proposal of ``kind`` calls.

    It gets the second person and the proposal, works in the approving transaction (database alias of the
    caller), and undoes the approval by raising.
    """

    def register(effect: Effect) -> Effect:
        if _effects.setdefault(kind, effect) is not effect:
            raise ValueError(f"proposals of kind {kind!r} take effect elsewhere already")
        return effect

    return register


def effect_of(kind: str) -> Effect:
    """The function registered for ``kind``. Raises NoEffect."""
    try:
        return _effects[kind]
    except KeyError:
        raise NoEffect(f"no function takes effect for proposals of kind {kind!r}") from None
