"""Rounds of tests, worked off as a worker would."""

from datetime import date
from typing import Any

from ledger_of_tests import CLERK, COLLEAGUE
from ward.residents.registry import work_off

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal
from sesshu.schedule import load
from sesshu.ward.recall import rounds
from sesshu.ward.recall.conditions import Conditions
from sesshu.ward.recall.models import RecallCandidate, RecallNotice

ON = date(2026, 11, 20)
FIVE_YEARS_OLD = date(2021, 6, 1)
"""May still be given 日本脳炎 第1期, long after its standard period."""


def je1(**others: Any) -> Conditions:
    """Whoever is overdue for 日本脳炎 第1期."""
    return Conditions(series="JE1", **others)


def found(conditions: Conditions | None = None, on: date = ON) -> int:
    """A round whose list is whole."""
    number = rounds.begin(CLERK, "日本脳炎", conditions or je1(), on, load.current())
    work_off()
    return number


def proposed(number: int) -> Proposal:
    """The clerk asks to fix it."""
    return rounds.propose_fix(CLERK, number, "秋の通知")


def approve(proposal: Proposal, actor: Actor = COLLEAGUE) -> None:
    """The colleague fixes it."""
    second_person.approve(actor, proposal.pk, proposal.sha256, rounds.PURPOSE)


def fixed(conditions: Conditions | None = None, on: date = ON) -> int:
    """A round that two people fixed."""
    number = found(conditions, on)
    approve(proposed(number))
    return number


def posted(conditions: Conditions | None = None, on: date = ON) -> int:
    """A round whose letters left."""
    number = fixed(conditions, on)
    rounds.post(CLERK, number)
    return number


def listed(number: int) -> dict[int, str | None]:
    """Whom a round found, and why it leaves somebody out."""
    candidates = RecallCandidate.objects.filter(round_id=number)
    return dict(candidates.values_list("resident_id", "excluded"))


def written_to(number: int) -> set[int]:
    """Whom a round writes to."""
    return set(RecallNotice.objects.filter(round_id=number).values_list("resident_id", flat=True))
