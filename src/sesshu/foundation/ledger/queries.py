"""The ledger as auditors read it (zone ``audit``)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet

from sesshu.foundation.clock import TOKYO
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.ledger.models import Entry, Seal
from sesshu.foundation.walls import current_place
from sesshu.kernel.periods import Period, half_open

AUDIT: Final = "audit"
CHECKED: Final = "ledger.checked"
SYSTEM: Final = 0  # in place of an account: what no person did
CHECK_IS_OLD_AFTER = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries an auditor asks for; days of Tokyo, both inclusive. ``account`` may be `SYSTEM`."""

    period: Period
    account: int | None = None
    subject: int | None = None
    kind: Kind | None = None
    action: str = ""
    used_for: str = ""


@dataclass(frozen=True, slots=True)
class Integrity:
    """What is known about the soundness of the ledger: newest seal, newest check."""

    seal: Seal | None
    check: Entry | None

    @property
    def findings(self) -> int:
        """How many findings the newest check made."""
        return int(self.check.details["findings"]) if self.check else 0

    @property
    def head(self) -> str:
        """The newest seal as an auditor writes it down for `sesshu ledger verify --known`."""
        return f"{self.seal.number}:{bytes(self.seal.sha256).hex()}" if self.seal else ""


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """The entries asked for, newest first."""
    found = _between(Entry.objects.using(AUDIT), wanted.period)
    if wanted.account is not None:
        found = found.filter(actor_account=wanted.account or None)
    if wanted.subject is not None:
        found = found.filter(subjects__contains=[wanted.subject])
    if wanted.kind is not None:
        found = found.filter(kind=wanted.kind.value)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.used_for:
        found = found.filter(purpose__icontains=wanted.used_for)
    return found.order_by("-at", "-id")


def entry_of(entry_id: int) -> Entry | None:
    """One entry."""
    return Entry.objects.using(AUDIT).filter(pk=entry_id).first()


def beside(entry: Entry) -> list[Entry]:
    """The other entries of the same transaction."""
    same = Entry.objects.using(AUDIT).filter(epoch=entry.epoch, txid=entry.txid)
    return list(same.exclude(pk=entry.pk).order_by("id"))


def integrity(at: datetime) -> Integrity:
    """The newest seal, and the newest check of the last month by this installation's own hand."""
    checks = Entry.objects.using(AUDIT).filter(
        action=CHECKED, role=current_place().role(AUDIT), at__gt=at - CHECK_IS_OLD_AFTER
    )
    return Integrity(
        Seal.objects.using(AUDIT).order_by("-number").first(), checks.order_by("-at").first()
    )


def is_sealed(entry: Entry, newest: Seal | None) -> bool:
    """Whether the entry is under a seal: seals follow the order of epochs and transactions."""
    if newest is None:
        return False
    until = (newest.entry_epoch, newest.last_txid, newest.last_entry)
    return (entry.epoch, entry.txid, entry.pk) <= until


def _between(found: QuerySet[Entry], period: Period) -> QuerySet[Entry]:
    lower, upper = half_open(period)
    if lower is not None:
        found = found.filter(at__gte=_midnight(lower))
    return found if upper is None else found.filter(at__lt=_midnight(upper))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO)
