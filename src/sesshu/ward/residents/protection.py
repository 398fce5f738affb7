"""支援措置 by hand: it begins at once by one person and ends only by two (number-linkage §5.5 D1, D9).

What is entered here is read by the zone ``guarded`` alone. No file undoes it: a file only ever adds marks.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connections
from django.db.models import QuerySet

from sesshu.foundation import ledger, runs, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger import Refused
from sesshu.foundation.second_person import Proposal, State, takes_effect
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.residents.guarded import GUARDED
from sesshu.ward.residents.models import GuardedProtection
from sesshu.ward.residents.states import household_of, resident_of
from sesshu.wire.residents.codes import Protection

END_KIND = "ward.protection_end"
END_JOB = "residents.end_protection"
PURPOSE = "支援措置の登録と終了"
TOLD_BEFORE_END = timedelta(days=30)

_ENTER = """
INSERT INTO guarded_protection
    (resident_id, is_in_force, kind, protected_from, protected_until, scope, entered_by, entered_at)
VALUES (%s, true, %s, %s, %s, %s, acting_account(), clock_timestamp())
"""
_TO_CONFIRM = """
SELECT resident_id, protected_until FROM (
    SELECT DISTINCT ON (resident_id) resident_id, is_in_force, protected_until
    FROM guarded_protection ORDER BY resident_id, entered_at DESC, id DESC
) newest
WHERE is_in_force AND protected_until <= %s ORDER BY protected_until, resident_id
"""


class EndNotAsked(Refused):
    """The end of a protection is not asked for; subclasses say why. The message is for the clerk."""

    message = "支援措置の終了は申請できません。"

    def __init__(self) -> None:
        super().__init__(self.message)


class NotProtected(EndNotAsked):
    """There is nothing to end."""

    reason = "not_protected"
    message = "この方に、いま支援措置はありません。"


class EndAskedBefore(EndNotAsked):
    """Somebody asked before, and nobody has decided yet."""

    reason = "end_asked_before"
    message = "終了はすでに申請されています。ほかの支援措置担当の確認を待ってください。"


@dataclass(frozen=True, slots=True)
class ProtectionPeriod:
    """From whom somebody is protected, and how long; the last day is a day to confirm, not an end."""

    kind: Protection
    from_on: date
    until_on: date
    scope: str = ""


@dataclass(frozen=True, slots=True)
class EndToConfirm:
    """A protection whose period is over or nearly so; it goes on until two people end it."""

    resident_id: int
    until_on: date


@dataclass(frozen=True, slots=True)
class ProtectionEntry:
    """What was entered about the protection of one person: a beginning, a longer period, or its end."""

    is_in_force: bool
    kind: Protection | None
    from_on: date | None
    until_on: date | None
    scope: str
    by_hand: bool
    entered_at: datetime


def begin(actor: Actor, resident_id: int, period: ProtectionPeriod, on: date) -> None:
    """Protect somebody and everybody registered in the household on that day. Raises NoSuchResident."""
    with ledger.act(actor, "protection.begun", PURPOSE, GUARDED) as entry:
        members = household_of(resident_id, on, using=GUARDED)
        together = dict.fromkeys([resident_id, *(member.id for member in members)])
        entry.about(*together)
        with connections[GUARDED].cursor() as cursor:
            for each in together:
                cursor.execute("SELECT shelter_resident(%s)", [each])
            told = [period.kind.value, period.from_on, period.until_on, period.scope or None]
            cursor.execute(_ENTER, [resident_id, *told])


def propose_end(actor: Actor, resident_id: int, reason: str, on: date) -> Proposal:
    """Ask a second person to end the protection of somebody, under every 宛名, and of the household.

    Raises NoSuchResident, NotProtected, EndAskedBefore.
    """
    if not resident_of(resident_id, on).is_guarded:
        raise NotProtected
    if _open_ends().filter(subjects__contains=[resident_id]).exists():
        raise EndAskedBefore
    members = (resident_of(each.id, on) for each in household_of(resident_id, on))
    guarded = [member.id for member in members if member.is_guarded]
    numbers = numbers_of([resident_id, *guarded]).values()
    together = sorted({number for own in numbers for number in own})
    payload = {"residents": together}
    return second_person.propose(actor, END_KIND, payload, together, reason, purpose=PURPOSE)


@takes_effect(END_KIND)
def _ended(actor: Actor, proposal: Proposal) -> None:
    """A run of the zone ``jobs`` brings the contacts back: no serving zone may."""
    runs.start(actor, END_JOB, params={"proposal": proposal.pk})


def entries_of(resident_id: int) -> tuple[ProtectionEntry, ...]:
    """Everything that was entered about one person's own protection, the newest first."""
    found = GuardedProtection.objects.using(GUARDED).filter(resident_id=resident_id)
    return tuple(_entry(row) for row in found.order_by("-entered_at", "-id"))


def to_confirm(on: date) -> tuple[EndToConfirm, ...]:
    """Whose period ends within 30 days or is over: somebody has to ask whether it goes on."""
    with connections[GUARDED].cursor() as cursor:
        cursor.execute(_TO_CONFIRM, [on + TOLD_BEFORE_END])
        return tuple(EndToConfirm(*row) for row in cursor.fetchall())


def _open_ends() -> QuerySet[Proposal]:
    return Proposal.objects.filter(kind=END_KIND, state=State.OPEN)


def _entry(row: GuardedProtection) -> ProtectionEntry:
    return ProtectionEntry(
        is_in_force=row.is_in_force,
        kind=Protection(row.kind) if row.kind else None,
        from_on=row.protected_from,
        until_on=row.protected_until,
        scope=row.scope or "",
        by_hand=row.entered_by is not None,
        entered_at=row.entered_at,
    )
