"""Decisions of a municipality, and how they come into force."""

from ledger_of_tests import CLERK, COLLEAGUE

from sesshu.foundation import second_person
from sesshu.ward.rulebooks.overlay_decisions import propose_none, propose_overlay

NO_VARICELLA = """
municipality: "131121"
published_on: 2026-11-01
closed:
  - effective_from: 2020-01-01
    provision: 予防接種法第5条第2項
    series: VAR
"""
WIDER = """
municipality: "131121"
published_on: 2026-11-01
vaccines:
  - effective_from: 2026-04-01
    provision: 区の公告
    series: COVID
    products: [MR]
"""


def put_in_force(text: str | None, reason: str = "区の公告") -> int:
    """By two people, as on the pages; the number of the proposal."""
    proposal = (
        propose_none(CLERK, reason)
        if text is None
        else propose_overlay(CLERK, text, "decisions.yaml", reason)
    )
    second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    return proposal.pk
