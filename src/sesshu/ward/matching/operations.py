"""Merge two 宛名 of one person, and undo it: one asks, another decides; nothing is moved (R5, ADR 53)."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from sesshu.foundation import ledger, runs, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.runs import Started
from sesshu.foundation.second_person import Proposal, State, takes_effect
from sesshu.ward.matching.models import MergedResident
from sesshu.ward.matching.situations import (
    AskedAlready,
    BirthDatesDiffer,
    MergedAlready,
    NoReasonToMerge,
    NotInForce,
    NotMerged,
    SameNumber,
)
from sesshu.ward.records.subject import subject_of

MERGE_KIND, UNDO_KIND = "ward.resident_merge", "ward.resident_merge_undo"
KINDS = (MERGE_KIND, UNDO_KIND)
DUPLICATES = "matching.duplicates"
PURPOSE = "宛名の名寄せ"

MERGE = "INSERT INTO resident_merge (proposal_id) VALUES (%s)"
UNDO = "INSERT INTO merge_undone (proposal_id) VALUES (%s)"
APART = """
INSERT INTO pair_apart (first_id, second_id, reason) VALUES (%s, %s, %s)
ON CONFLICT (first_id, second_id) DO NOTHING
"""
SITUATIONS: dict[str, type[NotMerged]] = {
    "merge_is_of_two": SameNumber,
    "merge_is_of_two_apart": MergedAlready,
    "merged_resident_pkey": MergedAlready,
    "merge_has_one_birth_date": BirthDatesDiffer,
    "merge_undone_merge_id_key": NotInForce,
}


def propose_merge(actor: Actor, kept: int, merged: int, reason: str) -> Proposal:
    """Ask a second person to take two 宛名 for one person's, under the one that is kept.

    Raises SameNumber, BirthDatesDiffer, MergedAlready, AskedAlready, NoReasonToMerge, NoSuchResident.
    """
    with ledger.act(actor, "merge.asked", PURPOSE) as event:
        event.about(kept, merged)
        _refuse(kept, merged)
        payload = {"kept": kept, "merged": merged}
        return _propose(actor, MERGE_KIND, payload, (kept, merged), reason)


def propose_undo(actor: Actor, merge_id: int, reason: str) -> Proposal:
    """Ask a second person to part two 宛名 again. Raises NotInForce, AskedAlready, NoReasonToMerge."""
    with ledger.act(actor, "merge.undo_asked", PURPOSE) as event:
        event.detail(merge=merge_id)
        holds = MergedResident.objects.filter(merge_id=merge_id).first()
        if holds is None:
            raise NotInForce
        both = (holds.kept_id, holds.merged_id)
        event.about(*both)
        return _propose(actor, UNDO_KIND, {"merge": merge_id}, both, reason)


def find_duplicates(actor: Actor, on: date) -> Started:
    """Start the run that looks for people who stand in the register twice; once a day is enough."""
    return runs.start(actor, DUPLICATES, params={"on": on.isoformat()})


def keep_apart(actor: Actor, one: int, other: int, reason: str) -> None:
    """Keep that two 宛名 are two people's: the list of likely pairs shows them no more. Once is enough."""
    with ledger.act(actor, "merge.kept_apart", PURPOSE) as event:
        event.about(one, other)
        first, second = sorted((one, other))
        _write(APART, [first, second, _stated(reason)])


@takes_effect(MERGE_KIND)
def _merge(actor: Actor, proposal: Proposal) -> None:
    """Raises MergedAlready, BirthDatesDiffer."""
    _write(MERGE, [proposal.pk])


@takes_effect(UNDO_KIND)
def _undo(actor: Actor, proposal: Proposal) -> None:
    """Raises NotInForce."""
    _write(UNDO, [proposal.pk])


def _propose(
    actor: Actor, kind: str, payload: dict[str, int], both: tuple[int, int], reason: str
) -> Proposal:
    asked = Proposal.objects.filter(state=State.OPEN, kind=kind, subjects__contains=both)
    if asked.exists():
        raise AskedAlready
    return second_person.propose(actor, kind, payload, both, _stated(reason), purpose=PURPOSE)


def _refuse(kept: int, merged: int) -> None:
    if kept == merged:
        raise SameNumber
    if subject_of(kept).born_on != subject_of(merged).born_on:
        raise BirthDatesDiffer
    held = MergedResident.objects.filter(merged_id__in=(kept, merged))
    if (held | MergedResident.objects.filter(kept_id=merged)).exists():
        raise MergedAlready


def _stated(reason: str) -> str:
    if not reason.strip():
        raise NoReasonToMerge
    return reason.strip()


def _write(statement: str, values: Sequence[int | str]) -> None:
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(statement, values)
