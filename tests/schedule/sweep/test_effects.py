"""A population under two releases: the same effects as person by person."""

from collections import Counter
from datetime import date

import msgspec
import polars as pl
import pytest
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from sesshu.schedule.bounds import read_bound, read_interval
from sesshu.schedule.comparison import affected
from sesshu.schedule.load import current
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.sweep.effects import effects
from sesshu.schedule.sweep.persons import population_of
from sesshu.schedule.types import Rulebook

ON = date(2026, 11, 23)
TODAY = current()


def other_law() -> Rulebook:
    """Varicella until five, its second dose after six months, and no BCG."""
    row = TODAY.courses["VAR"]
    newest = row.versions[-1]
    first, second = newest.regimens[0].doses
    later = msgspec.structs.replace(second, after_previous=read_interval("6 months"))
    regimen = msgspec.structs.replace(newest.regimens[0], doses=(first, later))
    changed = msgspec.structs.replace(
        newest, eligible_until=read_bound("reaches 60 months"), regimens=(regimen,)
    )
    varicella = msgspec.structs.replace(row, versions=(*row.versions[:-1], changed))
    return msgspec.structs.replace(
        TODAY,
        courses={c: r for c, r in TODAY.courses.items() if c != "BCG"} | {"VAR": varicella},
        series={c: r for c, r in TODAY.series.items() if c != "BCG"},
    )


OTHER = other_law()


@st.composite
def people(draw: st.DrawFn) -> Person:
    doses = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["VAR", "MR1", "HBV", "DPT-IPV-Hib"]),
                st.dates(date(2021, 1, 1), ON),
            ),
            max_size=4,
        )
    )
    return Person(
        id="p",
        born_on=draw(st.dates(date(2020, 1, 1), ON)),
        sex=draw(st.sampled_from(["F", "M"])),
        doses=tuple(
            Dose(id=str(number), series=series, given_on=day)
            for number, (series, day) in enumerate(doses)
        ),
    )


def counted(found: pl.DataFrame) -> Counter[tuple[int, str, str]]:
    return Counter(
        (row["resident_id"], row["series"], row["effect"]) for row in found.iter_rows(named=True)
    )


@given(st.lists(people(), min_size=1, max_size=6))
@settings(max_examples=examples(25))
def test_the_population_is_answered_as_each_person_is(persons: list[Person]) -> None:
    found = effects(population_of(persons), ON, TODAY, OTHER)
    expected = Counter(
        (at, row.series, str(row.effect))
        for at, person in enumerate(persons)
        for row in affected(person, ON, TODAY, OTHER)
    )
    assert counted(found) == expected


@given(people())
@settings(max_examples=examples(15))
def test_the_days_before_and_after_are_those_of_the_person(person: Person) -> None:
    rows = effects(population_of([person]), ON, TODAY, OTHER).to_dicts()
    found = {row["series"]: row for row in rows if row["effect"] != "judged_anew"}
    for one in affected(person, ON, TODAY, OTHER):
        for when, position in (("before", one.before), ("after", one.after)):
            if position is not None:
                assert found[one.series][f"{when}_earliest_on"] == position.earliest_on
                assert found[one.series][f"{when}_last_on"] == position.last_on
                assert found[one.series][f"{when}_status"] == position.status


def test_a_release_against_itself_affects_nobody() -> None:
    everybody = [Person(id=str(y), born_on=date(y, 3, 1), sex="F") for y in range(1930, 2026, 5)]
    assert effects(population_of(everybody), ON, TODAY, TODAY).is_empty()


@pytest.mark.parametrize("column", ["resident_id", "series", "effect", "after_earliest_on"])
def test_the_columns_are_there_even_when_nobody_is_affected(column: str) -> None:
    nobody = [Person(id="a", born_on=date(1970, 1, 1), sex="M")]
    assert column in effects(population_of(nobody), ON, TODAY, TODAY).columns
