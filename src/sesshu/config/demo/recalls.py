"""Rounds of recall of the fictional ward: who is overdue is written to once, by two people, a week later."""

from contextlib import suppress
from datetime import date, timedelta

from sesshu.config.demo.masters import Staff
from sesshu.foundation import second_person
from sesshu.foundation.runs.steps import finish_runs
from sesshu.schedule.load import current
from sesshu.ui.dates import in_month
from sesshu.ward.recall import rounds
from sesshu.ward.recall.codes import Step
from sesshu.ward.recall.conditions import Conditions
from sesshu.ward.recall.models import RecallRound, RecallStep
from sesshu.ward.recall.situations import NobodyToRecall

SOON_OVER = timedelta(days=120)
SERIES = ("BCG", "MR1")


def recall(staff: Staff, on: date) -> None:
    """A round for each series, searched and fixed, unless it is there; of nobody none is made."""
    for series in SERIES:
        name = f"{in_month(on)} {series}"
        if not RecallRound.objects.filter(name=name).exists():
            with suppress(NobodyToRecall):
                _fix(staff, name, Conditions(series=series, ends_until=on + SOON_OVER), on)


def _fix(staff: Staff, name: str, conditions: Conditions, on: date) -> None:
    number = rounds.begin(staff.runner, name, conditions, on, current())
    finish_runs()
    asked = rounds.propose_fix(staff.runner, number, "件数と除外の理由を確かめた")
    second_person.approve(staff.checker, asked.pk, asked.sha256, rounds.PURPOSE)


def post_fixed(staff: Staff) -> None:
    """Letters that stand leave, but for those that must not any more."""
    fixed = RecallStep.objects.filter(step=Step.FIXED).values("round")
    left = RecallStep.objects.filter(step=Step.POSTED).values("round")
    for found in RecallRound.objects.filter(pk__in=fixed).exclude(pk__in=left).order_by("pk"):
        rounds.pull(staff.runner, found.pk)
        rounds.post(staff.runner, found.pk)
