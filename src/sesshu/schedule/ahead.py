"""The doses of a series that are still to come, were each given as soon as the law allows."""

from datetime import date

from msgspec.structs import replace

from sesshu.schedule.judge import judge
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import NextDose


def doses_ahead(person: Person, series: str, on: date, rulebook: Rulebook) -> tuple[NextDose, ...]:
    """The next dose of a series and those after it in their order; none where the law opens none.

    Each is as the judge answers on the first day of the one before. Whoever begins late has fewer, for the
    law asks for fewer or leaves no time for the rest.
    """
    found: list[NextDose] = []
    while following := _next_of(person, series, on, rulebook):
        if found and following.dose <= found[-1].dose:
            break
        found.append(following)
        on = max(on, following.earliest_on)
        given = _given(following, series, on)
        person = replace(person, doses=(*person.doses, given))
    return tuple(found)


def _next_of(person: Person, series: str, on: date, rulebook: Rulebook) -> NextDose | None:
    verdict = judge(person, on, rulebook)
    return next((one.next for one in verdict.series if one.series == series), None)


def _given(following: NextDose, series: str, on: date) -> Dose:
    product = following.products[0].product if following.products else None
    return Dose(id=f"ahead {following.dose}", series=series, given_on=on, product=product)
