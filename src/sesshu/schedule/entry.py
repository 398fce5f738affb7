"""What a clerk is told about a dose before it is saved."""

from datetime import date

import msgspec

from sesshu.schedule.judge import judge
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import EntryVerdict


def judge_entry(person: Person, candidate: Dose, on: date, rulebook: Rulebook) -> EntryVerdict:
    """The verdict about a dose as if it were recorded among those of the person.

    Later doses on record stay; the candidate takes its place by its day.
    """
    as_if = msgspec.structs.replace(person, doses=(*person.doses, candidate))
    verdict = judge(as_if, on, rulebook)
    return EntryVerdict(
        dose=next(dose for dose in verdict.doses if dose.id == candidate.id),
        series=next((s for s in verdict.series if s.series == candidate.series), None),
    )
