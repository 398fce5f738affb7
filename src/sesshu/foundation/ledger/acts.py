"""Acts, population runs and refusals.

An act is written in the transaction of its own work, so that neither exists without the other; a refusal
outlives the rollback of what was refused (R4).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sesshu.foundation.acting import Actor, act_as
from sesshu.foundation.ledger.append import InsideTransaction, append, append_at_once
from sesshu.foundation.ledger.codes import NO_DETAILS, Code
from sesshu.foundation.ledger.event import (
    Event,
    NoPurpose,
    is_recorded,
    mark_recorded,
    reason_of,
)
from sesshu.foundation.ledger.kind import Kind

NO_PURPOSE_GIVEN = "none_given"


class NestedAct(Exception):
    """An act was begun inside the act of another actor."""


@dataclass(slots=True)
class OpenAct:
    """The transaction of an act, and what was refused in it so far."""

    actor: Actor
    refusals: list[tuple[Actor, Event]] = field(default_factory=list)


_open_acts: ContextVar[Mapping[str, OpenAct]] = ContextVar(
    "sesshu_open_acts", default=MappingProxyType({})
)


def act(
    actor: Actor, action: str, purpose: str, using: str = DEFAULT_DB_ALIAS
) -> AbstractContextManager[Event]:
    """One transaction for the work of the block and for the entry that tells of it.

    A `Refused`, or a refusal by PostgreSQL, rolls back and is then recorded by itself; any other error leaves
    nothing. An act inside an act of the same actor joins its transaction: all or nothing. Raises NestedAct
    inside that of another actor, InsideTransaction inside a plain transaction, NoPurpose, NotACode.
    """
    return _act(actor, Event(Kind.ACT, action, purpose), using)


def population_run(
    actor: Actor, action: str, purpose: str, using: str = "jobs"
) -> AbstractContextManager[Event]:
    """As `act`, for work over a population: one event whose subjects are the member list of the run."""
    return _act(actor, Event(Kind.RUN, action, purpose), using)


def refusal(
    actor: Actor,
    action: str,
    purpose: str,
    reason: str,
    subjects: Iterable[int] = (),
    details: Mapping[str, Code] = NO_DETAILS,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Record that something was refused, in a transaction of its own.

    Inside an act it is written as soon as that act has ended, however it ends. Raises NotACode, and
    InsideTransaction inside a plain transaction.
    """
    event = Event(Kind.REFUSAL, action, purpose, reason, [*subjects], {**details})
    opened = _open_acts.get().get(using)
    if opened is None:
        append_at_once(actor, event, using)
    else:
        opened.refusals.append((actor, event))


def refuse_without_purpose(actor: Actor, event: Event, using: str) -> None:
    """Raise NoPurpose for an event that names none, and record that."""
    if event.purpose.strip():
        return
    refusal(actor, event.action, NO_PURPOSE_GIVEN, NoPurpose.reason, event.subjects, using=using)
    error = NoPurpose(f"{event.action} names no purpose")
    mark_recorded(error)
    raise error


@contextmanager
def _act(actor: Actor, event: Event, using: str) -> Iterator[Event]:
    refuse_without_purpose(actor, event, using)
    with _transaction_of(actor, using) as opened:
        try:
            with transaction.atomic(using, savepoint=False):
                yield event
                append(event, using)
        except Exception as error:
            reason = reason_of(error)
            if reason is not None and not is_recorded(error):
                opened.refusals.append((actor, event.refused_for(reason)))
                mark_recorded(error)
            raise


@contextmanager
def _transaction_of(actor: Actor, using: str) -> Iterator[OpenAct]:
    """The open act of ``actor``, or a new transaction, after which its refusals are written."""
    around = _open_acts.get().get(using)
    if around is not None:
        if around.actor != actor:
            raise NestedAct(f"{actor.name} acts inside an act of {around.actor.name}")
        yield around
        return
    if connections[using].in_atomic_block:
        raise InsideTransaction("an act opens its own transaction: begin it outside")
    opened = OpenAct(actor)
    token = _open_acts.set({**_open_acts.get(), using: opened})
    try:
        with transaction.atomic(using):
            act_as(actor, using)
            yield opened
    finally:
        _open_acts.reset(token)
        for refused, event in opened.refusals:
            append_at_once(refused, event, using)
