"""Reading refunds: the door for pages."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sesshu.foundation.second_person import Proposal, State
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.refunds.codes import Progress
from sesshu.ward.refunds.models import (
    RefundApplication,
    RefundDecision,
    RefundPayment,
    RefundPaymentList,
)
from sesshu.ward.refunds.operations import KINDS
from sesshu.ward.residents.sides import Side

LISTED = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """An application with what became of it."""

    application: RefundApplication
    progress: Progress
    decision: RefundDecision | None


@dataclass(frozen=True, slots=True)
class ListSeen:
    """A payment list with its lines in the order of their decisions.

    ``held``: how many more there were of people whom protection began to shelter since; their desk pays them.
    """

    payment_list: RefundPaymentList
    lines: tuple[RefundPayment, ...]
    held: int

    @property
    def total_yen(self) -> int:
        """What is paid altogether."""
        return sum(line.decision.amount_yen for line in self.lines)

    @property
    def paid_on(self) -> date | None:
        """The day on which the money went; None while a line is not marked."""
        days = {line.paid_on for line in self.lines}
        return None if None in days else max(filter(None, days), default=None)


def latest_applications(year: int, side: Side | None = None, offset: int = 0) -> tuple[Listed, ...]:
    """A page of the applications of a fiscal year, newest first; with a side, of its people alone."""
    found = _received_in(year, side).order_by("-id")
    return _listed(found[offset : offset + LISTED])


def count_applications(year: int, side: Side | None = None) -> int:
    """How many applications were received in a fiscal year."""
    return _received_in(year, side).count()


def _received_in(year: int, side: Side | None) -> QuerySet[RefundApplication]:
    days = (fiscal_year_begins(year), fiscal_year_ends(year))
    found = RefundApplication.objects.filter(received_on__range=days)
    return found if side is None else found.filter(resident__is_guarded=side.is_guarded)


def count_to_hand_on_or_pay(side: Side) -> int:
    """How many applications of a side wait neither for a second person nor for nothing."""
    found = RefundApplication.objects.filter(resident__is_guarded=side.is_guarded)
    to_do = (Progress.RECEIVED, Progress.DECIDED, Progress.LISTED)
    return sum(each.progress in to_do for each in _listed(found))


def applications_of(resident_id: int) -> tuple[Listed, ...]:
    """The applications about a person under any 宛名, newest first."""
    numbers = numbers_of([resident_id])[resident_id]
    return _listed(RefundApplication.objects.filter(resident_id__in=numbers).order_by("-id"))


def application_of(application_id: int) -> Listed | None:
    """One application; None if there is none."""
    return next(iter(_listed(RefundApplication.objects.filter(pk=application_id))), None)


def waiting(*kinds: str) -> tuple[Proposal, ...]:
    """What of some kinds waits for a second person, oldest first."""
    return tuple(Proposal.objects.filter(kind__in=kinds, state=State.OPEN).order_by("id"))


def waiting_about(application_id: int, *kinds: str) -> Proposal | None:
    """What of some kinds waits about one application; None if nothing does."""
    found = (each for each in waiting(*kinds) if each.payload["application_id"] == application_id)
    return next(found, None)


def lists() -> tuple[ListSeen, ...]:
    """Payment lists of the ordinary desk, newest first."""
    return _seen(RefundPaymentList.objects.filter(of_guarded=False).order_by("-id")[:LISTED])


def list_of(list_id: int) -> ListSeen | None:
    """One payment list of the ordinary desk; None if there is none."""
    found = RefundPaymentList.objects.filter(pk=list_id, of_guarded=False)
    return next(iter(_seen(found)), None)


def not_listed() -> int:
    """How many decided refunds are in no list."""
    return RefundDecision.objects.filter(
        amount_yen__gt=0, refundpayment=None, resident__is_guarded=False
    ).count()


def _seen(rows: Iterable[RefundPaymentList]) -> tuple[ListSeen, ...]:
    read = list(rows)
    lines = RefundPayment.objects.filter(payment_list__in=read).select_related("decision__resident")
    by_list: dict[int, list[RefundPayment]] = {row.pk: [] for row in read}
    held: Counter[int] = Counter()
    for line in lines.order_by("decision__fiscal_year", "decision__number"):
        if line.decision.resident.is_guarded and line.paid_on is None:
            held[line.payment_list_id] += 1
        else:
            by_list[line.payment_list_id].append(line)
    return tuple(ListSeen(row, tuple(by_list[row.pk]), held[row.pk]) for row in read)


def _listed(rows: Iterable[RefundApplication]) -> tuple[Listed, ...]:
    read = list(rows)
    decisions = {
        each.application_id: each
        for each in RefundDecision.objects.filter(application__in=read).select_related(
            "refundpayment"
        )
    }
    asked = {each.payload["application_id"] for each in waiting(*KINDS)}
    return tuple(_one(row, decisions.get(row.pk), asked) for row in read)


def _one(row: RefundApplication, decision: RefundDecision | None, asked: Collection[int]) -> Listed:
    if decision is None:
        progress = Progress.WAITING if row.pk in asked else Progress.RECEIVED
        return Listed(row, progress, None)
    return Listed(row, _after(decision), decision)


def _after(decision: RefundDecision) -> Progress:
    if not decision.amount_yen:
        return Progress.REFUSED
    payment = getattr(decision, "refundpayment", None)
    if payment is None:
        return Progress.DECIDED
    return Progress.PAID if payment.paid_on else Progress.LISTED
