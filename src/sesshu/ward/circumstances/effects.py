"""What a circumstance changes: where the person stands with it and without it, today (S1.1)."""

from datetime import date
from typing import NamedTuple

from sesshu.schedule.judge import judge
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import SeriesVerdict
from sesshu.ward.circumstances.operations import Told, standing
from sesshu.ward.circumstances.queries import Known, known_of
from sesshu.ward.circumstances.situations import NoSuchCircumstance
from sesshu.ward.records.assessment import person_of
from sesshu.ward.records.recorded import doses_of
from sesshu.ward.records.subject import subject_of


class Effect(NamedTuple):
    """One series whose answer changes."""

    before: SeriesVerdict
    after: SeriesVerdict


def effects_of(told: Told, on: date, rulebook: Rulebook) -> list[Effect]:
    """The series that are answered otherwise once this is on record. Raises NoSuchResident."""
    subject, doses = subject_of(told.resident_id), doses_of(told.resident_id)
    now = known_of(told.resident_id)
    answers = [
        judge(person_of(subject, doses, known=known), on, rulebook).series
        for known in (now, known_with(now, told))
    ]
    return [
        Effect(before, after)
        for before, after in zip(*answers, strict=True)
        if (before.status, before.next) != (after.status, after.next)
    ]


def known_with(now: Known, told: Told) -> Known:
    """What will be known once this stands; what it replaces is left out."""
    if told.supersedes is not None:
        try:
            now = now.without(standing(told.supersedes, told.resident_id))
        except NoSuchCircumstance:
            return now  # replaced by another meanwhile: the approval will say so
    return now if told.is_cancelled else now.beside(told)
