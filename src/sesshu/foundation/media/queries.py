"""Reading the media ledger: take-outs with how far they are, and the registers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from sesshu.foundation.accounts.models import Account
from sesshu.foundation.media.models import (
    Medium,
    MediumCarrier,
    Recipient,
    RecipientPerson,
    TakeOut,
    TakeOutFile,
    TakeOutStep,
)
from sesshu.foundation.media.states import Progress, Step
from sesshu.foundation.second_person import State

BEFORE_A_FILE = {
    State.OPEN: Progress.ASKED,
    State.DECLINED: Progress.DECLINED,
    State.WITHDRAWN: Progress.WITHDRAWN,
    State.APPROVED: Progress.APPROVED,
}
LATEST_FIRST = (
    (Step.CONFIRMED, Progress.CONFIRMED),
    (Step.ERASED, Progress.ERASED),
    (Step.RETURNED, Progress.RETURNED),
    (Step.HANDED_OUT, Progress.HANDED_OUT),
    (Step.DOWNLOADED, Progress.DOWNLOADED),
)
OUTSIDE = {Progress.DOWNLOADED, Progress.HANDED_OUT, Progress.RETURNED}


@dataclass(frozen=True, slots=True)
class Entry:
    """A take-out with its file, if one was made, and its steps by kind."""

    take_out: TakeOut
    file: TakeOutFile | None
    steps: dict[Step, TakeOutStep]
    seen_at: datetime

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        for step, progress in LATEST_FIRST:
            if step in self.steps:
                return progress
        if self.file is None:
            return BEFORE_A_FILE[State(self.take_out.proposal.state)]
        return Progress.MADE if self.seen_at < self.file.expires_at else Progress.LAPSED

    @property
    def is_outside(self) -> bool:
        """Whether data of this file exist outside the house."""
        return self.progress in OUTSIDE

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been erased before today."""
        return self.is_outside and self.take_out.due_on < today

    @property
    def history(self) -> list[TakeOutStep]:
        """The steps in the order they were taken."""
        return sorted(self.steps.values(), key=lambda step: step.taken_at)


def entries(at: datetime, start: int, count: int) -> list[Entry]:
    """The newest take-outs."""
    return _entries(_take_outs().order_by("-pk")[start : start + count], at)


def entry(take_out_id: int, at: datetime) -> Entry | None:
    """One take-out."""
    found = _entries(_take_outs().filter(pk=take_out_id), at)
    return found[0] if found else None


def how_many() -> int:
    """The number of take-outs ever asked for."""
    return TakeOut.objects.count()


def waiting(at: datetime) -> list[Entry]:
    """Those that wait for a second person, oldest first."""
    open_ones = _take_outs().filter(proposal__state=State.OPEN, proposal__expires_at__gt=at)
    return _entries(open_ones.order_by("pk"), at)


def overdue(today: date, at: datetime) -> list[Entry]:
    """Those whose data should have been erased before today, the longest first."""
    late = _take_outs().filter(_took(Step.DOWNLOADED), ~_took(Step.ERASED), due_on__lt=today)
    return _entries(late.order_by("due_on", "pk"), at)


def media(*, withdrawn: bool = False) -> QuerySet[Medium]:
    """Registered media by number, or those whose registration ended."""
    return Medium.objects.filter(withdrawn_at__isnull=not withdrawn).order_by("number")


def carriers(medium_id: int) -> QuerySet[MediumCarrier]:
    """Who may carry a medium, and who could."""
    found = MediumCarrier.objects.filter(medium_id=medium_id).select_related("account")
    return found.defer("account__password").order_by("withdrawn_at", "pk")


def staff() -> list[tuple[int, str]]:
    """Accounts in service, by staff number: id and name."""
    found = Account.objects.filter(revoked_at=None).order_by("staff_number")
    return [
        (pk, f"{name}（{number}）")
        for pk, name, number in found.values_list("pk", "display_name", "staff_number")
    ]


def recipients(*, withdrawn: bool = False) -> QuerySet[Recipient]:
    """Registered recipients by name, or those whose registration ended."""
    return Recipient.objects.filter(withdrawn_at__isnull=not withdrawn).order_by("name", "pk")


def roster(recipient_id: int) -> QuerySet[RecipientPerson]:
    """The people of a recipient who handle data, and who did."""
    return RecipientPerson.objects.filter(recipient_id=recipient_id).order_by("withdrawn_at", "pk")


def _take_outs() -> QuerySet[TakeOut]:
    return TakeOut.objects.select_related("proposal", "recipient", "medium")


def _took(step: Step) -> Exists:
    return Exists(TakeOutStep.objects.filter(take_out=OuterRef("pk"), step=str(step)))


def _entries(take_outs: Iterable[TakeOut], at: datetime) -> list[Entry]:
    listed = list(take_outs)
    numbers = [each.pk for each in listed]
    made = TakeOutFile.objects.filter(pk__in=numbers).defer("content", "sealed_passphrase")
    files = {file.pk: file for file in made}
    steps: dict[int, dict[Step, TakeOutStep]] = {number: {} for number in numbers}
    taken = TakeOutStep.objects.filter(take_out_id__in=numbers).select_related("person")
    for step in taken:
        steps[step.take_out_id][Step(step.step)] = step
    return [Entry(each, files.get(each.pk), steps[each.pk], at) for each in listed]
