"""The doses a child of the fictional ward has had: when the law first recommends them, a little late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sesshu.kernel.outcomes import Status
from sesshu.schedule.judge import judge
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import Rulebook, Sex
from sesshu.schedule.verdicts import NextDose, SeriesVerdict

LATEST_BY_DAYS = 21
VISITS_MAX = 30
OPEN = (Status.DUE, Status.WAITING)
ROTA = ("ROTA1", "ROTA5")  # a child gets one of the two vaccines for all doses


@dataclass(frozen=True, slots=True)
class Visit:
    """A day at the clinic and what is given there."""

    on: date
    doses: tuple[Dose, ...]


def visits(
    born_on: date, sex: Sex, until: date, rulebook: Rulebook, chance: np.random.Generator
) -> Iterator[Visit]:
    """Every visit of a child up to and including ``until``, each within the law of its day."""
    person = Person(id="child", born_on=born_on, sex=sex)
    today, other_rota = born_on, ROTA[int(chance.integers(2))]
    for _ in range(VISITS_MAX):
        late = int(chance.integers(LATEST_BY_DAYS))
        wanted = _next_visit(person, today, rulebook, late, other_rota)
        if wanted is None or wanted > until:
            return
        given = _given_on(person, wanted, rulebook, other_rota)
        if given:
            yield Visit(wanted, given)
            person = Person(id="child", born_on=born_on, sex=sex, doses=(*person.doses, *given))
        today = wanted + timedelta(days=1)


def _next_visit(
    person: Person, today: date, rulebook: Rulebook, late: int, unwanted: str
) -> date | None:
    days = [
        max(today, _recommended(each.next)) + timedelta(days=late)
        for each in judge(person, today, rulebook).series
        if each.status in OPEN and each.next is not None and each.series != unwanted
    ]
    return min(days, default=None)


def _recommended(wanted: NextDose) -> date:
    return max(wanted.earliest_on, wanted.standard_from or wanted.earliest_on)


def _given_on(person: Person, on: date, rulebook: Rulebook, unwanted: str) -> tuple[Dose, ...]:
    """What is due on the day and recommended by then; live vaccines wait if one was given lately."""
    due = [
        each
        for each in judge(person, on, rulebook).series
        if each.status is Status.DUE
        and each.next is not None
        and each.series != unwanted
        and _recommended(each.next) <= on
    ]
    return tuple(_dose(each, each.next, on) for each in due if each.next is not None)


def _dose(series: SeriesVerdict, wanted: NextDose, on: date) -> Dose:
    offered = wanted.products[0]
    return Dose(
        id=f"{series.series}-{wanted.dose}",
        series=series.series,
        given_on=on,
        product=offered.product,
        volume_ml=offered.volume_ml,
        route=offered.routes[0],
    )
