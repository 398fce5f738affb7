"""What if the law changes: each effect on a person chosen for it, and what holds for everybody."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.outcomes import Status
from sesshu.schedule.bounds import read_bound, read_interval
from sesshu.schedule.comparison import Affected, Effect, affected, totals, vaccines_changed
from sesshu.schedule.load import current
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.summary import summary
from sesshu.schedule.types import ProductUse, Rulebook

ON = date(2026, 11, 23)
TODAY = current()


def with_law(course: str, **fields: Any) -> Rulebook:
    """Today's rulebook with other values in the newest version of a course."""
    row = TODAY.courses[course]
    newest = msgspec.structs.replace(row.versions[-1], **fields)
    other = msgspec.structs.replace(row, versions=(*row.versions[:-1], newest))
    return msgspec.structs.replace(TODAY, release="other", courses=TODAY.courses | {course: other})


def with_second_varicella_after(interval: str) -> Rulebook:
    regimen = TODAY.courses["VAR"].versions[-1].regimens[0]
    second = msgspec.structs.replace(regimen.doses[1], after_previous=read_interval(interval))
    doses = (regimen.doses[0], second)
    return with_law("VAR", regimens=(msgspec.structs.replace(regimen, doses=doses),))


LONGER_VARICELLA = with_law("VAR", eligible_until=read_bound("reaches 60 months"))
LATER_VARICELLA = with_second_varicella_after("6 months")
WITHOUT_BCG = msgspec.structs.replace(
    TODAY,
    series={code: one for code, one in TODAY.series.items() if code != "BCG"},
    courses={code: one for code, one in TODAY.courses.items() if code != "BCG"},
)


def child(born_on: date, *varicella: date) -> Person:
    doses = tuple(
        Dose(id=f"d{number}", series="VAR", product="VAR", given_on=day)
        for number, day in enumerate(varicella, start=1)
    )
    return Person(id="p", born_on=born_on, sex="F", doses=doses)


def in_series(rows: tuple[Affected, ...], series: str) -> list[Affected]:
    return [row for row in rows if row.series == series]


def test_a_child_past_the_old_age_gains_and_the_other_way_round_loses() -> None:
    four = child(date(2022, 11, 1))
    (gain,) = affected(four, ON, TODAY, LONGER_VARICELLA)
    assert (gain.series, gain.effect) == ("VAR", Effect.GAINS)
    assert gain.before is not None
    assert gain.before.status is Status.MISSED
    assert gain.after is not None
    assert gain.after.last_on == date(2027, 10, 31)
    (loss,) = affected(four, ON, LONGER_VARICELLA, TODAY)
    assert loss.effect is Effect.LOSES
    assert (loss.before, loss.after) == (gain.after, gain.before)


def test_a_child_within_both_ages_is_moved_to_another_last_day() -> None:
    (row,) = affected(child(date(2025, 6, 1)), ON, TODAY, LONGER_VARICELLA)
    assert row.effect is Effect.MOVED
    assert row.before is not None
    assert row.after is not None
    assert row.before.earliest_on == row.after.earliest_on
    assert (row.before.last_on, row.after.last_on) == (date(2028, 5, 31), date(2030, 5, 31))


def test_a_longer_interval_moves_the_next_dose_and_judges_a_dose_within_it_anew() -> None:
    waiting = child(date(2025, 6, 1), date(2026, 8, 1))
    (row,) = affected(waiting, ON, TODAY, LATER_VARICELLA)
    assert row.effect is Effect.MOVED
    assert row.after is not None
    assert row.after.earliest_on == date(2027, 2, 1)
    given_early = child(date(2025, 6, 1), date(2026, 6, 1), date(2026, 9, 15))
    rows = affected(given_early, ON, TODAY, LATER_VARICELLA)
    assert [row.doses for row in rows if row.effect is Effect.JUDGED_ANEW] == [("d2",)]


def test_a_series_that_one_release_does_not_know_is_gained_or_lost_whole() -> None:
    baby = child(date(2026, 10, 1))
    (gain,) = in_series(affected(baby, ON, WITHOUT_BCG, TODAY), "BCG")
    assert (gain.effect, gain.before) == (Effect.GAINS, None)
    (loss,) = in_series(affected(baby, ON, TODAY, WITHOUT_BCG), "BCG")
    assert (loss.effect, loss.after) == (Effect.LOSES, None)


def test_another_status_without_a_next_dose_is_told_apart_from_a_gain() -> None:
    grown = child(date(2000, 1, 1))
    boys = with_law("VAR", cohort=TODAY.courses["HPV"].versions[-1].cohort)
    man = msgspec.structs.replace(grown, sex="M")
    effects = {row.effect for row in in_series(affected(man, ON, TODAY, boys), "VAR")}
    assert effects == {Effect.RESTATED}


PEOPLE = st.builds(
    child,
    st.dates(date(2020, 1, 1), ON),
    st.dates(date(2021, 1, 1), ON),
    st.dates(date(2021, 1, 1), ON),
)


@given(PEOPLE)
def test_a_release_changes_nothing_against_itself(person: Person) -> None:
    assert affected(person, ON, TODAY, TODAY) == ()


@given(PEOPLE, st.sampled_from([LONGER_VARICELLA, LATER_VARICELLA, WITHOUT_BCG]))
def test_whoever_gains_one_way_loses_the_other_way(person: Person, other: Rulebook) -> None:
    back = {Effect.GAINS: Effect.LOSES, Effect.LOSES: Effect.GAINS}
    there = totals(affected(person, ON, TODAY, other))
    again = totals(affected(person, ON, other, TODAY))
    assert again == Counter({(code, back.get(e, e)): n for (code, e), n in there.items()})


@given(st.dates(date(2021, 1, 1), date(2026, 11, 22)))
def test_only_the_series_whose_law_changed_are_named(born_on: date) -> None:
    rows = affected(child(born_on), ON, TODAY, LONGER_VARICELLA)
    assert {row.series for row in rows} <= {"VAR"}


def test_the_summary_counts_people_by_series_and_effect() -> None:
    people = [child(date(2022, 11, 1)), child(date(2025, 6, 1)), child(ON - timedelta(days=9999))]
    lines = list(summary(people, ON, TODAY, LONGER_VARICELLA))
    assert lines[0].startswith("種類\t新しく受けられる\t受けられなくなる\t日付などが変わる")
    assert lines[1:] == [
        "水痘\t1\t0\t1\t0\t0",
        "3人のうち2人が変わります。読めなかった行は0行です。",
    ]


def test_another_vaccine_is_said_of_the_series_and_moves_nobody() -> None:
    series = TODAY.series["VAR"]
    uses = (ProductUse(product="MR"),)
    newest = msgspec.structs.replace(series.versions[-1], uses=uses)
    changed = msgspec.structs.replace(series, versions=(*series.versions[:-1], newest))
    other = msgspec.structs.replace(TODAY, series=TODAY.series | {"VAR": changed})
    assert vaccines_changed(ON, TODAY, other) == ("VAR",)
    assert vaccines_changed(ON, TODAY, WITHOUT_BCG) == ()
    assert "使えるワクチンが変わる種類: 水痘" in list(summary([], ON, TODAY, other))


@pytest.mark.parametrize("effect", list(Effect))
def test_every_effect_has_a_word_for_the_office(effect: Effect) -> None:
    assert effect.ja
