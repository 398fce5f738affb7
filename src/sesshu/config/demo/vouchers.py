"""Issue runs of the fictional ward: one posted, one to be fixed by a second person, a letter issued anew."""

from contextlib import suppress
from datetime import date, timedelta

from sesshu.config.demo.people import actor_named
from sesshu.foundation import second_person
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import current_place
from sesshu.ward.vouchers import issue_runs, issuing
from sesshu.ward.vouchers.codes import Channel, ReissueReason
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.models import IssueRun, Voucher
from sesshu.ward.vouchers.situations import NobodyToIssue

DESK = "感染症対策課"
TODDLERS, SCHOOL = ("MR1", "VAR"), ("MR2", "DT2")
AHEAD = timedelta(days=40)
YOUNG = timedelta(days=730)
OF_SCHOOL_AGE = timedelta(days=13 * 366)


def issue(on: date) -> None:
    """Whatever of it is not there yet."""
    if IssueRun.objects.exists():
        return
    with suppress(NobodyToIssue):  # a ward of a few dozen has no child of that age
        _issue(on)


def _issue(on: date) -> None:
    posted = _listed("1歳児 MR・水痘", TODDLERS, on, on - YOUNG)
    _fixed(posted)
    issue_runs.pull(actor_named("runs-e"), posted)
    issue_runs.post(actor_named("runs-e"), posted)
    _lost(posted)
    waiting = _listed("就学前 MR・11歳 DT", SCHOOL, on, on - OF_SCHOOL_AGE)
    issue_runs.propose_fix(actor_named("runs-e"), waiting, "件数と除外の理由を確かめた")


def _listed(name: str, series: tuple[str, ...], on: date, born_from: date) -> int:
    conditions = Conditions(series=series, until_on=on + AHEAD, born_from=born_from)
    issue_runs.save_conditions(actor_named("runs-e"), name, conditions)
    issue_run = issue_runs.begin(actor_named("runs-e"), name, conditions, on)
    finish_all(current_place().municipality)
    return issue_run


def _fixed(issue_run: int) -> None:
    asked = issue_runs.propose_fix(actor_named("runs-e"), issue_run, "件数を確かめた")
    checker, purpose = actor_named("clerk-b"), issue_runs.PURPOSE
    second_person.approve(checker, asked.pk, asked.sha256, purpose)
    finish_all(current_place().municipality)


def _lost(issue_run: int) -> None:
    """A letter of the run got lost: its number is void and another holds."""
    holding = Voucher.objects.filter(candidate__issue_run_id=issue_run, vouchervoid=None)
    lost = holding.earliest("id")
    issuing.reissue(actor_named("clerk-a"), lost.pk, Channel.COUNTER, ReissueReason.LOST, DESK)
