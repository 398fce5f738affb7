"""What came with applications: each side of the wall reads that of its own people (number-linkage §5.5)."""

from sesshu.ward.refunds.models import (
    Evidence,
    GuardedRefundEvidence,
    RefundApplication,
    RefundEvidence,
)
from sesshu.ward.residents.sides import GUARDED, ORDINARY, Side, side_of

TABLES: dict[Side, type[RefundEvidence] | type[GuardedRefundEvidence]] = {
    ORDINARY: RefundEvidence,
    GUARDED: GuardedRefundEvidence,
}


def evidence_of(application: RefundApplication) -> tuple[Evidence, ...]:
    """What came with an application, without the scans themselves, in the order in which it was kept."""
    side = side_of(is_guarded=application.resident.is_guarded)
    found = TABLES[side].objects.using(side.zone).filter(application_id=application.pk)
    return tuple(found.defer("content").order_by("id"))


def paper_of(evidence_id: int, side: Side) -> Evidence | None:
    """One scan of a side; None if there is none."""
    found = TABLES[side].objects.using(side.zone).select_related("application")
    return found.filter(pk=evidence_id).first()
