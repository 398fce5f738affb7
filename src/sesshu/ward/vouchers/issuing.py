"""One voucher for one person: at a counter, once more, or given up (B2, B13, V025).

Each is one act in the ledger; that a person has at most one voucher for a dose is PostgreSQL's to say.
"""

from dataclasses import dataclass
from datetime import date

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.schedule.judge import judge
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import NextDose
from sesshu.ward.records.assessment import person_of
from sesshu.ward.records.recorded import doses_of
from sesshu.ward.records.subject import subject_of
from sesshu.ward.vouchers.codes import Channel, IssueClass, ReissueReason, VoidCause
from sesshu.ward.vouchers.models import Voucher
from sesshu.ward.vouchers.numbers import draw
from sesshu.ward.vouchers.situations import (
    AlreadyVoid,
    NoConsent,
    NoSuchVoucher,
    NotEligible,
)
from sesshu.ward.vouchers.statements import write
from sesshu.ward.vouchers.years import year_of

PURPOSE = "接種券の発行"
AHEAD = 60
"""Days before the first day of a dose from which its voucher may be handed out."""
ISSUE = """
INSERT INTO voucher
    (counter, number, resident_id, series, dose, for_year, application_id, issue_class, channel, desk)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
REISSUE = """
INSERT INTO voucher (counter, number, replaces_id, issue_class, channel, reason, desk)
VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
VOID = "INSERT INTO voucher_void (voucher_id, cause) VALUES (%s, %s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks for a voucher of which series, how, and at which desk (発行窓口)."""

    resident_id: int
    series: str
    channel: Channel
    desk: str
    application_id: int | None = None
    """Of somebody who moved in: the application with the consent (B13)."""
    moved_in: bool = False


def issue(actor: Actor, asked: Request, on: date, rulebook: Rulebook) -> Voucher:
    """Give out a voucher for the next dose of a series.

    Raises NotEligible, AlreadyIssued, NoConsent, NoSuchResident.
    """
    with ledger.act(actor, "voucher.issued", PURPOSE) as event:
        event.about(asked.resident_id)
        if asked.moved_in and asked.application_id is None:
            raise NoConsent
        wanted = next_dose(asked.resident_id, asked.series, on, rulebook)
        if wanted is None:
            raise NotEligible
        for_year = year_of(asked.series, max(wanted.earliest_on, on), rulebook)
        offer = [asked.resident_id, asked.series, wanted.dose, for_year]
        issue_class = IssueClass.MOVED_IN if asked.moved_in else IssueClass.SINGLE
        how = [asked.application_id, issue_class.value, asked.channel.value, asked.desk]
        return _written(event, ISSUE, [*offer, *how])


def next_dose(resident_id: int, series: str, on: date, rulebook: Rulebook) -> NextDose | None:
    """The dose a voucher is handed out for: open, or opening within `AHEAD` days. Raises NoSuchResident."""
    subject = subject_of(resident_id)
    if subject.died_on is not None:
        return None
    verdict = judge(person_of(subject, doses_of(resident_id)), on, rulebook)
    standing = next((one for one in verdict.series if one.series == series), None)
    wanted = standing.next if standing else None
    return wanted if wanted is not None and may_hand_out(wanted, on) else None


def may_hand_out(wanted: NextDose, on: date) -> bool:
    """Whether a dose is open on a day, or opens soon enough."""
    return wanted.last_on >= on and (wanted.earliest_on - on).days <= AHEAD


def reissue(
    actor: Actor, voucher_id: int, channel: Channel, reason: ReissueReason, desk: str
) -> Voucher:
    """Void a number and give out another for the same dose.

    Raises NoSuchVoucher, AlreadyVoid, AlreadyUsed.
    """
    with ledger.act(actor, "voucher.reissued", PURPOSE) as event:
        old = _holding(voucher_id, event)
        write(VOID, [old.pk, VoidCause.REISSUED.value])
        how = [IssueClass.REISSUE.value, channel.value, reason.value, desk]
        return _written(event, REISSUE, [old.pk, *how])


def withdraw(actor: Actor, voucher_id: int) -> None:
    """Give up a number that should not have been given out. Raises as `reissue`."""
    with ledger.act(actor, "voucher.withdrawn", PURPOSE) as event:
        write(VOID, [_holding(voucher_id, event).pk, VoidCause.WITHDRAWN.value])


def _holding(voucher_id: int, event: ledger.Event) -> Voucher:
    voucher = Voucher.objects.filter(pk=voucher_id).first()
    if voucher is None:
        raise NoSuchVoucher
    event.about(voucher.resident_id)
    event.detail(voucher=voucher_id)
    if hasattr(voucher, "vouchervoid"):
        raise AlreadyVoid
    return voucher


def _written(event: ledger.Event, statement: str, values: list[object]) -> Voucher:
    [(counter, number)] = draw(1)
    [(voucher_id,)] = write(statement, [counter, number, *values])
    event.detail(voucher=voucher_id)
    return Voucher.objects.get(pk=voucher_id)
