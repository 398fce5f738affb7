"""Recording a pregnancy that was told to the ward, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.ward.pregnancies.models import Pregnancy
from sesshu.ward.pregnancies.situations import (
    ImpossibleDays,
    NoSuchPregnancy,
    NotRecorded,
    OneAtATime,
)

PURPOSE = "妊娠の届出の記録"
SITUATIONS: Mapping[str, type[NotRecorded]] = {
    "pregnancy_one_at_a_time": OneAtATime,
    "pregnancy_days_are_possible": ImpossibleDays,
    "pregnancy_mistaken_never_ended": ImpossibleDays,
}
TELL = "INSERT INTO pregnancy (resident_id, notified_on) VALUES (%s, %s) RETURNING id"
STATE = """
INSERT INTO pregnancy_state (pregnancy_id, due_on, ended_on, is_mistake) VALUES (%s, %s, %s, %s)
"""


def record(actor: Actor, resident_id: int, notified_on: date, due_on: date) -> int:
    """Keep a pregnancy told to the ward; its number. Raises OneAtATime, ImpossibleDays."""
    with ledger.act(actor, "pregnancy.recorded", PURPOSE) as event:
        event.about(resident_id)
        [(pregnancy,)] = _write(TELL, [resident_id, notified_on])
        event.detail(pregnancy=pregnancy)
        _write(STATE, [pregnancy, due_on, None, False])
    return int(pregnancy)


def change(
    actor: Actor,
    pregnancy_id: int,
    due_on: date,
    ended_on: date | None = None,
    *,
    is_mistake: bool = False,
) -> None:
    """Keep another due day, the end of a pregnancy, or that it was recorded by mistake.

    Raises NoSuchPregnancy, OneAtATime, ImpossibleDays.
    """
    with ledger.act(actor, "pregnancy.changed", PURPOSE) as event:
        told = Pregnancy.objects.filter(pk=pregnancy_id).first()
        if told is None:
            raise NoSuchPregnancy
        event.about(told.resident_id)
        event.detail(pregnancy=pregnancy_id)
        _write(STATE, [pregnancy_id, due_on, ended_on, is_mistake])


def _write(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []
