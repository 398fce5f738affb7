"""What an approval does: the dose is judged once more as of now, and recorded in the same transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.ward.records.assessment import Assessment, assess
from sesshu.ward.records.codes import Act
from sesshu.ward.records.payload import entry_in
from sesshu.ward.records.recorded import doses_of
from sesshu.ward.records.situations import (
    DifferenceNotSettled,
    DoseReplaced,
    ImpossibleDay,
    NothingShown,
    NotRecorded,
    PaidBackBefore,
    SameDayTwice,
    StopsNow,
    VoucherHoldsNoMore,
)
from sesshu.ward.records.subject import subject_of
from sesshu.ward.rulebooks.releases import keep_current, rulebook_here

RECORD = """
INSERT INTO dose (proposal_id, dose_number, legal, counts, error_class, release, judged_on)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
CANCEL = "INSERT INTO dose (proposal_id) VALUES (%s)"

SITUATIONS: dict[str, type[NotRecorded]] = {
    "current_dose_once_a_day": SameDayTwice,
    "dose_is_superseded_once": DoseReplaced,
    "dose_supersedes_id_key": DoseReplaced,
    "dose_is_not_before_birth": ImpossibleDay,
    "dose_is_not_in_the_future": ImpossibleDay,
    "dose_voucher_holds": VoucherHoldsNoMore,
    "dose_voucher_is_used_once": VoucherHoldsNoMore,
    "dose_is_paid_for_once": PaidBackBefore,
    "dose_elsewhere_is_shown_and_unpaid": NothingShown,
    "dose_difference_is_settled": DifferenceNotSettled,
    "dose_abroad_says_where_and_is_decided": NothingShown,
}


@takes_effect(Act.ENTRY.kind)
def record_entry(actor: Actor, proposal: Proposal) -> None:
    """Record a new dose. Raises StopsNow, SameDayTwice, ImpossibleDay."""
    _record(proposal)


@takes_effect(Act.CORRECTION.kind)
def record_correction(actor: Actor, proposal: Proposal) -> None:
    """Record a dose in the place of the one it corrects. Raises as `record_entry`, and DoseReplaced."""
    _record(proposal)


@takes_effect(Act.CANCELLATION.kind)
def record_cancellation(actor: Actor, proposal: Proposal) -> None:
    """Record that a dose does not stand any more. Raises DoseReplaced."""
    _write(CANCEL, [proposal.pk])


def assessed(proposal: Proposal, on: date) -> Assessment:
    """The verdict as of a day about the entry or correction that a proposal asks for."""
    entry = entry_in(proposal.payload, None)
    replaced = proposal.payload["supersedes"]
    beside = [dose for dose in doses_of(entry.resident_id) if dose.id != replaced]
    return assess(entry, subject_of(entry.resident_id), beside, on, rulebook_here())


def _record(proposal: Proposal) -> None:
    found = assessed(proposal, localdate(proposal.decided_at))
    if found.stops and not proposal.payload["as_given"]:
        raise StopsNow
    counts = None if found.verdict is None else found.verdict.dose.counts
    verdict = (found.legal, counts, found.error)
    keep_current()  # whoever asks why, years later, needs the law it was judged by
    _write(RECORD, [proposal.pk, found.dose_number, *verdict, found.release, found.on])


def _write(statement: str, values: Sequence[Any]) -> None:
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(statement, values)
