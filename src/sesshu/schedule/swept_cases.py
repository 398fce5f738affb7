"""Cases answered by both engines: `judge` one by one, `sweep` all of a day together."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sesshu.schedule.cases import Case, Difference, compare, differences_of_judge
from sesshu.schedule.sweep.persons import sweep_persons
from sesshu.schedule.types import Rulebook


def differences_of_both(cases: Sequence[Case], rulebook: Rulebook) -> list[Difference]:
    """Where either engine answers otherwise than the law, in the order of the cases."""
    found = [one for case in cases for one in differences_of_judge(case, rulebook)]
    found += differences_of_sweep(cases, rulebook)
    place_of = {case.place: number for number, case in enumerate(cases)}
    return sorted(found, key=lambda one: place_of[one.place])


def differences_of_sweep(cases: Sequence[Case], rulebook: Rulebook) -> list[Difference]:
    """Where sweep answers otherwise; only the series that the cases are about are swept."""
    found: list[Difference] = []
    for on, together in _by_day(cases).items():
        persons = [case.person for case in together]
        answers = sweep_persons(persons, on, rulebook, _series_of(together, rulebook))
        for case, answer in zip(together, answers, strict=True):
            found += compare(case, answer, "sweep")
    return found


def _by_day(cases: Sequence[Case]) -> dict[date, list[Case]]:
    """Cases that can be swept together.

    What a dose was does not depend on the day of judgement unless it lies in the future: cases that ask
    about doses alone share the latest day of all.
    """
    latest = max((case.on for case in cases), default=date.min)
    found: dict[date, list[Case]] = {}
    for case in cases:
        past = all(dose.given_on <= case.on for dose in case.person.doses)
        on = latest if past and not case.row["series"] else case.on
        found.setdefault(on, []).append(case)
    return found


def _series_of(cases: Iterable[Case], rulebook: Rulebook) -> Collection[str] | None:
    """The series the cases are about; None for all, where one of them is not known."""
    asked = {case.row["series"] for case in cases} - {""}
    asked |= {dose.series for case in cases for dose in case.person.doses}
    return asked if asked <= set(rulebook.series) else None
