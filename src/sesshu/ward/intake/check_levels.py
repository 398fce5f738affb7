"""How much each check weighs: read, and changed from a month on by two people (V070–V085, R5)."""

from dataclasses import dataclass
from datetime import date

import msgspec
from django.db import connection
from django.db.models import Q

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.ward.intake.codes import CHECKS_KIND, Level
from sesshu.ward.intake.models import IntakeCheck
from sesshu.ward.intake.situations import ChangesBehind, CheckNotChanged, CheckStays
from sesshu.wire.clinic_files.codes import Channel

PURPOSE = "取込みのチェックの変更"
_INSERT = "INSERT INTO intake_check (proposal_id, place) VALUES (%s, 0)"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """Another weight of a situation in files of a channel; `valid_from` is the first day of a month."""

    situation: str
    channel: Channel
    level: Level
    may_override: bool
    valid_from: date


@dataclass(frozen=True, slots=True)
class CheckLevel:
    """A check as it weighs on a day, and as it will later, where that is agreed already."""

    now: IntakeCheck
    later: IntakeCheck | None
    stays: bool


def levels_on(day: date) -> list[CheckLevel]:
    """Every check that weighs on a day, by check and situation."""
    found = IntakeCheck.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    rows = list(found.order_by("check_id", "situation", "channel", "valid_from"))
    later = {_key(row): row for row in rows if row.valid_from > day}
    stays = {_key(row) for row in rows if stays_as_it_is(row)}
    return [
        CheckLevel(row, later.get(_key(row)), _key(row) in stays)
        for row in rows
        if row.valid_from <= day
    ]


def stays_as_it_is(row: IntakeCheck) -> bool:
    """Whether a check is one of those a ward may not lower; PostgreSQL refuses the same."""
    return row.proposal_id is None and row.level == Level.ERROR and not row.may_override


def propose_level(actor: Actor, change: LevelChange, reason: str) -> Proposal:
    """Ask a second person to change a level."""
    said = {"rows": [msgspec.to_builtins(change)]}
    return second_person.propose(actor, CHECKS_KIND, said, [], reason, purpose=PURPOSE)


def approve(actor: Actor, proposal_id: int, shown_sha256: str) -> Proposal:
    """Confirm a change that was shown.

    Raises CheckStays, ChangesBehind, CheckNotChanged, and what `second_person.approve` raises.
    """
    return second_person.approve(actor, proposal_id, shown_sha256, PURPOSE)


@takes_effect(CHECKS_KIND)
def change_level(actor: Actor, proposal: Proposal) -> None:
    """Write the level of an approved text. Raises as `approve`."""
    situations = {
        "intake_check_stays": CheckStays,
        "intake_check_changes_ahead": ChangesBehind,
        "intake_check_is_known": CheckNotChanged,
    }
    with situations_by_constraint(situations), connection.cursor() as cursor:
        cursor.execute(_INSERT, [proposal.pk])


def change_in(proposal: Proposal) -> LevelChange:
    """The change that a proposal asks for."""
    [said] = proposal.payload["rows"]
    return msgspec.convert(said, LevelChange)


def _key(row: IntakeCheck) -> tuple[str, str]:
    return row.situation, row.channel
