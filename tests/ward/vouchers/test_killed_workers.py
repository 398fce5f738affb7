"""Workers are killed at random moments while runs list and number: nobody is lost, nobody is found twice."""

import random
import time

from doses_of_tests import ON
from ledger_of_tests import CLERK
from residents_of_tests import add_resident
from vouchers_of_tests import ONE_YEAR_OLD, UNTIL, approve_fix, proposed_fix
from workers_to_kill import worker

from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place
from sesshu.ward.vouchers import issue_runs
from sesshu.ward.vouchers.codes import Step
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.models import IssueCandidate, IssueSheet, Voucher, VoucherInForce

PEOPLE = 30
SERIES = ("MR1", "VAR", "BCG")
KILLS = 3


def kill_some(place: Place, chosen: random.Random) -> None:
    """Let workers begin and kill each a moment later, then let one finish."""
    for _ in range(KILLS):
        with worker() as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chosen.uniform(0.01, 0.25))
            process.kill()
    finish_all(place.municipality)


def test_killed_at_random_moments_everybody_gets_one_voucher(fresh_ward: Place) -> None:
    chosen = random.Random(20261120)  # noqa: S311
    for _ in range(PEOPLE):
        add_resident(ONE_YEAR_OLD)
    begun = [
        issue_runs.begin(CLERK, one, Conditions(series=(one,), until_on=UNTIL), ON)
        for one in SERIES
    ]
    kill_some(fresh_ward, chosen)
    assert IssueCandidate.objects.count() == PEOPLE * len(SERIES)
    for issue_run in begun:
        approve_fix(proposed_fix(issue_run))
    kill_some(fresh_ward, chosen)
    assert [issue_runs.steps_of(each)[-1] for each in begun] == [Step.NUMBERED] * len(SERIES)
    assert IssueSheet.objects.count() == Voucher.objects.count() == PEOPLE * len(SERIES)
    assert VoucherInForce.objects.count() == PEOPLE * len(SERIES)
