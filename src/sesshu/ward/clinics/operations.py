"""Enter and change clinics and lots: one person asks, another approves exactly that text (R5)."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import DEFAULT_DB_ALIAS, connection

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.situations import ContractsOverlap, NothingToChange

PURPOSE = "医療機関とLotの管理"
CLINICS, LOTS = "ward.clinics", "ward.lots"
KINDS = (CLINICS, LOTS)
ROWS = "rows"
_INSERT = "INSERT INTO {table} (proposal_id, place) SELECT %s, generate_series(0, %s)"


def propose_clinics(
    actor: Actor, entries: Sequence[ClinicEntry], reason: str, using: str = DEFAULT_DB_ALIAS
) -> Proposal:
    """Ask a second person to enter these clinics; a contract that runs ends where the new one begins.

    Raises NothingToChange.
    """
    return _propose(actor, CLINICS, entries, reason, using)


def propose_lots(
    actor: Actor, entries: Sequence[LotEntry], reason: str, using: str = DEFAULT_DB_ALIAS
) -> Proposal:
    """Ask a second person to enter these lots; of a lot that is known, the newest row holds.

    Raises NothingToChange.
    """
    return _propose(actor, LOTS, entries, reason, using)


def approve(actor: Actor, proposal_id: int, shown_sha256: str) -> Proposal:
    """Confirm a text that was shown. Raises ContractsOverlap and what `second_person.approve` raises."""
    return second_person.approve(actor, proposal_id, shown_sha256, PURPOSE)


@takes_effect(CLINICS)
def enter_clinics(actor: Actor, proposal: Proposal) -> None:
    """Write the clinics of an approved text. Raises ContractsOverlap."""
    with situations_by_constraint({"clinic_has_one_contract_a_day": ContractsOverlap}):
        _write("clinic", proposal)


@takes_effect(LOTS)
def enter_lots(actor: Actor, proposal: Proposal) -> None:
    """Write the lots of an approved text."""
    _write("lot", proposal)


def clinics_in(proposal: Proposal) -> list[ClinicEntry]:
    """The clinics that a proposal asks for."""
    return msgspec.convert(proposal.payload[ROWS], list[ClinicEntry])


def lots_in(proposal: Proposal) -> list[LotEntry]:
    """The lots that a proposal asks for."""
    return msgspec.convert(proposal.payload[ROWS], list[LotEntry])


def _propose(
    actor: Actor,
    kind: str,
    entries: Sequence[ClinicEntry] | Sequence[LotEntry],
    reason: str,
    using: str,
) -> Proposal:
    if not entries:
        raise NothingToChange
    said: dict[str, Any] = {ROWS: msgspec.to_builtins(list(entries))}
    return second_person.propose(actor, kind, said, [], reason, purpose=PURPOSE, using=using)


def _write(table: str, proposal: Proposal) -> None:
    with connection.cursor() as cursor:
        last = len(proposal.payload[ROWS]) - 1
        cursor.execute(_INSERT.format(table=table), [proposal.pk, last])
