"""Who acts: said to PostgreSQL once per transaction, so that its triggers, not our code, write who did it."""

from dataclasses import dataclass
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections

SET_ACTOR = (
    "set_config('sesshu.actor', %s, true)",
    "set_config('sesshu.actor_name', %s, true)",
    "set_config('sesshu.actor_terminal', %s, true)",
)


class OutsideTransaction(Exception):
    """The acting account was to be set where no transaction would end it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person of the ward by the id of the account, or a part of the system, which has none.

    ``name`` is what the ledger shows even after the account is gone; ``terminal`` is where the person sits.
    """

    account_id: int | None
    name: str
    terminal: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an actor has a name")

    @classmethod
    def system(cls, name: str) -> Self:
        """A part of the system that acts by itself, such as ``registry.import``."""
        return cls(None, name)

    def settings(self) -> list[str]:
        """The values of the three settings of `SET_ACTOR`; what is not known is empty."""
        account = "" if self.account_id is None else str(self.account_id)
        return [account, self.name, self.terminal or ""]


def act_as(actor: Actor, using: str = DEFAULT_DB_ALIAS) -> None:
    """Name the actor of the transaction that is open on ``using``; forgotten when it ends.

    Raises OutsideTransaction: without one, the next statement would not know the actor any more.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"no transaction is open on {using!r}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(SET_ACTOR), actor.settings())
