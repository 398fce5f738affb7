"""Reading rounds: lists, what has to be pulled, and what a round brought about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from sesshu.ward.recall.codes import Excluded, Step, StopCause
from sesshu.ward.recall.conditions import Conditions, read_conditions
from sesshu.ward.recall.models import RecallCandidate, RecallRound, RecallStep
from sesshu.ward.residents.registered_now import with_registered

LISTED = 100
# A dose of the series after the letter left, within so many days of it.
EFFECT = """
SELECT count(*), count(*) FILTER (WHERE EXISTS (
    SELECT FROM current_dose c JOIN dose d ON d.id = c.dose_id
    JOIN number_of_person person ON person.number_id = c.resident_id
    WHERE person.resident_id = n.resident_id AND d.series = n.series AND d.outcome = 'given'
      AND d.given_on > posted.on_day AND d.given_on <= posted.on_day + %s))
FROM recall_notice n
JOIN (SELECT round_id, (recorded_at AT TIME ZONE 'Asia/Tokyo')::date AS on_day
      FROM recall_step WHERE step = 'posted') posted ON posted.round_id = n.round_id
WHERE n.round_id = %s AND NOT EXISTS (SELECT FROM recall_stop s WHERE s.notice_id = n.id)
"""
TO_STOP = with_registered(
    """
SELECT t.notice_id, t.resident_id, t.cause, r.atena_number, v.name, v.name_kana
FROM recall_to_stop t JOIN resident r ON r.id = t.resident_id
{registered}
WHERE t.round_id = %s ORDER BY v.name_kana, t.notice_id
""",
    "t.resident_id",
    "v",
)
LETTERS = with_registered(
    """
SELECT n.id, n.resident_id, n.dose, r.atena_number, v.name, v.name_kana, n.is_guarded OR r.is_guarded,
       s.cause
FROM recall_notice n JOIN resident r ON r.id = n.resident_id
LEFT JOIN recall_stop s ON s.notice_id = n.id
{registered}
WHERE n.round_id = %s ORDER BY v.name_kana, n.id OFFSET %s LIMIT %s
""",
    "n.resident_id",
    "v",
)
OF_RESIDENT = """
SELECT n.series, n.dose, n.attempt, p.recorded_at, s.cause
FROM recall_notice n
LEFT JOIN recall_step p ON p.round_id = n.round_id AND p.step = 'posted'
LEFT JOIN recall_stop s ON s.notice_id = n.id
WHERE n.resident_id IN (SELECT number_id FROM number_of_person WHERE resident_id = %s) ORDER BY n.id DESC
"""


@dataclass(frozen=True, slots=True)
class Round:
    """A round with its counts: letters to write, and who was left out by reason."""

    id: int
    name: str
    conditions: Conditions
    base_on: date
    steps: tuple[Step, ...]
    letters: int
    excluded: tuple[tuple[Excluded, int], ...]

    @property
    def at(self) -> Step | None:
        """The step it is at; None while a worker looks for the overdue."""
        return self.steps[-1] if self.steps else None


@dataclass(frozen=True, slots=True)
class ToStop:
    """A letter that must not be sent."""

    notice_id: int
    resident_id: int
    cause: StopCause
    atena_number: str
    name: str
    name_kana: str


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter of a round; `stopped` where it was pulled."""

    id: int
    resident_id: int
    dose: int
    atena_number: str
    name: str
    name_kana: str
    is_guarded: bool
    stopped: StopCause | None


@dataclass(frozen=True, slots=True)
class NoticeOfResident:
    """A letter in the history of one person (V044)."""

    series: str
    dose: int
    attempt: int
    posted_at: datetime | None
    stopped: StopCause | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Of the letters that left, how many were followed by a dose within so many days (V046)."""

    days: int
    sent: int
    vaccinated: int


def latest_rounds() -> tuple[Round, ...]:
    """Rounds, newest first."""
    return _rounds(list(RecallRound.objects.order_by("-id")[:LISTED]))


def round_of(number: int) -> Round | None:
    """One round; None if there is none."""
    return next(iter(_rounds(list(RecallRound.objects.filter(pk=number)))), None)


def to_stop(number: int) -> tuple[ToStop, ...]:
    """The letters of a round that must not be sent."""
    return tuple(
        ToStop(notice, resident, StopCause(cause), *who)
        for notice, resident, cause, *who in _rows(TO_STOP, [number])
    )


def letters_of(number: int, first: int, most: int) -> tuple[WrittenLetter, ...]:
    """Letters of a round by reading, from the `first` on."""
    return tuple(WrittenLetter(*_with_cause(row)) for row in _rows(LETTERS, [number, first, most]))


def notices_of(resident_id: int) -> tuple[NoticeOfResident, ...]:
    """The letters about one person, newest first."""
    return tuple(NoticeOfResident(*_with_cause(row)) for row in _rows(OF_RESIDENT, [resident_id]))


def effect_of(number: int, days: int) -> Effect:
    """What a posted round brought about within so many days of posting."""
    [(sent, vaccinated)] = _rows(EFFECT, [days, number])
    return Effect(days, sent, vaccinated)


def _rounds(rows: Sequence[RecallRound]) -> tuple[Round, ...]:
    """Rounds with their steps and counts, however many, by two questions."""
    steps: defaultdict[int, list[Step]] = defaultdict(list)
    for number, step in (
        RecallStep.objects.filter(round__in=rows).order_by("id").values_list("round_id", "step")
    ):
        steps[number].append(Step(step))
    counted: defaultdict[int, dict[str | None, int]] = defaultdict(dict)
    candidates = RecallCandidate.objects.filter(round__in=rows).values_list("round_id", "excluded")
    for number, excluded, count in candidates.annotate(number=Count("pk")):
        counted[number][excluded] = count
    return tuple(_round(row, steps[row.pk], counted[row.pk]) for row in rows)


def _round(row: RecallRound, steps: list[Step], counted: Mapping[str | None, int]) -> Round:
    return Round(
        id=row.pk,
        name=row.name,
        conditions=read_conditions(row.conditions),
        base_on=row.base_on,
        steps=tuple(steps),
        letters=counted.get(None, 0),
        excluded=tuple((each, counted[each.value]) for each in Excluded if each.value in counted),
    )


def _with_cause(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[:-1], _cause(row[-1]))


def _cause(code: str | None) -> StopCause | None:
    return StopCause(code) if code else None


def _rows(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
