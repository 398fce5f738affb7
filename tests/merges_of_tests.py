"""Merges of tests: one clerk asks, the colleague decides."""

from ledger_of_tests import CLERK, COLLEAGUE

from sesshu.foundation import second_person
from sesshu.foundation.second_person import Proposal
from sesshu.ward.matching import operations
from sesshu.ward.matching.models import ResidentMerge


def decide(proposal: Proposal) -> Proposal:
    """The colleague approves what is shown."""
    return second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)


def merge(kept: int, merged: int, reason: str = "母子健康手帳で同じ方と確かめた") -> ResidentMerge:
    """Two 宛名 that two people found to be one person's."""
    proposal = decide(operations.propose_merge(CLERK, kept, merged, reason))
    return ResidentMerge.objects.get(proposal_id=proposal.pk)


def undo(merge_id: int, reason: str = "双子のもう一人だった") -> None:
    """Two people part them again."""
    decide(operations.propose_undo(CLERK, merge_id, reason))
