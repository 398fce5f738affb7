"""Vouchers for one person: at a counter, once more, or given up (B2, B13, V025).

Each is one act in the ledger; that a person has at most one voucher for a dose is PostgreSQL's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.schedule.ahead import doses_ahead
from sesshu.schedule.judge import judge
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import NextDose, SeriesVerdict
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.pregnancies import queries as pregnancies
from sesshu.ward.pregnancies.queries import pregnancy_of
from sesshu.ward.pregnancies.rules import asks_for_pregnancy
from sesshu.ward.records.assessment import person_of
from sesshu.ward.records.models import Dose
from sesshu.ward.records.recorded import doses_of
from sesshu.ward.records.subject import subject_of
from sesshu.ward.vouchers.codes import (
    Channel,
    IssueClass,
    ReissueReason,
    ReissueScope,
    VoidCause,
)
from sesshu.ward.vouchers.models import Voucher, VoucherInForce
from sesshu.ward.vouchers.numbers import draw
from sesshu.ward.vouchers.situations import (
    AlreadyIssued,
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
    (counter, number, resident_id, series, dose, for_year, pregnancy_id, application_id, issue_class, channel,
     desk)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
REISSUE = """
INSERT INTO voucher (counter, number, replaces_id, issue_class, channel, reason, desk)
VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
VOID = "INSERT INTO voucher_void (voucher_id, cause) VALUES (%s, %s)"

Offer = tuple[str, int, int | None, int | None]
"""Series, dose, 対象年度 and pregnancy."""


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
    whole_course: bool = False
    """A voucher for every dose that is still to come, not for the next one alone (ADR 79)."""


def issue(actor: Actor, asked: Request, on: date, rulebook: Rulebook) -> list[Voucher]:
    """Give out a voucher for the next dose of a series, or for every dose still to come that has none.

    Raises NotEligible, AlreadyIssued, NoConsent, NoSuchResident.
    """
    with ledger.act(actor, "voucher.issued", PURPOSE) as event:
        event.about(asked.resident_id)
        if asked.moved_in and asked.application_id is None:
            raise NoConsent
        offers = _offers(asked, on, rulebook)
        issue_class = IssueClass.MOVED_IN if asked.moved_in else IssueClass.SINGLE
        how = [asked.application_id, issue_class.value, asked.channel.value, asked.desk]
        return _written(event, ISSUE, [[asked.resident_id, *offer, *how] for offer in offers])


def _offers(asked: Request, on: date, rulebook: Rulebook) -> list[Offer]:
    """What is to be given out."""
    wanted = next_doses(asked.resident_id, asked.series, on, rulebook)
    if not wanted:
        raise NotEligible
    if not asked.whole_course:
        wanted = wanted[:1]
    offers = [_offer(asked, dose, max(dose.earliest_on, on), rulebook) for dose in wanted]
    if not asked.whole_course:
        return offers
    held = _held(asked.resident_id)
    left = [offer for offer in offers if offer not in held]
    if not left:
        raise AlreadyIssued
    return left


def _offer(asked: Request, dose: NextDose, day: date, rulebook: Rulebook) -> Offer:
    series, pregnancy = asked.series, None
    if asks_for_pregnancy(series, rulebook):
        pregnancy = pregnancy_of(asked.resident_id, day)
    return series, dose.dose, year_of(series, day, rulebook), pregnancy


def _held(resident_id: int) -> set[Offer]:
    """What somebody has a voucher for, under any of their 宛名."""
    held = VoucherInForce.objects.filter(resident_id__in=numbers_of([resident_id])[resident_id])
    return set(held.values_list("series", "dose", "for_year", "pregnancy_id"))


def open_series(resident_id: int, on: date, rulebook: Rulebook) -> list[SeriesVerdict]:
    """The series of which a voucher can be handed out on a day. Raises NoSuchResident."""
    subject = subject_of(resident_id)
    person = person_of(subject, doses_of(resident_id), pregnancies.facts_of(resident_id))
    return [
        one
        for one in judge(person, on, rulebook).series
        if one.next is not None and may_hand_out(one.next, on)
    ]


