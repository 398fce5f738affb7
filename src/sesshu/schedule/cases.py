"""Cases: named people with the answers the law gives, one a line, and what an engine says instead.

The columns are described in rulebook/cases/README.md; an empty cell asserts nothing.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sesshu.kernel.outcomes import Counts, Legal, Phase
from sesshu.schedule.judge import judge
from sesshu.schedule.persons import Disease, Dose, Fact, Person
from sesshu.schedule.seen import DoseSeen, Seen, SeriesSeen, seen
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import DoseVerdict, SeriesVerdict, Verdict

DOSE = re.compile(
    r"(?P<series>[^:@]+)(:(?P<product>[^@]+))?@(?P<day>\d{4}-\d\d-\d\d)"
    r"(/(?P<ml>[\d.]+))?(/(?P<route>[A-Z]+))?(/until=(?P<expires>[\d-]+))?(/(?P<decision>counts|does_not_count))?"
)
FACT = re.compile(
    r"(?P<kind>[a-z_]+)(:(?P<antigen>[a-z0-9_]+))?@(?P<begins>[\d-]+)(\.\.(?P<ends>[\d-]+))?(/due=(?P<due>[\d-]+))?"
)
LETTERS = {
    Legal.ROUTINE_A: "A",
    Legal.ROUTINE_B: "B",
    Legal.SPECIAL: "S",
    Legal.VOLUNTARY: "V",
    Legal.OUTSIDE_ACT: "O",
    Legal.NOT_COVERED: "N",
}
NOT_ASSERTED = "-"


class UnreadableCase(ValueError):
    """A line that is no case: names file, line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an engine answers otherwise than the law."""

    place: str
    """File and line."""
    who: str
    asked: str
    expected: str
    found: str
    engine: str = "judge"


@dataclass(frozen=True, slots=True)
class Case:
    """A line read: a person, the day of judgement, and what is expected."""

    place: str
    row: Mapping[str, str]
    person: Person
    on: date


def case_files(paths: Iterable[Path]) -> list[Path]:
    """The CSV files among paths and in folders."""
    return [
        file
        for path in paths
        for file in (sorted(path.rglob("*.csv")) if path.is_dir() else [path])
    ]


def cases_in(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The cases of a file, each with its place."""
    with file.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            yield f"{file.name}:{number}", row


def read_case(place: str, row: Mapping[str, str]) -> Case:
    """The case of a line. Raises UnreadableCase."""
    return Case(place, row, _person(place, row), _day_of_judgement(place, row))


def differences(place: str, row: Mapping[str, str], rulebook: Rulebook) -> list[Difference]:
    """Judge the person of a case, and compare. Raises UnreadableCase."""
    return differences_of_judge(read_case(place, row), rulebook)


def differences_of_judge(case: Case, rulebook: Rulebook) -> list[Difference]:
    """Where judge answers otherwise, also what its answer rests on. Raises UnreadableCase."""
    verdict = judge(case.person, case.on, rulebook)
    grounds = _differences(case, _compare_grounds(case.row, verdict), "judge")
    return compare(case, seen(verdict), "judge") + grounds


def compare(case: Case, answer: Seen, engine: str) -> list[Difference]:
    """Where an engine's answer is not the expected one. Raises UnreadableCase."""
    found = [*_compare_doses(case.row, answer), *_compare_series(case, answer)]
    return _differences(case, found, engine)


def _differences(
    case: Case, found: Iterable[tuple[str, str, str]], engine: str
) -> list[Difference]:
    return [
        Difference(case.place, case.row["who"], asked, expected, answered, engine)
        for asked, expected, answered in found
        if expected not in ("", NOT_ASSERTED) and expected != answered
    ]


def _person(place: str, row: Mapping[str, str]) -> Person:
    facts = [_matched(place, FACT, text) for text in row["facts"].split()]
    died = [date.fromisoformat(f["begins"]) for f in facts if f["kind"] == "died"]
    return Person(
        id=row["who"],
        born_on=date.fromisoformat(row["born_on"]),
        sex=row["sex"],  # type: ignore[arg-type]
        doses=tuple(
            _dose(number, _matched(place, DOSE, text))
            for number, text in enumerate(row["doses"].split(), start=1)
        ),
        diseases=tuple(
            Disease(antigen=f["antigen"], known_from=date.fromisoformat(f["begins"]))
            for f in facts
            if f["kind"] == "had"
        ),
        facts=tuple(_fact(f) for f in facts if f["kind"] not in ("had", "died")),
        died_on=died[0] if died else None,
    )


