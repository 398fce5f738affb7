"""Asking for a file: what is in it, what for, to whom, on what; somebody else decides (R8, R19)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.media.insertion import insert
from sesshu.foundation.media.lists import list_of
from sesshu.foundation.media.situations import refusals_named
from sesshu.foundation.media.states import FileFormat
from sesshu.foundation.second_person import Content, Proposal, takes_effect

KIND = "file.take_out"
PURPOSE = "データの持ち出し"
OPEN_FOR = timedelta(days=7)
STILL_ALLOWED = """
SELECT refuse_take_out(recipient_id, medium_id, list_kind, residents, due_on) FROM take_out
WHERE proposal_id = %s
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file somebody asks for. ``due_on``: the last day on which it may exist outside."""

    list_kind: str
    conditions: Mapping[str, str]
    file_format: FileFormat
    purpose: str
    legal_basis: str
    recipient_id: int
    medium_id: int
    due_on: date


def ask(actor: Actor, wanted: Wanted, at: datetime) -> int:
    """Ask a second person for a file; the number of the take-out.

    Raises NotTakenOut outside the recipient's work, medium, number or period; UnknownList.
    """
    with ledger.act(actor, "take_out.asked", PURPOSE) as entry:
        entry.detail(list=wanted.list_kind, recipient=wanted.recipient_id, medium=wanted.medium_id)
        proposal = second_person.propose(
            actor, KIND, _payload(wanted), [], wanted.purpose, at + OPEN_FOR, PURPOSE
        )
        take_out = insert("take_out", {"proposal_id": proposal.pk})
        entry.detail(take_out=take_out)
    return take_out


def how_many(list_kind: str, conditions: Mapping[str, str]) -> int:
    """The number of residents in a list as it is now."""
    rows = list_of(list_kind).rows(conditions)
    return len({row.resident_id for row in rows if row.resident_id is not None})


@takes_effect(KIND)
def _approved(actor: Actor, proposal: Proposal) -> None:
    """Approval makes no file: who asked does. What was declared of the recipient has to hold still."""
    with refusals_named(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(STILL_ALLOWED, [proposal.pk])


def _payload(wanted: Wanted) -> dict[str, Content]:
    return {
        "list": wanted.list_kind,
        "conditions": dict(wanted.conditions),
        "columns": [column.label for column in list_of(wanted.list_kind).columns],
        "residents": how_many(wanted.list_kind, wanted.conditions),
        "format": str(wanted.file_format),
        "purpose": wanted.purpose,
        "legal_basis": wanted.legal_basis,
        "recipient": wanted.recipient_id,
        "medium": wanted.medium_id,
        "due_on": wanted.due_on.isoformat(),
    }