def next_doses(resident_id: int, series: str, on: date, rulebook: Rulebook) -> tuple[NextDose, ...]:
    """The doses vouchers are handed out for, if the first is open or opens within `AHEAD` days.

    Raises NoSuchResident.
    """
    subject = subject_of(resident_id)
    if subject.died_on is not None:
        return ()
    person = person_of(subject, doses_of(resident_id), pregnancies.facts_of(resident_id))
    ahead = doses_ahead(person, series, on, rulebook)
    return ahead if ahead and may_hand_out(ahead[0], on) else ()


def may_hand_out(wanted: NextDose, on: date) -> bool:
    """Whether a dose is open on a day, or opens soon enough."""
    return wanted.last_on >= on and (wanted.earliest_on - on).days <= AHEAD


def reissue(
    actor: Actor, voucher_ids: Sequence[int], channel: Channel, reason: ReissueReason, desk: str
) -> list[Voucher]:
    """Void numbers and give out others for the same doses, all or none.

    Raises NoSuchVoucher, AlreadyVoid, AlreadyUsed.
    """
    with ledger.act(actor, "voucher.reissued", PURPOSE) as event:
        old = [_holding(voucher_id, event) for voucher_id in voucher_ids]
        for each in old:
            write(VOID, [each.pk, VoidCause.REISSUED.value])
        how = [IssueClass.REISSUE.value, channel.value, reason.value, desk]
        return _written(event, REISSUE, [[each.pk, *how] for each in old])


def to_reissue(voucher: Voucher, scope: ReissueScope, *, of_pregnancies: bool = False) -> list[int]:
    """A lost voucher first, then those lost with it: of its person, holding, without a dose on record.

    The first stands even where it holds no more, so that whoever asks twice is refused.
    """
    if scope is ReissueScope.SHEET:
        return [voucher.pk]
    together = unused_of(voucher.resident_id, of_pregnancies=of_pregnancies)
    others = [
        each.pk
        for each in together
        if scope is ReissueScope.PERSON or each.series == voucher.series
    ]
    return list(dict.fromkeys([voucher.pk, *others]))


def unused_of(resident_id: int, *, of_pregnancies: bool = False) -> list[Voucher]:
    """The vouchers of a person that may still be used, by series and dose.

    With those `of_pregnancies` only for whoever may know of them.
    """
    numbers = numbers_of([resident_id])[resident_id]
    holding = Voucher.objects.filter(resident_id__in=numbers, vouchervoid=None)
    used = Dose.objects.filter(resident_id__in=numbers, currentdose__isnull=False)
    entered = used.filter(foreign_voucher=False, voucher_number__isnull=False)
    if not of_pregnancies:
        holding = holding.filter(pregnancy=None)
    left = holding.exclude(number__in=entered.values("voucher_number"))
    return list(left.order_by("series", "dose", "for_year", "id"))


def withdraw(actor: Actor, voucher_id: int) -> None:
    """Give up a number that should not have been given out. Raises as `reissue`."""
    with ledger.act(actor, "voucher.withdrawn", PURPOSE) as event:
        write(VOID, [_holding(voucher_id, event).pk, VoidCause.WITHDRAWN.value])


def _holding(voucher_id: int, event: ledger.Event) -> Voucher:
    voucher = Voucher.objects.filter(pk=voucher_id).first()
    if voucher is None:
        raise NoSuchVoucher
    if voucher.resident_id not in event.subjects:
        event.about(voucher.resident_id)
    event.detail(voucher=voucher_id)
    if hasattr(voucher, "vouchervoid"):
        raise AlreadyVoid
    return voucher


def _written(event: ledger.Event, statement: str, rows: list[list[object]]) -> list[Voucher]:
    ids = []
    for (counter, number), values in zip(draw(len(rows)), rows, strict=True):
        [(voucher_id,)] = write(statement, [counter, number, *values])
        ids.append(int(voucher_id))
    event.detail(voucher=ids[0] if len(ids) == 1 else ids)
    return list(Voucher.objects.filter(pk__in=ids).order_by("id"))
