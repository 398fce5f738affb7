"""Issue runs and vouchers of tests, worked off as a worker would."""

import json
from datetime import date
from typing import Any

from django.db import connections
from ledger_of_tests import CLERK, COLLEAGUE
from ward.residents.registry import work_off

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal
from sesshu.ward.vouchers import issue_runs
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.models import IssueCandidate, Voucher

ON = date(2026, 11, 20)
UNTIL = date(2026, 12, 31)
ONE_YEAR_OLD = date(2025, 12, 10)
"""Becomes eligible for MR1 and 水痘 between ON and UNTIL."""


def mr_until(until_on: date = UNTIL, **others: Any) -> Conditions:
    """Who becomes eligible for the first dose against measles and rubella."""
    return Conditions(series=("MR1",), until_on=until_on, **others)


def extracted(conditions: Conditions, on: date = ON, actor: Actor = CLERK) -> int:
    """A run whose list is whole."""
    issue_run = issue_runs.begin(actor, "MR 12月分", conditions, on)
    work_off()
    return issue_run


def proposed_fix(issue_run: int) -> Proposal:
    return issue_runs.propose_fix(CLERK, issue_run, "12月分の発送")


def approve_fix(proposal: Proposal, actor: Actor = COLLEAGUE) -> None:
    second_person.approve(actor, proposal.pk, proposal.sha256, issue_runs.PURPOSE)


def numbered(conditions: Conditions, on: date = ON) -> int:
    """A run that two people fixed and whose sheets have their numbers."""
    issue_run = extracted(conditions, on)
    approve_fix(proposed_fix(issue_run))
    work_off()
    return issue_run


def listed(issue_run: int) -> dict[int, str | None]:
    """Whom a run found, and why it leaves somebody out."""
    found = IssueCandidate.objects.filter(issue_run_id=issue_run)
    return dict(found.values_list("resident_id", "excluded"))


def vouchers_of(issue_run: int) -> dict[int, Voucher]:
    """The vouchers of a run by resident."""
    found = Voucher.objects.filter(candidate__issue_run_id=issue_run)
    return {voucher.resident_id: voucher for voucher in found}


def counts_of(kind: str) -> dict[str, int]:
    """The counts of the newest run of a kind."""
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT counts, failure FROM run WHERE kind = %s ORDER BY id DESC", [kind])
        counts, failure = cursor.fetchone()
    assert failure is None, failure
    return dict(json.loads(counts))
