"""Looks: reading a person is an event, committed before the answer leaves (R4, house.md §6)."""

from collections.abc import Iterable, Mapping

from django.db import DEFAULT_DB_ALIAS

from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger.acts import refuse_without_purpose
from sesshu.foundation.ledger.append import append_at_once, append_each_at_once
from sesshu.foundation.ledger.codes import NO_DETAILS, Code
from sesshu.foundation.ledger.event import Event
from sesshu.foundation.ledger.kind import Kind


def look(
    actor: Actor,
    action: str,
    purpose: str,
    subjects: Iterable[int] = (),
    details: Mapping[str, Code] = NO_DETAILS,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Record that ``actor`` is about to see these residents; committed when this returns.

    A list that is shown as one, such as the result of a search, is one look with all its ids. Raises
    InsideTransaction, NoPurpose, NotACode.
    """
    event = Event(Kind.LOOK, action, purpose, None, [*subjects], {**details})
    refuse_without_purpose(actor, event, using)
    append_at_once(actor, event, using)


def look_each(
    actor: Actor,
    action: str,
    purpose: str,
    subjects: Iterable[int],
    details: Mapping[str, Code] = NO_DETAILS,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """As `look`, with one event per resident: for what leaves the office, a print or an export."""
    event = Event(Kind.LOOK, action, purpose, None, [*subjects], {**details})
    refuse_without_purpose(actor, event, using)
    append_each_at_once(actor, event, using)
