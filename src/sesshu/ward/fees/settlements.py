"""Settling a clinic's month: doses excluded, the month fixed by two people (V100–V103, R5)."""

from collections.abc import Mapping
from datetime import date

import msgspec
from django.db import connection

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Content, Proposal, State, takes_effect
from sesshu.schedule.types import Rulebook
from sesshu.ward.fees import counting, paying_doses
from sesshu.ward.fees.claims import claim_of
from sesshu.ward.fees.codes import SETTLE_PURPOSE, SETTLEMENT, Treatment
from sesshu.ward.fees.counting import CountedDose
from sesshu.ward.fees.paying_doses import Payment
from sesshu.ward.fees.settling import Compared, Kind, Row, compared, settled
from sesshu.ward.fees.situations import (
    AlreadySettled,
    NothingClaimed,
    PaidBackToPerson,
    SettlementChanged,
    WithoutPrice,
)
from sesshu.ward.rulebooks.releases import rulebook_here

WRITE = "INSERT INTO settlement (proposal_id) VALUES (%s)"
SITUATIONS = {
    "settlement_once": AlreadySettled,
    "dose_is_settled_once": SettlementChanged,
    "dose_is_paid_and_taken_back_in_turns": SettlementChanged,
    "settlement_was_approved": SettlementChanged,
    "dose_is_paid_for_once": SettlementChanged,
}


def month_of(provider: str, month: date, rulebook: Rulebook) -> tuple[Compared, ...]:
    """A clinic's month, counted from the records and held against its claim."""
    rows = counting.summed(counting.of_month(provider, month, rulebook))
    return compared(rows, claim_of(provider, month).lines)


def adjustments_of(provider: str, month: date, rulebook: Rulebook) -> tuple[Row, ...]:
    """What of earlier months is settled together with a month."""
    return counting.summed(counting.of_earlier(provider, month, rulebook))


def propose(
    actor: Actor, provider: str, month: date, returned: Mapping[Kind, str], reason: str
) -> Proposal:
    """Ask a second person to fix a clinic's month; `returned` names what goes back, and why.

    Raises NothingClaimed, AlreadySettled, WithoutPrice.
    """
    claim = claim_of(provider, month)
    if claim.id is None:
        raise NothingClaimed
    if is_settled(provider, month):
        raise AlreadySettled
    rows, _ = _made(provider, month, returned, rulebook_here())
    payload: dict[str, Content] = {
        "provider_code": provider,
        "month": month.isoformat(),
        "claim": claim.id,
        "rows": msgspec.to_builtins(rows),
        "yen": sum(row.yen for row in rows),
    }
    return second_person.propose(actor, SETTLEMENT, payload, [], reason, purpose=SETTLE_PURPOSE)


@takes_effect(SETTLEMENT)
def _fixed(actor: Actor, proposal: Proposal) -> None:
    """The month is fixed as it was shown. Raises SettlementChanged, AlreadySettled."""
    said = proposal.payload
    provider, month = str(said["provider_code"]), date.fromisoformat(str(said["month"]))
    shown = rows_in(proposal)
    returned = {row.kind: row.reason or "" for row in shown if row.treatment is Treatment.RETURNED}
    rows, doses = _made(provider, month, returned, rulebook_here())
    if rows != shown or claim_of(provider, month).id != said["claim"]:
        raise SettlementChanged
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(WRITE, [proposal.pk])
        paying_doses.enter([_taken(each) for each in doses])


def rows_in(proposal: Proposal) -> tuple[Row, ...]:
    """The rows a proposal says."""
    return msgspec.convert(proposal.payload["rows"], tuple[Row, ...])


def exclude(actor: Actor, dose_id: int, cause: str | None) -> None:
    """Say that a dose is not paid for, and why; without a cause, that it is paid for after all.

    Raises PaidBackToPerson.
    """
    with (
        ledger.act(actor, "fees.excluded", SETTLE_PURPOSE) as event,
        situations_by_constraint({"dose_is_paid_for_once": PaidBackToPerson}),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT resident_id FROM dose WHERE id = %s", [dose_id])
        event.about(cursor.fetchone()[0])
        cursor.execute(
            "INSERT INTO payment_exclusion (dose_id, cause) VALUES (%s, %s)", [dose_id, cause]
        )


def is_excluded(dose_id: int) -> bool:
    """Whether no clinic is paid for a dose: the newest word about it, else what was entered with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT dose_is_excluded(%s)", [dose_id])
        return bool(cursor.fetchone()[0])


def is_settled(provider: str, month: date) -> bool:
    """Whether a clinic's month was fixed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM settlement WHERE provider_code = %s AND month = %s)",
            [provider, month],
        )
        return bool(cursor.fetchone()[0])


def _made(
    provider: str, month: date, returned: Mapping[Kind, str], rulebook: Rulebook
) -> tuple[tuple[Row, ...], list[CountedDose]]:
    """The rows of a settlement, and the doses they pay or take back."""
    now, before = (
        counting.of_month(provider, month, rulebook),
        counting.of_earlier(provider, month, rulebook),
    )
    beside = compared(counting.summed(now), claim_of(provider, month).lines)
    if any(each.rows and not each.may_be_paid and each.kind not in returned for each in beside):
        raise WithoutPrice
    paid = [each for each in now if each.row.kind not in returned]
    return settled(month, beside, returned, counting.summed(before)), paid + before


def _taken(each: CountedDose) -> Payment:
    return Payment(each.dose_id, each.sign, each.row.unit_yen, each.row.charge_yen)


def waiting(provider: str, month: date) -> Proposal | None:
    """The proposal to fix a clinic's month that waits for a second person."""
    open_ones = Proposal.objects.filter(kind=SETTLEMENT, state=State.OPEN.value).order_by("-id")
    asked = (provider, month.isoformat())
    return next(
        (
            each
            for each in open_ones
            if (each.payload["provider_code"], each.payload["month"]) == asked
        ),
        None,
    )
