"""How an entry gets into its table: with the transaction that is open, or by itself at once."""

from typing import Any

from django.db import connections

from sesshu.foundation.acting import SET_ACTOR, Actor
from sesshu.foundation.arrays import array_of
from sesshu.foundation.ledger.event import Event

INSERT = "INSERT INTO ledger_entry (kind, action, purpose, reason, subjects, details)"
Parameter = str | None | list[Any]
VALUES = "SELECT %s, %s, %s, %s, %s::bigint[], %s::jsonb"
VALUES_FOR_EACH = "SELECT %s, %s, %s, %s, ARRAY[subject], %s::jsonb"
# Naming the actor in the statement itself makes it one way to the server instead of four. No setting is
# null, so this condition holds, and PostgreSQL has to work it out before it writes the row.
ACTOR_IS_NAMED = " AND ".join(f"{setting} IS NOT NULL" for setting in SET_ACTOR)


class InsideTransaction(Exception):
    """An event that has to be committed by itself was to be written inside a transaction."""


def append(event: Event, using: str) -> None:
    """Write ``event`` into the open transaction, whose actor is named. Raises NotACode."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"{INSERT} {VALUES}",
            [*_head(event), array_of(event.subjects), event.details_json()],
        )


def append_at_once(actor: Actor, event: Event, using: str) -> None:
    """Write ``event`` and commit it. Raises InsideTransaction, NotACode."""
    _commit(
        f"{INSERT} {VALUES} WHERE {ACTOR_IS_NAMED}",
        [*_head(event), array_of(event.subjects), event.details_json(), *actor.settings()],
        using,
    )


def append_each_at_once(actor: Actor, event: Event, using: str) -> None:
    """Write ``event`` once for each of its subjects and commit. Raises InsideTransaction, NotACode."""
    _commit(
        f"{INSERT} {VALUES_FOR_EACH} FROM unnest(%s::bigint[]) AS subject WHERE {ACTOR_IS_NAMED}",
        [*_head(event), event.details_json(), array_of(event.subjects), *actor.settings()],
        using,
    )


def _head(event: Event) -> list[Parameter]:
    return [event.kind.value, event.action, event.purpose, event.reason]


def _commit(statement: str, parameters: list[Parameter], using: str) -> None:
    connection = connections[using]
    if connection.in_atomic_block:
        raise InsideTransaction(
            "a look or a refusal is committed by itself: record it before or after the transaction"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
