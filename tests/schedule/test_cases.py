"""The cases of the rulebook: named people, written from the law, at both sides of every boundary."""

from pathlib import Path

import pytest

from sesshu.kernel.outcomes import ErrorClass
from sesshu.schedule.cases import UnreadableCase, case_files, cases_in, differences
from sesshu.schedule.load import current

CASES = Path(__file__).parents[2] / "rulebook" / "cases"
ALL = [(place, row) for file in case_files([CASES]) for place, row in cases_in(file)]
ENOUGH = 500


@pytest.mark.parametrize("file", case_files([CASES]), ids=lambda file: file.stem)
def test_the_judgement_of_named_people_is_that_of_the_law(file: Path) -> None:
    found = [d for place, row in cases_in(file) for d in differences(place, row, current())]
    assert found == []


def test_there_are_enough_cases_and_each_names_situation_and_law() -> None:
    assert len(ALL) >= ENOUGH
    assert [place for place, row in ALL if not (row["who"] and row["what"] and row["law"])] == []
    assert [
        place for place, row in ALL if not (row["answers"] or row["status"] or row["standard_from"])
    ] == []


def test_no_situation_is_told_twice() -> None:
    told = [
        tuple(row[key] for key in ("born_on", "sex", "facts", "doses", "on", "series"))
        for _, row in ALL
    ]
    assert len(told) == len(set(told))


def answers() -> list[tuple[str, str]]:
    """(series of the dose, answer) of every dose of which something is asserted."""
    found = []
    for _, row in ALL:
        for dose, answer in zip(row["doses"].split(), row["answers"].split(), strict=True):
            if answer != "-":
                found.append((dose.partition("@")[0].partition(":")[0], answer))
    return found


def test_every_series_of_the_rulebook_has_cases_that_keep_and_break_the_law() -> None:
    kept = {series for series, answer in answers() if answer[0] in "ABS"}
    broken = {series for series, answer in answers() if "!" in answer}
    assert kept == broken == set(current().series)


def test_every_class_of_error_that_records_can_show_has_a_case() -> None:
    shown = {
        int(answer.partition("!")[2].partition("=")[0]) for _, answer in answers() if "!" in answer
    }
    assert shown == {error.value for error in ErrorClass}


def test_a_wrong_expectation_is_named_with_its_place() -> None:
    place, row = next((p, r) for p, r in ALL if r["answers"] == "A1")
    (found,) = differences(place, row | {"answers": "V?!4"}, current())
    assert (found.place, found.expected, found.found) == (place, "V?!4", "A1")


@pytest.mark.parametrize(
    "spoiled",
    [
        {"doses": "HBV 2026-07-09"},
        {"facts": "?"},
        {"doses": "", "answers": "", "on": ""},
        {"series": "X"},
    ],
)
def test_a_line_that_is_no_case_is_refused_with_its_place(spoiled: dict[str, str]) -> None:
    place, row = ALL[0]
    with pytest.raises(UnreadableCase, match=r"\.csv:2"):
        differences(place, row | spoiled, current())
