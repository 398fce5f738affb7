"""Rounds of letters: begun, fixed by a second person, pulled, posted; each one act in the ledger (B4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from sesshu.foundation import ledger, runs, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Content, Proposal, State, takes_effect
from sesshu.schedule.types import Rulebook
from sesshu.ward.recall.codes import Step
from sesshu.ward.recall.conditions import Conditions
from sesshu.ward.recall.models import RecallCandidate, RecallRound, RecallStep
from sesshu.ward.recall.practice import practice
from sesshu.ward.recall.situations import (
    LettersToStop,
    ListChanged,
    NobodyToRecall,
    NotRecalled,
    NotUrged,
    TooManyLetters,
    WrongStep,
)
from sesshu.ward.rulebooks.releases import keep_current

PURPOSE = "接種勧奨の通知"
FIND = "recall.find"
FIX = "ward.recall_fix"
BEGIN = """
INSERT INTO recall_round (name, conditions, base_on, release) VALUES (%s, %s, %s, %s) RETURNING id
"""
TAKE = "INSERT INTO recall_step (round_id, step, proposal_id) VALUES (%s, %s, %s)"
PULL = """
WITH stopped AS (
    INSERT INTO recall_stop (notice_id, cause)
    SELECT notice_id, cause FROM recall_to_stop WHERE round_id = %s RETURNING notice_id
)
SELECT n.resident_id FROM stopped JOIN recall_notice n ON n.id = stopped.notice_id ORDER BY n.id
"""
SITUATIONS: dict[str, type[NotRecalled]] = {
    "recall_step_in_its_order": WrongStep,
    "recall_step_once": WrongStep,
    "recall_round_was_approved": ListChanged,
    "recall_round_posts_nothing_to_stop": LettersToStop,
}


def begin(actor: Actor, name: str, conditions: Conditions, on: date, rulebook: Rulebook) -> int:
    """Begin a round judged as of a day; a worker finds who is overdue. Its number.

    Raises NotUrged for a series of B類, TooManyLetters.
    """
    with ledger.act(actor, "recall.begun", PURPOSE) as event:
        if rulebook.series[conditions.series].category == "B":
            raise NotUrged
        if not 1 <= conditions.attempt <= practice().most_letters:
            raise TooManyLetters
        [(number,)] = _write(BEGIN, [name, conditions.text, on, keep_current()])
        event.detail(round=number)
        runs.start(actor, FIND, params={"round": number})
    return int(number)


def propose_fix(actor: Actor, number: int, reason: str) -> Proposal:
    """Ask a second person to fix the list as it stands. Raises WrongStep, NobodyToRecall."""
    if steps_of(number) != [Step.FOUND] or waiting_fix(number) is not None:
        raise WrongStep
    listed = RecallCandidate.objects.filter(round_id=number, excluded=None)
    letters = listed.count()
    if not letters:
        raise NobodyToRecall
    payload: dict[str, Content] = {
        "round": number,
        "name": RecallRound.objects.get(pk=number).name,
        "letters": letters,
    }
    return second_person.propose(actor, FIX, payload, [], reason, purpose=PURPOSE)


@takes_effect(FIX)
def _fixed(actor: Actor, proposal: Proposal) -> None:
    """The list is fixed, and its letters are written in the same transaction. Raises ListChanged."""
    _write(TAKE, [proposal.payload["round"], Step.FIXED.value, proposal.pk])


def discard(actor: Actor, number: int) -> None:
    """Give a round up before it is fixed. Raises WrongStep."""
    _take(actor, number, Step.DISCARDED, "recall.discarded")


def pull(actor: Actor, number: int) -> int:
    """Record that the letters that must not be sent were taken out; how many."""
    with ledger.act(actor, "recall.pulled", PURPOSE) as event:
        event.detail(round=number)
        stopped = [resident for (resident,) in _write(PULL, [number])]
        event.about(*dict.fromkeys(stopped))
    return len(stopped)


def post(actor: Actor, number: int) -> None:
    """Record that the letters left. Raises LettersToStop, WrongStep."""
    _take(actor, number, Step.POSTED, "recall.posted")


def steps_of(number: int) -> list[Step]:
    """The steps a round has taken, in their order."""
    taken = RecallStep.objects.filter(round_id=number).order_by("id")
    return [Step(step) for step in taken.values_list("step", flat=True)]


def waiting_fix(number: int) -> Proposal | None:
    """The proposal to fix a round that waits for a second person."""
    waiting = Proposal.objects.filter(kind=FIX, state=State.OPEN.value)
    return next((each for each in waiting if each.payload["round"] == number), None)


def _take(actor: Actor, number: int, step: Step, action: str) -> None:
    with ledger.act(actor, action, PURPOSE) as event:
        event.detail(round=number)
        _write(TAKE, [number, step.value, None])


def _write(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []
