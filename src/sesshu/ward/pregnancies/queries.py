"""Reading pregnancies: for the page of their duty, and as facts for whoever judges."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from sesshu.schedule.persons import Fact
from sesshu.schedule.tracks import LENGTH_OF_PREGNANCY, PREGNANCY
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.pregnancies.models import PregnancyNow, PregnancyState


@dataclass(frozen=True, slots=True)
class Told:
    """One pregnancy as it stands, with who recorded that and when."""

    id: int
    notified_on: date
    due_on: date
    ended_on: date | None
    is_mistake: bool
    by: str
    at: datetime


def pregnancies_of(resident_id: int) -> list[Told]:
    """Every pregnancy told of a person, under whichever of their 宛名, the newest first."""
    found = _standing(resident_id).order_by("-due_on", "-id")
    return [_told(each) for each in found]


def facts_of(resident_id: int) -> tuple[Fact, ...]:
    """What the judge is told of a person."""
    found = _standing(resident_id).filter(is_mistake=False).order_by("due_on")
    return tuple(fact(each.due_on, each.ended_on) for each in found)


def facts_of_people(resident_ids: Collection[int]) -> dict[int, tuple[Fact, ...]]:
    """The same of several people at once, by resident."""
    numbers = numbers_of({*resident_ids})
    every = {number for own in numbers.values() for number in own}
    rows = PregnancyNow.objects.filter(resident_id__in=every, is_mistake=False)
    standing = list(rows.order_by("due_on"))
    return {
        resident_id: tuple(
            fact(each.due_on, each.ended_on) for each in standing if each.resident_id in own
        )
        for resident_id, own in numbers.items()
    }


def fact(due_on: date, ended_on: date | None) -> Fact:
    """A pregnancy as the judge reads it."""
    begun_on = due_on - LENGTH_OF_PREGNANCY
    return Fact(kind=PREGNANCY, from_on=begun_on, until_on=ended_on, due_on=due_on)


def pregnancy_of(resident_id: int, on: date) -> int | None:
    """The pregnancy that a dose of a day is for: of those not over by then, the one due first."""
    found = _standing(resident_id).filter(is_mistake=False, ended_on=None, due_on__gte=on)
    return found.order_by("due_on").values_list("id", flat=True).first()


def _standing(resident_id: int) -> QuerySet[PregnancyNow]:
    numbers = numbers_of([resident_id])[resident_id]
    return PregnancyNow.objects.filter(resident_id__in=numbers)


def _told(each: PregnancyNow) -> Told:
    newest = PregnancyState.objects.filter(pregnancy_id=each.id).latest("id")
    known = (each.id, each.notified_on, each.due_on, each.ended_on, each.is_mistake)
    return Told(*known, newest.recorded_by_name, newest.recorded_at)
