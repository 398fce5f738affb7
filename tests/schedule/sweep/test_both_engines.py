"""Cases on both engines: each difference names the engine, and what is not swept starts no frames."""

import subprocess
import sys
from pathlib import Path

import msgspec

from sesshu.schedule.cases import case_files, cases_in, read_case
from sesshu.schedule.load import current
from sesshu.schedule.swept_cases import differences_of_both, differences_of_sweep

CASES = Path(__file__).parents[3] / "rulebook" / "cases"
(FILE,) = case_files([CASES / "varicella.csv"])
LINES = list(cases_in(FILE))


def test_both_engines_give_the_expected_answers_of_a_file() -> None:
    assert differences_of_both([read_case(*line) for line in LINES], current()) == []


def test_a_wrong_expectation_is_named_once_for_each_engine() -> None:
    place, row = next((place, row) for place, row in LINES if row["answers"] == "A1")
    found = differences_of_both([read_case(place, row | {"answers": "V?!4"})], current())
    assert [(one.engine, one.place, one.expected, one.found) for one in found] == [
        ("judge", place, "V?!4", "A1"),
        ("sweep", place, "V?!4", "A1"),
    ]


def test_an_engine_that_reads_another_law_differs_alone() -> None:
    course = current().courses["VAR"]
    version = msgspec.structs.replace(course.versions[-1], eligible_until=None)
    other = msgspec.structs.replace(course, versions=(*course.versions[:-1], version))
    rulebook = msgspec.structs.replace(current(), courses=current().courses | {"VAR": other})
    cases = [read_case(*line) for line in LINES]
    assert {one.engine for one in differences_of_sweep(cases, rulebook)} == {"sweep"}


def test_a_series_nobody_knows_is_swept_with_all_others() -> None:
    place, row = LINES[0]
    strange = row | {"doses": "?:VAR@2027-06-01", "answers": "N1", "series": "", "on": "2027-06-01"}
    case = read_case(place, strange | {"born_on": "2026-05-10", "facts": ""})
    assert differences_of_both([case], current()) == []


def test_what_sweeps_nobody_starts_neither_frames_nor_a_framework() -> None:
    loaded = "import sys, sesshu.schedule.command; print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert {"polars", "numpy", "django", "psycopg"}.isdisjoint(answer.stdout.split())
