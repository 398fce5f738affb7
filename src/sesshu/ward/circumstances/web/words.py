"""What is known of a person in the words of a page."""

from sesshu.schedule.types import Rulebook
from sesshu.ward.circumstances.codes import ELSEWHERE, HAD_DISEASE

SEPARATOR = ":"


def offered(rulebook: Rulebook) -> list[tuple[str, str]]:
    """What may be told, by the code of the form: facts of the rulebook, then diseases somebody had."""
    facts = [(code, name) for code, name in rulebook.facts.items() if code not in ELSEWHERE]
    diseases = [
        (f"{HAD_DISEASE}{SEPARATOR}{antigen}", f"{rulebook.antigens[antigen]}にかかったことがある")
        for antigen in _that_exclude(rulebook)
    ]
    return [*facts, *diseases]


def name_of(kind: str, antigen: str | None, rulebook: Rulebook) -> str:
    """The words of one of them; the code where the rulebook has none any more."""
    if kind == HAD_DISEASE:
        return f"{rulebook.antigens.get(antigen or '', antigen)}にかかったことがある"
    return rulebook.facts.get(kind, kind)


def _that_exclude(rulebook: Rulebook) -> list[str]:
    """Antigens whose disease takes out of a series (施行規則第2条の9, 政令第3条)."""
    courses = [
        rulebook.courses[code]
        for series in rulebook.series.values()
        if series.past_illness_excludes
        for code in series.serves
    ]
    found = {antigen for course in courses for antigen in course.antigens}
    return [antigen for antigen in rulebook.antigens if antigen in found]
