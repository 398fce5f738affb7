"""schedule.judge: persons a second on one core, children with about eight doses, the whole rulebook."""

import random
import time
from datetime import date, timedelta

from sesshu.schedule.judge import judge
from sesshu.schedule.load import current
from sesshu.schedule.persons import Dose, Person

PERSONS = 24_000  # so many children under four has a ward with 6,000 births a year
LIMIT = 3_000.0
ON = date(2026, 11, 23)
# Series, product and age in days of a child who follows the calendar, a little unevenly.
CALENDAR = (
    ("HBV", "HBV", 61),
    ("ROTA1", "RV1", 62),
    ("DPT-IPV-Hib", "DPT-IPV-Hib", 62),
    ("PCV", "PCV20", 62),
    ("HBV", "HBV", 92),
    ("ROTA1", "RV1", 93),
    ("DPT-IPV-Hib", "DPT-IPV-Hib", 93),
    ("PCV", "PCV20", 93),
    ("BCG", "BCG", 160),
    ("HBV", "HBV", 215),
    ("MR1", "MR", 370),
    ("VAR", "VAR", 370),
)


def run() -> list[dict[str, object]]:
    """Judge a seeded population once; what is kept per birth date starts empty."""
    rulebook, people = current(), population(PERSONS)
    began = time.perf_counter()
    for person in people:
        judge(person, ON, rulebook)
    number = PERSONS / (time.perf_counter() - began)
    doses = sum(len(person.doses) for person in people) / PERSONS
    work = f"judge {PERSONS} children with {doses:.1f} doses each, {len(rulebook.series)} series"
    return [
        {
            "id": "schedule.judge",
            "work": work,
            "number": round(number, 1),
            "unit": "persons/s",
            "limit": LIMIT,
            "limit_is": "aim of the issue on one core",
            "better": "higher",
            "ratio": round(number / LIMIT, 3),
        }
    ]


def population(size: int) -> list[Person]:
    """Children born within four years, the same ones every time."""
    chance = random.Random(131121)
    return [_child(str(number), chance) for number in range(size)]


def _child(number: str, chance: random.Random) -> Person:
    born_on = date(2023, 1, 1) + timedelta(days=chance.randrange(1300))
    doses = [
        Dose(id=f"{number}-{place}", series=series, product=product, given_on=given_on)
        for place, (series, product, age) in enumerate(CALENDAR)
        if (given_on := born_on + timedelta(days=age + chance.randrange(6))) <= ON
        and chance.random() < 0.75
    ]
    return Person(id=number, born_on=born_on, sex=chance.choice(["F", "M"]), doses=tuple(doses))


if __name__ == "__main__":
    print(run())
