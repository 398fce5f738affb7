"""Issue runs of the fictional ward: month by month; one waits for a second person, a letter was lost."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from sesshu.config.demo.masters import Staff
from sesshu.config.demo.patients import FOR_CHILDREN, INFLUENZA
from sesshu.foundation import second_person
from sesshu.foundation.runs.steps import finish_runs
from sesshu.ui.dates import in_month
from sesshu.ward.vouchers import issue_runs, issuing
from sesshu.ward.vouchers.codes import Channel, ReissueReason, Step
from sesshu.ward.vouchers.conditions import Conditions, read_conditions
from sesshu.ward.vouchers.models import IssueRun, IssueStep, Voucher
from sesshu.ward.vouchers.situations import NobodyToIssue

DESK = "感染症対策課"
OF_TODDLERS = "1歳児 MR・水痘"
BEFORE_WINTER = 10  # the month in which the old are sent theirs
MOTHERS = ("RSV",)
TODDLERS, SCHOOL = ("MR1", "VAR"), ("MR2", "DT2")
AHEAD = timedelta(days=40)
YOUNG = timedelta(days=730)
OF_SCHOOL_AGE = timedelta(days=13 * 366)


def issue(staff: Staff, on: date) -> None:
    """Whatever of it is not there yet."""
    if IssueRun.objects.filter(name=OF_TODDLERS).exists():
        return
    with suppress(NobodyToIssue):  # a ward of a few dozen has no child of that age
        _issue(staff, on)


def list_month(staff: Staff, on: date) -> None:
    """The vouchers of a month, searched and fixed, unless they are; printed and posted on a later day."""
    series = (*FOR_CHILDREN, INFLUENZA) if on.month == BEFORE_WINTER else FOR_CHILDREN
    _list_once(staff, f"{in_month(on)}の発行", series, on)


def list_mothers(staff: Staff, on: date) -> None:
    """The vouchers of those whose pregnancy was told, by people who may know of it."""
    knowing = replace(staff, runner=staff.runner_of_mothers, checker=staff.checker_of_mothers)
    _list_once(knowing, f"{in_month(on)}の妊婦RSV", MOTHERS, on)


def post_fixed(staff: Staff) -> None:
    """Letters whose numbers stand leave, but for those to who died or moved meanwhile."""
    numbered = IssueStep.objects.filter(step=Step.NUMBERED).values("issue_run")
    left = IssueStep.objects.filter(step=Step.POSTED).values("issue_run")
    for run in IssueRun.objects.filter(pk__in=numbered).exclude(pk__in=left).order_by("pk"):
        is_of_mothers = read_conditions(run.conditions).series == MOTHERS
        sender = staff.runner_of_mothers if is_of_mothers else staff.runner
        issue_runs.pull(sender, run.pk)
        issue_runs.post(sender, run.pk)


def _list_once(staff: Staff, name: str, series: tuple[str, ...], on: date) -> None:
    if not IssueRun.objects.filter(name=name).exists():
        with suppress(NobodyToIssue):
            _fixed(staff, _listed(staff, name, series, on))


def _issue(staff: Staff, on: date) -> None:
    posted = _listed(staff, OF_TODDLERS, TODDLERS, on, on - YOUNG)
    _posted(staff, posted)
    _lost(staff, posted)
    waiting = _listed(staff, "就学前 MR・11歳 DT", SCHOOL, on, on - OF_SCHOOL_AGE)
    issue_runs.propose_fix(staff.runner, waiting, "件数と除外の理由を確かめた")


def _posted(staff: Staff, issue_run: int) -> None:
    _fixed(staff, issue_run)
    issue_runs.pull(staff.runner, issue_run)
    issue_runs.post(staff.runner, issue_run)


def _listed(
    staff: Staff, name: str, series: tuple[str, ...], on: date, born_from: date | None = None
) -> int:
    conditions = Conditions(series=series, until_on=on + AHEAD, born_from=born_from)
    issue_runs.save_conditions(staff.runner, name, conditions)
    issue_run = issue_runs.begin(staff.runner, name, conditions, on)
    finish_runs()
    return issue_run


def _fixed(staff: Staff, issue_run: int) -> None:
    asked = issue_runs.propose_fix(staff.runner, issue_run, "件数を確かめた")
    second_person.approve(staff.checker, asked.pk, asked.sha256, issue_runs.PURPOSE)
    finish_runs()


def _lost(staff: Staff, issue_run: int) -> None:
    """A letter of the run got lost: its number is void and another holds."""
    holding = Voucher.objects.filter(candidate__issue_run_id=issue_run, vouchervoid=None)
    lost = holding.earliest("id")
    issuing.reissue(staff.clerk, [lost.pk], Channel.COUNTER, ReissueReason.LOST, DESK)
