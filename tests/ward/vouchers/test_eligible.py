"""Whom the conditions of a run name and whom the register leaves out, in frames alone (V020, V021)."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.schedule.ahead import doses_ahead
from sesshu.schedule.load import current
from sesshu.schedule.persons import Person
from sesshu.schedule.sweep import Population, sweep
from sesshu.ward.records.jobs.population import REGISTERED_COLUMNS
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.jobs.eligible import eligible, narrowed
from sesshu.ward.vouchers.jobs.whole_course import with_later_doses

ON, UNTIL = date(2026, 11, 20), date(2026, 12, 31)
COLUMNS = {name: kind or pl.Int64 for name, kind in REGISTERED_COLUMNS.items()} | {
    "is_guarded": pl.Boolean
}
Who = dict[str, Any]


def somebody(number: int = 1, **others: Any) -> Who:
    return {
        "resident_id": number,
        "born_on": date(2025, 12, 10),
        "sex": "F",
        "died_on": None,
        "registered_sex": "2",
        "registered_status": "1",
        "postal_code": "1540017",
        "became_resident_on": date(2025, 12, 10),
        "is_guarded": False,
    } | others


def frame(*people: Who) -> pl.DataFrame:
    return pl.DataFrame(list(people), schema=COLUMNS, orient="row")


def conditions(*series: str, **others: Any) -> Conditions:
    return Conditions(series=series or ("MR1",), until_on=UNTIL, **others)


def found(people: pl.DataFrame, asked: Conditions) -> pl.DataFrame:
    alive = people.with_columns(pl.lit(None, pl.Date).alias("died_on"))
    answers = sweep(Population(residents=alive), ON, current(), asked.series)
    return eligible(people, answers, asked, ON, current())[0]


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "born_on": st.dates(date(2024, 1, 1), ON),
            "registered_sex": st.sampled_from("12"),
            "postal_code": st.sampled_from(["1540017", "1570066", None]),
            "became_resident_on": st.none() | st.dates(date(2026, 1, 1), ON),
            "is_guarded": st.booleans(),
        }
    ),
    max_size=12,
)
ASKED = st.builds(
    conditions,
    born_from=st.none() | st.dates(date(2024, 1, 1), ON),
    born_until=st.none() | st.dates(date(2024, 1, 1), ON),
    sex=st.sampled_from([None, "1", "2"]),
    postal_code=st.sampled_from(["", "1", "154", "1570066"]),
    moved_in_since=st.none() | st.dates(date(2026, 1, 1), ON),
)


def named(who: Who, asked: Conditions) -> bool:
    """The same in words of one person; where a guarded person lives is not known here."""
    moved = who["became_resident_on"]
    near = (who["postal_code"] or "x").startswith(asked.postal_code) or who["is_guarded"]
    return (
        (asked.born_from is None or who["born_on"] >= asked.born_from)
        and (asked.born_until is None or who["born_on"] <= asked.born_until)
        and (asked.sex is None or who["registered_sex"] == asked.sex)
        and (not asked.postal_code or near)
        and (asked.moved_in_since is None or (moved is not None and moved >= asked.moved_in_since))
    )


@given(people=PEOPLE, asked=ASKED)
def test_every_condition_that_is_given_has_to_hold(people: list[Who], asked: Conditions) -> None:
    everybody = [somebody(number, **who) for number, who in enumerate(people, start=1)]
    kept = narrowed(frame(*everybody), asked)["resident_id"].to_list()
    assert kept == [who["resident_id"] for who in everybody if named(who, asked)]


@pytest.mark.parametrize(
    ("others", "excluded"),
    [
        ({}, None),
        ({"died_on": date(2026, 11, 1)}, "dead"),
        ({"registered_status": "4"}, "dead"),
        ({"registered_status": "4", "is_guarded": True}, "dead"),
        ({"registered_status": "2"}, "moved_out"),
        ({"registered_status": "3"}, "moved_out"),
        ({"registered_status": "5"}, "moved_out"),
        ({"registered_status": "6"}, "outside_register"),
        ({"registered_status": "3", "died_on": date(2026, 11, 1)}, "dead"),
    ],
)
def test_the_register_names_one_reason(others: Who, excluded: str | None) -> None:
    assert found(frame(somebody(**others)), conditions())["excluded"].to_list() == [excluded]


def test_of_a_guarded_person_the_district_is_not_known() -> None:
    people = frame(somebody(1, is_guarded=True), somebody(2))
    assert found(people, conditions())["excluded"].to_list() == [None, None]
    near = found(people, conditions(postal_code="154"))
    assert near["excluded"].to_list() == ["district_unknown", None]


@pytest.mark.parametrize(
    ("until_on", "many"), [(date(2026, 12, 8), 0), (date(2026, 12, 9), 1), (UNTIL, 1)]
)
def test_a_dose_is_found_from_the_day_it_opens(until_on: date, many: int) -> None:
    asked = Conditions(series=("MR1",), until_on=until_on)
    assert found(frame(somebody()), asked).height == many


def test_several_series_make_a_row_each() -> None:
    rows = found(frame(somebody()), conditions("MR1", "VAR", "BCG"))
    assert rows["series"].to_list() == ["MR1", "VAR"] + ["BCG"]
    assert set(rows["dose"].to_list()) == {1}


@given(born_on=st.dates(date(2021, 1, 1), ON), sex=st.sampled_from("FM"))
def test_the_sheets_of_a_course_are_what_the_judge_says_is_ahead(born_on: date, sex: str) -> None:
    people = frame(somebody(born_on=born_on, sex=sex))
    asked = conditions("PCV", "HBV", "DPT-IPV-Hib", "VAR")
    population = Population(residents=people)
    rows = with_later_doses(found(people, asked), population, ON, current())
    for series in asked.series:
        own = rows.filter(pl.col("series") == series)
        ahead = doses_ahead(Person(id="", born_on=born_on, sex=sex), series, ON, current())
        opens = [each for each in ahead[:1] if each.earliest_on <= UNTIL]
        expected = ahead if opens else ()
        assert own["dose"].to_list() == [each.dose for each in expected]
        assert own["earliest_on"].to_list() == [each.earliest_on for each in expected]
        assert own["last_on"].to_list() == [each.last_on for each in expected]


def test_doses_on_record_are_sent_no_sheet() -> None:
    people = frame(somebody(born_on=date(2025, 3, 1)))
    doses = pl.DataFrame(
        {
            "resident_id": [1],
            "dose_id": [7],
            "series": ["VAR"],
            "product": ["VAR"],
            "given_on": [date(2026, 4, 10)],
        }
    )
    population = Population(residents=people, doses=doses)
    answers = sweep(population, ON, current(), ("VAR",))
    first, done = eligible(people, answers, conditions("VAR"), ON, current())
    rows = with_later_doses(first, population, ON, current())
    assert (rows["dose"].to_list(), done) == ([2], 0)


def test_first_doses_alone_where_a_run_asks_for_them() -> None:
    people = frame(somebody(1, born_on=date(2025, 3, 1)), somebody(2, born_on=date(2025, 3, 1)))
    doses = pl.DataFrame(
        {
            "resident_id": [1],
            "dose_id": [7],
            "series": ["VAR"],
            "product": ["VAR"],
            "given_on": [date(2026, 4, 10)],
        }
    )
    answers = sweep(Population(residents=people, doses=doses), ON, current(), ("VAR",))
    rows, _ = eligible(people, answers, conditions("VAR", first_dose_only=True), ON, current())
    assert rows["resident_id"].to_list() == [2]


def test_who_has_had_all_is_counted_and_not_listed() -> None:
    people = frame(somebody(1, born_on=date(2025, 3, 1)), somebody(2, registered_status="3"))
    doses = pl.DataFrame(
        {
            "resident_id": [1],
            "dose_id": [7],
            "series": ["MR1"],
            "product": ["MR"],
            "given_on": [date(2026, 4, 10)],
        }
    )
    answers = sweep(Population(residents=people, doses=doses), ON, current(), ("MR1",))
    rows, done = eligible(people, answers, conditions(), ON, current())
    assert (rows["resident_id"].to_list(), done) == ([2], 1)
