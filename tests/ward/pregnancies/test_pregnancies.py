"""Pregnancies told to the ward: one at a time, kept as they were, opening one dose until they are over."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from database_of_tests import TestCluster
from django.db import IntegrityError, ProgrammingError, connection, connections
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, last_entry
from merges_of_tests import merge
from races_of_tests import MEET, at_once, meet_in, rewrite
from residents_of_tests import add_resident

from sesshu.foundation.walls import Place, enter
from sesshu.schedule.judge import judge
from sesshu.schedule.load import current
from sesshu.schedule.persons import Fact, Person
from sesshu.schedule.tracks import AFTER_DUE, LENGTH_OF_PREGNANCY
from sesshu.schedule.verdicts import NextDose
from sesshu.ward.pregnancies import operations
from sesshu.ward.pregnancies.models import Pregnancy, PregnancyState
from sesshu.ward.pregnancies.queries import fact, facts_of, pregnancies_of, pregnancy_of
from sesshu.ward.pregnancies.rules import asks_for_pregnancy
from sesshu.ward.pregnancies.situations import ImpossibleDays, NoSuchPregnancy, OneAtATime

NOTIFIED = date(2026, 7, 1)
DUE = date(2027, 2, 1)
OPENS, CLOSES = DUE - timedelta(weeks=12), DUE - timedelta(days=22)


@pytest.fixture
def mother(fresh_ward: Place) -> int:
    return add_resident(date(1995, 4, 1))


def test_what_was_told_is_kept_with_who_wrote_it(mother: int) -> None:
    number = operations.record(CLERK, mother, NOTIFIED, DUE)
    [told] = pregnancies_of(mother)
    assert (told.id, told.notified_on, told.due_on) == (number, NOTIFIED, DUE)
    assert (told.ended_on, told.is_mistake, told.by) == (None, False, CLERK.name)
    entry = last_entry()
    assert (entry.action, entry.subjects) == ("pregnancy.recorded", [mother])
    assert entry.details == {"pregnancy": number}


def test_another_due_day_stands_beside_the_first(mother: int) -> None:
    number = operations.record(CLERK, mother, NOTIFIED, DUE)
    operations.change(CLERK, number, DUE + timedelta(days=5))
    assert [told.due_on for told in pregnancies_of(mother)] == [DUE + timedelta(days=5)]
    assert PregnancyState.objects.count() == 2
    assert last_entry().action == "pregnancy.changed"


def test_the_judge_opens_the_dose_of_a_pregnancy_and_of_no_other_woman(mother: int) -> None:
    operations.record(CLERK, mother, NOTIFIED, DUE)
    assert asks_for_pregnancy("RSV", current())
    found = judged(facts_of(mother), date(2026, 11, 20))
    assert found is not None
    assert (found.dose, found.earliest_on, found.last_on) == (1, OPENS, CLOSES)
    assert judged(facts_of(add_resident(date(1995, 4, 1))), date(2026, 11, 20)) is None


def test_the_end_of_a_pregnancy_closes_it(mother: int) -> None:
    number = operations.record(CLERK, mother, NOTIFIED, DUE)
    operations.change(CLERK, number, DUE, date(2026, 11, 10))
    assert judged(facts_of(mother), date(2026, 11, 20)) is None
    assert pregnancy_of(mother, date(2026, 11, 20)) is None


def test_a_pregnancy_recorded_by_mistake_is_no_fact(mother: int) -> None:
    number = operations.record(CLERK, mother, NOTIFIED, DUE)
    operations.change(CLERK, number, DUE, is_mistake=True)
    assert facts_of(mother) == ()
    assert [told.is_mistake for told in pregnancies_of(mother)] == [True]
    operations.record(CLERK, mother, NOTIFIED, DUE)
    assert len(facts_of(mother)) == 1


def test_nobody_has_two_at_once_under_any_number(mother: int) -> None:
    other = add_resident(date(1995, 4, 1))
    merge(mother, other)
    operations.record(CLERK, mother, NOTIFIED, DUE)
    for number in (mother, other):
        with pytest.raises(OneAtATime):
            operations.record(CLERK, number, NOTIFIED, DUE + timedelta(days=40))
    assert Pregnancy.objects.count() == 1


def test_the_next_may_follow_one_that_ended(mother: int) -> None:
    first = operations.record(CLERK, mother, NOTIFIED, DUE)
    operations.change(CLERK, first, DUE, date(2026, 9, 1))
    second = operations.record(CLERK, mother, date(2026, 11, 1), date(2027, 6, 20))
    assert pregnancy_of(mother, date(2027, 4, 1)) == second
    with pytest.raises(OneAtATime):
        operations.change(CLERK, first, DUE)


@pytest.mark.parametrize(
    ("notified_on", "due_on"),
    [(NOTIFIED, NOTIFIED + timedelta(days=281)), (NOTIFIED, NOTIFIED - timedelta(days=15))],
)
def test_days_that_are_not_of_one_pregnancy_are_refused(
    mother: int, notified_on: date, due_on: date
) -> None:
    with pytest.raises(ImpossibleDays):
        operations.record(CLERK, mother, notified_on, due_on)
    assert not Pregnancy.objects.exists()
    assert last_entry().kind == "refusal"


@pytest.mark.parametrize("days", [-281, 29])
def test_a_pregnancy_ends_within_its_length(mother: int, days: int) -> None:
    number = operations.record(CLERK, mother, NOTIFIED, DUE)
    with pytest.raises(ImpossibleDays):
        operations.change(CLERK, number, DUE, DUE + timedelta(days=days))
    with pytest.raises(ImpossibleDays):
        operations.change(CLERK, number, DUE, date(2026, 9, 1), is_mistake=True)


def test_what_is_not_there_cannot_be_changed(mother: int) -> None:
    with pytest.raises(NoSuchPregnancy):
        operations.change(CLERK, 99, DUE)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pregnancy_state SET due_on = due_on + 1",
        "DELETE FROM pregnancy_state",
        "UPDATE pregnancy SET resident_id = resident_id",
        "DELETE FROM pregnancy",
    ],
)
def test_no_role_may_change_what_was_told(mother: int, statement: str) -> None:
    operations.record(CLERK, mother, NOTIFIED, DUE)
    for zone in ("default", "jobs"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            run(statement, zone)


def test_the_guarded_zone_and_the_neighbour_know_of_no_pregnancy(
    mother: int, neighbour: Place
) -> None:
    operations.record(CLERK, mother, NOTIFIED, DUE)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run("SELECT * FROM pregnancy_now", "guarded")
    with enter(neighbour):
        assert not Pregnancy.objects.exists()


def test_a_state_of_nothing_is_refused(mother: int) -> None:
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(operations.STATE, [99, DUE, None, False])


@given(
    due_on=st.dates(date(2026, 6, 1), date(2040, 1, 1)),
    on=st.integers(-300, 60),
    ended=st.none() | st.integers(-280, 28),
)
def test_the_dose_is_open_only_while_the_pregnancy_goes_on(
    due_on: date, on: int, ended: int | None
) -> None:
    day = due_on + timedelta(days=on)
    ended_on = None if ended is None else due_on + timedelta(days=ended)
    told = fact(due_on, ended_on)
    assert told.from_on == due_on - LENGTH_OF_PREGNANCY
    found = judged((told,), max(day, date(2026, 4, 1)))
    if found is None:
        return
    assert found.last_on <= min(due_on + AFTER_DUE, ended_on or date.max)
    assert due_on - timedelta(weeks=12) <= found.earliest_on <= found.last_on


def run(statement: str, zone: str) -> None:
    with connections[zone].cursor() as cursor:
        cursor.execute(statement)


def judged(facts: tuple[Fact, ...], on: date) -> NextDose | None:
    person = Person(id="1", born_on=date(1995, 4, 1), sex="F", facts=facts)
    verdict = judge(person, on, current())
    return next(one.next for one in verdict.series if one.series == "RSV")


LOCK = "    PERFORM FROM resident WHERE id = ANY (numbers) ORDER BY id FOR UPDATE;"
LAST = "    RETURN NEW;\nEND"


@pytest.fixture
def meeting(test_cluster: TestCluster, fresh_database: str, fresh_ward: Place) -> None:
    """Both have looked for another pregnancy before either ends the act."""
    meet_in(test_cluster, fresh_database, fresh_ward)
    change_guard(test_cluster, fresh_database, fresh_ward, LAST, f"    {MEET}\n{LAST}")


def change_guard(
    cluster: TestCluster, database: str, place: Place, before: str, after: str
) -> None:
    rewrite(cluster, database, place, "pregnancy_state_is_possible", before, after)


def tellings(mother: int, other: int) -> list[Callable[[], int]]:
    later = DUE + timedelta(days=3)
    return [
        lambda: operations.record(CLERK, mother, NOTIFIED, DUE),
        lambda: operations.record(CLERK, other, NOTIFIED, later),
    ]


def test_without_the_lock_two_clerks_record_two(
    mother: int, fresh_ward: Place, test_cluster: TestCluster, fresh_database: str, meeting: None
) -> None:
    change_guard(test_cluster, fresh_database, fresh_ward, LOCK, "")
    other = add_resident(date(1995, 4, 1))
    merge(mother, other)
    at_once(fresh_ward, *tellings(mother, other))
    assert len(facts_of(mother)) == 2


def test_of_two_clerks_at_once_one_is_told_of_the_other(
    mother: int, fresh_ward: Place, meeting: None
) -> None:
    other = add_resident(date(1995, 4, 1))
    merge(mother, other)
    results = at_once(fresh_ward, *tellings(mother, other))
    assert [type(result) for result in results].count(OneAtATime) == 1
    assert len(facts_of(mother)) == 1