def _matched(place: str, shape: re.Pattern[str], text: str) -> dict[str, str]:
    match = shape.fullmatch(text)
    if match is None:
        raise UnreadableCase(f"{place}: “{text}” is written otherwise than cases/README.md says")
    return match.groupdict()


def _dose(number: int, part: Mapping[str, str]) -> Dose:
    return Dose(
        id=f"{number:03}",
        series=part["series"],
        product=part["product"],
        given_on=date.fromisoformat(part["day"]),
        volume_ml=float(part["ml"]) if part["ml"] else None,
        route=part["route"],
        expires_on=date.fromisoformat(part["expires"]) if part["expires"] else None,
        decision=part["decision"],  # type: ignore[arg-type]
    )


def _fact(part: Mapping[str, str]) -> Fact:
    return Fact(
        kind=part["kind"],
        from_on=date.fromisoformat(part["begins"]),
        until_on=date.fromisoformat(part["ends"]) if part["ends"] else None,
        due_on=date.fromisoformat(part["due"]) if part["due"] else None,
    )


def _day_of_judgement(place: str, row: Mapping[str, str]) -> date:
    if row["on"]:
        return date.fromisoformat(row["on"])
    days = [_matched(place, DOSE, text)["day"] for text in row["doses"].split()]
    if not days:
        raise UnreadableCase(f"{place}: neither a dose nor a day of judgement")
    return date.fromisoformat(max(days))


def _compare_doses(row: Mapping[str, str], answer: Seen) -> Iterator[tuple[str, str, str]]:
    for number, expected in enumerate(row["answers"].split(), start=1):
        dose = answer.doses[f"{number:03}"]
        yield f"dose {number}", expected, answer_of(dose, with_reason="=" in expected)


def answer_of(dose: DoseSeen, *, with_reason: bool) -> str:
    """An answer about a dose as the cases write it, e.g. `A4b` or `V?!4=too_soon`."""
    counted = ",".join(
        f"{number}b" if phase is Phase.BOOSTER else str(number)
        for number, phase in sorted({(c.dose, c.phase) for c in dose.counts_as})
    )
    count = {Counts.YES: counted, Counts.NO: "x", Counts.UNDECIDED: "?"}[dose.counts]
    error = f"!{dose.error}" if dose.error else ""
    return f"{LETTERS[dose.legal]}{count}{error}" + (f"={dose.reason or ''}" if with_reason else "")


def _compare_series(case: Case, answer: Seen) -> Iterator[tuple[str, str, str]]:
    code = case.row["series"]
    if not code:
        return
    if code not in answer.series:
        raise UnreadableCase(f"{case.place}: there is no series “{code}”")
    for asked, answered in _answers_about(answer.series[code]).items():
        yield asked, case.row[asked], answered


def _compare_grounds(row: Mapping[str, str], verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    """Reason, vaccines, provision, open questions, of the series asked about or else of the latest dose."""
    series = next((one for one in verdict.series if one.series == row["series"]), None)
    if series is not None:
        yield "reason", row.get("reason", ""), series.reasons[0].code
        offered = "・".join(product.name for product in series.next.products) if series.next else ""
        yield "offered", *_part(row.get("offered", ""), offered or "none")
    judged = series or (verdict.doses[-1] if verdict.doses else None)
    if judged is not None:
        expected = " ".join(sorted(row.get("verify", "").split()))
        yield "verify", expected, " ".join(sorted(judged.verify)) or "none"
        yield "provision", *_part(row.get("provision", ""), _provision_of(judged))


def _part(asked: str, said: str) -> tuple[str, str]:
    """What is asked for and what was answered, the same where the one is part of the other."""
    return asked, asked if asked in said else said


def _provision_of(judged: DoseVerdict | SeriesVerdict) -> str:
    if isinstance(judged, DoseVerdict):
        return judged.provision
    return judged.next.provision if judged.next else judged.reasons[0].provision


def _answers_about(series: SeriesSeen) -> dict[str, str]:
    return {
        "status": series.status.value,
        "timing": series.timing.value if series.timing else "none",
        "next_dose": str(series.next_dose or "none"),
        "next_from": str(series.earliest_on or "none"),
        "next_until": str(series.last_on or "none"),
        "standard_from": str(series.standard_from or "none"),
        "standard_until": str(series.standard_until or "none"),
    }
