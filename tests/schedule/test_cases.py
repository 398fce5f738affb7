"""The cases of the rulebook: named people, written from the law, at both sides of every boundary."""

import csv
from datetime import date
from pathlib import Path

import pytest

from sesshu.schedule.entry import judge_entry
from sesshu.schedule.load import current
from sesshu.schedule.persons import Dose, Person

CASES = Path(__file__).parents[2] / "rulebook" / "cases"


def cases() -> list[object]:
    found = []
    for file in sorted(CASES.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.append(pytest.param(row, id=f"{file.stem}-{row['who']}-{row['what']}"))
    return found


def dose(number: int, written: str) -> Dose:
    series, _, day = written.partition("@")
    code, _, product = series.partition(":")
    given_on = date.fromisoformat(day)
    return Dose(id=f"past-{number}", series=code, product=product or None, given_on=given_on)


@pytest.mark.parametrize("case", cases())
def test_the_judgement_of_a_named_person_is_that_of_the_law(case: dict[str, str]) -> None:
    history = tuple(dose(n, text) for n, text in enumerate(case["history"].split()))
    person = Person(
        id=case["who"],
        born_on=date.fromisoformat(case["born_on"]),
        sex=case["sex"],  # type: ignore[arg-type]
        doses=history,
    )
    candidate = Dose(
        id="this",
        series=case["series"],
        product=case["product"] or None,
        given_on=date.fromisoformat(case["given_on"]),
        volume_ml=float(case["volume_ml"]) if case["volume_ml"] else None,
    )
    verdict = judge_entry(person, candidate, candidate.given_on, current()).dose
    reached = {(str(c.dose), c.phase.value) for c in verdict.counts_as} or {("", "")}
    assert (
        verdict.legal,
        verdict.counts,
        (str(verdict.error.value) if verdict.error else ""),
    ) == (case["legal"], case["counts"], case["error"]), verdict.reasons
    assert reached == {(case["dose"], case["phase"])}
    assert bool(verdict.error) <= bool(verdict.reasons)


def test_every_series_of_the_rulebook_has_cases_that_keep_and_break_the_law() -> None:
    rows = [case.values[0] for case in cases()]  # type: ignore[attr-defined]
    kept = {row["series"] for row in rows if row["legal"] == "routine_a"}
    broken = {row["series"] for row in rows if row["error"]}
    assert kept == broken == set(current().series)


def test_every_case_names_the_law_it_was_written_from() -> None:
    assert all(case.values[0]["law"] for case in cases())  # type: ignore[attr-defined]
