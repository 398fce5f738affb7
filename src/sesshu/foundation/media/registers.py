"""The registers of media and recipients: entered once, closed once, never rewritten (R8, R12, D10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.media.insertion import insert
from sesshu.foundation.media.situations import refusals_named
from sesshu.foundation.media.states import Erasure, MediumKind, RecipientKind
from sesshu.kernel.periods import Period

PURPOSE = "媒体管理簿の登録"
CLOSE_MEDIUM = """
UPDATE medium SET withdrawal_reason = %s, disposal_method = %s, disposal_proof = %s WHERE id = %s
"""
CLOSE = {
    "medium_carrier": "UPDATE medium_carrier SET withdrawal_reason = %s WHERE id = %s",
    "recipient": "UPDATE recipient SET withdrawal_reason = %s WHERE id = %s",
    "recipient_person": "UPDATE recipient_person SET withdrawal_reason = %s WHERE id = %s",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of a recipient: its work, its medium, its numbers, its period (P21–P25)."""

    name: str
    kind: RecipientKind
    work: str
    list_kinds: Sequence[str]
    medium_kind: MediumKind
    handlers_most: int
    residents_most: int
    contract: Period


def enter_medium(actor: Actor, number: str, kind: MediumKind, purpose: str) -> int:
    """Register a medium; its id. Raises NotTakenOut for a number that is taken."""
    with ledger.act(actor, "medium.registered", PURPOSE) as entry:
        values = {"number": number, "kind": str(kind), "purpose": purpose}
        medium = insert("medium", values)
        entry.detail(medium=medium)
    return medium


def name_carrier(actor: Actor, medium_id: int, account_id: int) -> int:
    """Let a named person of staff carry a medium. Raises NotTakenOut."""
    with ledger.act(actor, "medium.carrier_named", PURPOSE) as entry:
        entry.detail(medium=medium_id, account=account_id)
        return insert("medium_carrier", {"medium_id": medium_id, "account_id": account_id})


def close_medium(
    actor: Actor, medium_id: int, reason: str, method: Erasure | None, proof: str | None
) -> None:
    """End a medium: nothing on it that was not erased, made unrecoverable, proved. Raises NotTakenOut."""
    with ledger.act(actor, "medium.withdrawn", PURPOSE) as entry:
        entry.detail(medium=medium_id)
        values = [reason, method and str(method), proof, medium_id]
        with refusals_named(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(CLOSE_MEDIUM, values)


def enter_recipient(actor: Actor, declared: Declared) -> int:
    """Register a contractor or department; its id."""
    with ledger.act(actor, "recipient.registered", PURPOSE) as entry:
        recipient = insert(
            "recipient",
            {
                "name": declared.name,
                "kind": str(declared.kind),
                "work": declared.work,
                "list_kinds": list(declared.list_kinds),
                "medium_kind": str(declared.medium_kind),
                "handlers_most": declared.handlers_most,
                "residents_most": declared.residents_most,
                "contract_from": declared.contract.from_on,
                "contract_until": declared.contract.until_on,
            },
        )
        entry.detail(recipient=recipient)
    return recipient


def name_person(actor: Actor, recipient_id: int, name: str, role: str) -> int:
    """Enter a person in the roster of a recipient. Raises NotTakenOut above the declared number."""
    with ledger.act(actor, "recipient.person_named", PURPOSE) as entry:
        values = {"recipient_id": recipient_id, "name": name, "role": role}
        person = insert("recipient_person", values)
        entry.detail(recipient=recipient_id, person=person)
    return person


def close(actor: Actor, register: str, number: int, reason: str) -> None:
    """End an entry of ``medium_carrier``, ``recipient`` or ``recipient_person``. Raises NotTakenOut."""
    with ledger.act(actor, "register.closed", PURPOSE) as entry:
        entry.detail(register=register, number=number)
        with refusals_named(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(CLOSE[register], [reason, number])
