"""Valid histories, built from tables and an arithmetic of their own: the engine has no part in them.

A history follows a plan: each course of the plan has windows, least intervals, volume and route as
施行令第3条 and 実施規則 state them. Live injected vaccines keep 27 days to each other or share a day.
"""

# ruff: noqa: E501  tables
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from schedule.arithmetic import after, hpv_years, months, plus, preschool, weeks

from sesshu.schedule.persons import Dose, Person

Window = Callable[[date], tuple[date, date]]
TODAY = date(2026, 11, 23)
LIVE = {"BCG", "MR1", "MR2", "VAR"}
LIVE_APART = 28


@dataclass(frozen=True)
class Course:
    """What the law says of one course, for a whole regimen started in time."""

    series: str
    product: str
    window: Window
    ml: float | None
    route: str
    intervals: tuple[str, ...] = ()
    """Least interval to each dose after the first."""
    begin_by: Window | None = None
    """Window of the first dose, where another regimen begins later."""
    last_primary_by: int | None = None
    """Months of age that all but the last dose keep, where the law says so."""
    booster_from: int | None = None
    third_from_first: str = ""
    sex: str | None = None
    since: date = date(2024, 10, 1)
    legal: Window | None = None
    """The window of the law, where the plan is narrower."""
    anew_each_year: bool = False
    ages_matter: bool = True
    """Whether there is a last age."""

    def legal_window(self, born: date) -> tuple[date, date]:
        """First and last day on which the law lets somebody in."""
        return (self.legal or self.window)(born)


def years(first: int, last: int) -> Window:
    return months(12 * first, 12 * last)


def in_winter(birth: date) -> tuple[date, date]:
    return max(date(2025, 10, 1), years(65, 66)(birth)[0]), date(2026, 3, 31)


CHILD = (
    Course("DPT-IPV-Hib", "DPT-IPV-Hib", months(2, 90), 0.5, "IM", ("20 days", "20 days", "6 months")),
    Course("PCV", "PCV20", months(2, 60), 0.5, "SC", ("27 days", "27 days", "60 days"), months(2, 7), 12, 12),
    Course("HBV", "HBV", months(0, 12), 0.25, "SC", ("27 days", "0 days"), third_from_first="139 days"),
    Course("ROTA1", "RV1", weeks(6, 24), 1.5, "ORAL", ("27 days",)),
    Course("ROTA5", "RV5", weeks(6, 32), 2.0, "ORAL", ("27 days", "27 days")),
    Course("BCG", "BCG", months(0, 12), None, "PERCUTANEOUS"),
    Course("MR1", "MR", months(12, 24), 0.5, "SC"),
    Course("VAR", "VAR", months(12, 36), 0.5, "SC", ("3 months",)),
    Course("JE1", "JE", months(37, 90), 0.5, "SC", ("6 days", "6 months"), legal=months(6, 90)),
    Course("MR2", "MR", preschool, 0.5, "SC"),
    Course("JE2", "JE", years(9, 13), 0.5, "SC"),
    Course("DT2", "DT", years(11, 13), 0.1, "SC"),
    Course("HPV", "HPV9", hpv_years, 0.5, "IM", ("1 months", "3 months"), lambda b: (plus(years(15, 16)(b)[0], 1), hpv_years(b)[1]), sex="F", since=date(2023, 4, 1)),
)  # fmt: skip
OLDER = (
    Course("PPV", "PCV20-ADULT", years(65, 66), 0.5, "IM", since=date(2026, 4, 1)),
    Course("ZOS", "RZV", lambda b: (date(2025, 4, 1), date(2026, 3, 31)), 0.5, "IM", ("1 months",), since=date(2025, 4, 1)),
    Course("FLU", "FLU", in_winter, 0.5, "SC", anew_each_year=True, ages_matter=False),
    Course("COVID", "CV-COMIRNATY", in_winter, 0.3, "IM", anew_each_year=True),
)  # fmt: skip
BY_SERIES = {course.series: course for course in (*CHILD, *OLDER)}


@dataclass
class Life:
    """Somebody, the doses had, and the choices of chance."""

    born_on: date
    sex: str
    chance: random.Random
    doses: list[Dose] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return Person(id="p", born_on=self.born_on, sex=self.sex, doses=tuple(self.doses))  # type: ignore[arg-type]

    def of(self, series: str) -> list[Dose]:
        return sorted((d for d in self.doses if d.series == series), key=lambda d: d.given_on)


def lives(number: int, seed: int) -> Iterator[Life]:
    """So many people with at least one dose, the same ones every time."""
    chance = random.Random(seed)  # noqa: S311  the same people every time
    while number:
        life = _life(chance)
        if life.doses:
            number -= 1
            yield life


def _life(chance: random.Random) -> Life:
    if chance.random() < 0.15:
        # 65 in the fiscal year in which 帯状疱疹 is open, so that every course of OLDER may lie inside
        born = date(1960, 4, 2) + timedelta(days=chance.randrange(365))
        return _lived(Life(born, chance.choice("FM"), chance), OLDER)
    born = date(2010, 4, 2) + timedelta(days=chance.randrange(365 * 16))
    rota = chance.choice(("ROTA1", "ROTA5"))
    plan = [
        course for course in CHILD if not course.series.startswith("ROTA") or course.series == rota
    ]
    return _lived(Life(born, chance.choice("FM"), chance), plan)


def _lived(life: Life, plan: Iterator[Course] | list[Course] | tuple[Course, ...]) -> Life:
    for course in plan:
        if course.sex in (None, life.sex) and life.chance.random() < 0.9:
            life.doses += _doses(course, life)
    return life


def _doses(course: Course, life: Life) -> list[Dose]:
    """As many doses as there is time for; each on a random day between its earliest and its last."""
    found: list[Dose] = []
    for number in range(len(course.intervals) + 1):
        first, last = span(course, life.born_on, [d.given_on for d in found])
        last = min(last, first + timedelta(days=life.chance.choice((0, 3, 20, 60, 200))), TODAY)
        days = [
            day
            for day in (first, plus(first, life.chance.randrange(30)), last)
            if first <= day <= last and _apart(course, day, life)
        ]
        if not days:
            break
        found.append(dose(course, life.chance.choice(days), f"{course.series}-{number}"))
    return found


def span(course: Course, born: date, had: list[date]) -> tuple[date, date]:
    """First and last day of the next dose of a course, by its own table."""
    number = len(had)
    window = course.begin_by if course.begin_by and not had else course.window
    first, last = window(born)
    if not had:
        first = max(first, course.since)
    if number < len(course.intervals) and course.last_primary_by and had:
        last = min(last, months(0, course.last_primary_by)(born)[1])
    if had:
        first = max(first, after(had[-1], course.intervals[number - 1]))
    if number == 2 and course.third_from_first:
        first = max(first, after(had[0], course.third_from_first))
    if number and number == len(course.intervals) and course.booster_from:
        first = max(first, months(0, course.booster_from)(born)[1])
    return first, last


def _apart(course: Course, day: date, life: Life) -> bool:
    """Whether no other live injection lies within 27 days, the same day apart."""
    others = [d.given_on for d in life.doses if d.series in LIVE - {course.series}]
    near = (abs((day - other).days) for other in others if other != day)
    return course.series not in LIVE or all(days >= LIVE_APART for days in near)


def dose(course: Course, given_on: date, number: str) -> Dose:
    """A dose as its paper would say it."""
    return Dose(
        id=number,
        series=course.series,
        product=course.product,
        given_on=given_on,
        volume_ml=course.ml,
        route=course.route,
        expires_on=given_on + timedelta(days=90),
    )
