"""A round of letters from its conditions to the post and to what followed (B4, V041–V046)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection
from doses_of_tests import mr1
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute
from merges_of_tests import merge
from questions_of_tests import questions_of
from recalls_of_tests import (
    FIVE_YEARS_OLD,
    ON,
    approve,
    fixed,
    found,
    je1,
    listed,
    posted,
    proposed,
    written_to,
)
from residents_of_tests import add_resident, add_version, shelter

from sesshu.foundation.clock import today
from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.ward.recall import queries, rounds, situations
from sesshu.ward.recall.codes import Excluded, Step, StopCause
from sesshu.ward.recall.conditions import Conditions, read_conditions
from sesshu.ward.recall.models import RecallNotice
from sesshu.ward.records import operations
from sesshu.ward.records.codes import Evidence, Source
from sesshu.ward.vouchers import telling
from sesshu.ward.vouchers.codes import Exemption

pytestmark = pytest.mark.usefixtures("fresh_ward")


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(FIVE_YEARS_OLD)


def given(resident: int, on: date) -> None:
    """A dose of 日本脳炎 that two people recorded."""
    vaccine: dict[str, Any] = {"product": "JE", "brand": "jebik-v", "volume_ml": Decimal("0.5")}
    entry = mr1(resident, on, series="JE1", **vaccine)
    proposal = operations.enter_dose(CLERK, entry, today(), load.current(), uuid4())
    shown = operations.verdict_shown(proposal, today())
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256, shown, today())


def test_only_who_lives_here_and_is_overdue_is_found(child: int) -> None:
    add_resident(date(2023, 10, 1))  # three years old: the standard period has just begun
    add_resident(date(2018, 1, 1))  # past the last day of 第1期
    add_resident(FIVE_YEARS_OLD, status="2")
    assert listed(found()) == {child: None}


@pytest.mark.parametrize(("days", "whom"), [(0, 1), (538, 1), (539, 0)])
def test_the_days_overdue_are_counted_from_the_end_of_the_standard_period(
    child: int, days: int, whom: int
) -> None:
    # 標準: from three years of age until four are reached, 2025-05-31
    assert len(listed(found(je1(overdue_days=days)))) == whom


def test_on_the_last_standard_day_nobody_is_overdue(child: int) -> None:
    assert listed(found(on=date(2025, 5, 31))) == {}
    assert listed(found(on=date(2025, 6, 1))) == {child: None}


@pytest.mark.parametrize(("ends_until", "whom"), [(date(2028, 11, 30), 1), (date(2028, 11, 29), 0)])
def test_who_loses_the_right_soon_is_found_whatever_the_standard(
    child: int, ends_until: date, whom: int
) -> None:
    conditions = je1(overdue_days=3_000, ends_until=ends_until)
    assert len(listed(found(conditions))) == whom


def test_two_people_fix_a_round_and_its_letters_are_written(child: int) -> None:
    number = found()
    proposal = proposed(number)
    with pytest.raises(OwnProposal):
        approve(proposal, CLERK)
    assert written_to(number) == set()
    approve(proposal)
    assert written_to(number) == {child}
    assert rounds.steps_of(number) == [Step.FOUND, Step.FIXED]


def test_the_same_letter_is_never_written_twice(child: int) -> None:
    posted()
    again = found()
    assert listed(again) == {child: Excluded.NOTIFIED.value}
    with pytest.raises(situations.NobodyToRecall):
        proposed(again)


def test_of_two_rounds_found_at_once_one_writes_the_letter(child: int) -> None:
    first, second = found(), found()
    approve(proposed(first))
    approve(proposed(second))
    assert written_to(first) == {child}
    assert written_to(second) == set()
    assert RecallNotice.objects.count() == 1


def test_without_the_constraint_both_rounds_would_write_it(
    child: int, fresh_ward: Place, test_cluster: Any, fresh_database: str
) -> None:
    with test_cluster.cluster.superuser_connection(fresh_database) as almighty:
        schema = fresh_ward.schema
        almighty.execute(f"ALTER TABLE {schema}.recall_notice DROP CONSTRAINT recall_notice_once")
    first, second = found(), found()
    approve(proposed(first))
    approve(proposed(second))
    assert RecallNotice.objects.count() == 2


def test_a_second_letter_follows_a_first_that_left_long_enough_ago(child: int) -> None:
    second = je1(attempt=2, days_since_last=90)
    assert listed(found(second)) == {child: Excluded.EARLIER_MISSING.value}
    number = fixed()
    assert listed(found(second, today())) == {child: Excluded.EARLIER_MISSING.value}
    rounds.post(CLERK, number)
    ninety = timedelta(days=90)
    assert listed(found(second, today() + ninety - timedelta(days=1)))[child] == Excluded.TOO_SOON
    assert listed(found(second, today() + ninety))[child] is None


def test_no_more_letters_than_the_ward_sends(child: int) -> None:
    with pytest.raises(situations.TooManyLetters):
        found(je1(attempt=3))


def test_nobody_is_urged_to_a_vaccination_of_class_b(child: int) -> None:
    with pytest.raises(situations.NotUrged):
        found(Conditions(series="FLU"))


@pytest.mark.parametrize("cause", list(Exemption))
@pytest.mark.parametrize("series", ["JE1", None])
def test_whoever_told_the_ward_is_left_out(
    child: int, cause: Exemption, series: str | None
) -> None:
    telling.exempt(CLERK, child, series, cause)
    telling.exempt(CLERK, child, "MR2", None)
    assert listed(found()) == {child: cause.value}
    telling.exempt(CLERK, child, series, None)
    assert listed(found()) == {child: None}


def test_while_residents_are_not_to_be_urged_nobody_is(fresh_ward: Place) -> None:
    girl = add_resident(date(2000, 5, 1), sex="2")
    conditions = Conditions(series="HPV", ends_until=date(2030, 1, 1))
    assert listed(found(conditions, date(2015, 6, 1))) == {girl: Excluded.SUSPENDED.value}


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"status": "4", "died_on": date(2026, 11, 18)}, StopCause.DIED),
        ({"status": "2"}, StopCause.MOVED),
    ],
)
def test_who_died_or_left_after_fixing_is_stopped(
    child: int, change: dict[str, Any], cause: StopCause
) -> None:
    number = fixed()
    add_version(child, FIVE_YEARS_OLD, valid_from=date(2026, 11, 18), **change)
    assert [(each.resident_id, each.cause) for each in queries.to_stop(number)] == [(child, cause)]
    with pytest.raises(situations.LettersToStop):
        rounds.post(CLERK, number)
    assert rounds.pull(CLERK, number) == 1
    rounds.post(CLERK, number)
    [letter] = queries.letters_of(number, 0, 10)
    assert letter.stopped == cause


def test_who_comes_under_protection_after_fixing_is_stopped(child: int) -> None:
    number = fixed()
    shelter(child)
    [stopped] = queries.to_stop(number)
    assert stopped.cause == StopCause.GUARDED


def test_who_is_vaccinated_or_refuses_after_fixing_is_stopped(child: int) -> None:
    other = add_resident(FIVE_YEARS_OLD)
    number = fixed()
    given(child, today())
    telling.exempt(CLERK, other, None, Exemption.REFUSED)
    causes = {each.resident_id: each.cause for each in queries.to_stop(number)}
    assert causes == {child: StopCause.VACCINATED, other: StopCause.REFUSED}


def test_what_followed_a_round_is_counted_by_days(child: int) -> None:
    add_resident(FIVE_YEARS_OLD)
    number = posted()
    assert queries.effect_of(number, 30) == queries.Effect(30, 2, 0)
    given(child, today())
    # a dose of the day of posting itself is no answer to a letter
    assert queries.effect_of(number, 30).vaccinated == 0


def posted_days_ago(number: int, days: int, test_cluster: Any, place: Place, database: str) -> None:
    """As if the letters of a round had left so many days ago."""
    with test_cluster.cluster.superuser_connection(database) as almighty:
        almighty.execute("SET session_replication_role = replica")
        almighty.execute(
            f"UPDATE {place.schema}.recall_step SET recorded_at = recorded_at - make_interval(days => %s)"
            " WHERE round_id = %s AND step = 'posted'",
            [days, number],
        )


@pytest.mark.parametrize(("days", "vaccinated"), [(0, 0), (1, 1), (30, 1), (31, 0)])
def test_a_dose_counts_for_the_letter_from_the_day_after_it_until_the_last(
    child: int,
    days: int,
    vaccinated: int,
    fresh_ward: Place,
    test_cluster: Any,
    fresh_database: str,
) -> None:
    number = posted()
    posted_days_ago(number, days, test_cluster, fresh_ward, fresh_database)
    given(child, today())
    assert queries.effect_of(number, 30) == queries.Effect(30, 1, vaccinated)


def test_a_letter_that_was_pulled_has_no_effect(
    child: int, fresh_ward: Place, test_cluster: Any, fresh_database: str
) -> None:
    number = fixed()
    given(child, today())
    rounds.pull(CLERK, number)
    rounds.post(CLERK, number)
    posted_days_ago(number, 5, test_cluster, fresh_ward, fresh_database)
    assert queries.effect_of(number, 30) == queries.Effect(30, 0, 0)


CAME = date(2026, 10, 1)


@pytest.mark.parametrize(("days", "excluded"), [(59, Excluded.HISTORY_AWAITED.value), (60, None)])
def test_the_history_of_who_moved_in_counts_first(
    fresh_ward: Place, days: int, excluded: str | None
) -> None:
    newcomer = add_resident(FIVE_YEARS_OLD, became_resident_on=CAME)
    native = add_resident(FIVE_YEARS_OLD, became_resident_on=FIVE_YEARS_OLD)
    found_on = listed(found(on=CAME + timedelta(days=days)))
    assert found_on == {newcomer: excluded, native: None}


@pytest.mark.parametrize(
    "origin",
    [
        {"source": Source.MUNICIPALITY, "evidence": Evidence.MUNICIPAL_ANSWER},
        {"source": Source.PERSON, "evidence": Evidence.HANDBOOK},
    ],
)
def test_once_records_of_before_have_come_somebody_who_moved_in_is_written_to(
    fresh_ward: Place, origin: dict[str, Any]
) -> None:
    newcomer = add_resident(FIVE_YEARS_OLD, became_resident_on=CAME)
    entry = mr1(newcomer, date(2022, 6, 10), payment_excluded=True, **origin)
    proposal = operations.enter_dose(CLERK, entry, today(), load.current(), uuid4())
    shown = operations.verdict_shown(proposal, today())
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256, shown, today())
    assert listed(found(on=CAME + timedelta(days=5))) == {newcomer: None}


def test_what_was_told_comes_before_a_history_that_is_waited_for(fresh_ward: Place) -> None:
    newcomer = add_resident(FIVE_YEARS_OLD, became_resident_on=CAME)
    telling.exempt(CLERK, newcomer, None, Exemption.REFUSED)
    assert listed(found(on=CAME + timedelta(days=5))) == {newcomer: Exemption.REFUSED.value}


def test_a_round_that_was_given_up_writes_nothing(child: int) -> None:
    number = found()
    rounds.discard(CLERK, number)
    with pytest.raises(situations.WrongStep):
        proposed(number)
    with pytest.raises(situations.WrongStep):
        rounds.post(CLERK, number)


def test_a_list_that_changed_after_it_was_shown_is_not_fixed(child: int) -> None:
    number = found()
    proposal = proposed(number)
    other = add_resident(FIVE_YEARS_OLD)
    execute(
        "jobs",
        "INSERT INTO recall_candidate (round_id, resident_id, series, dose, attempt, is_guarded)"
        " VALUES (%s, %s, 'JE1', 1, 1, false)",
        [number, other],
    )
    with pytest.raises(situations.ListChanged):
        approve(proposal)
    assert written_to(number) == set()


def test_conditions_are_kept_as_one_text(child: int) -> None:
    assert read_conditions(je1(ends_until=ON).text) == je1(ends_until=ON)


def test_the_letters_of_a_person_are_told_newest_first(child: int) -> None:
    posted()
    [notice] = queries.notices_of(child)
    assert (notice.series, notice.dose, notice.attempt, notice.stopped) == ("JE1", 1, 1, None)
    assert notice.posted_at is not None


def test_the_ledger_tells_the_acts_of_a_round(child: int) -> None:
    number = fixed()
    shelter(child)
    rounds.pull(CLERK, number)
    rounds.post(CLERK, number)
    of_clerks = {"recall.begun", "recall.pulled", "recall.posted"}
    acts = [entry for entry in entries() if entry.action in of_clerks]
    assert [entry.action for entry in acts] == ["recall.begun", "recall.pulled", "recall.posted"]
    assert acts[1].subjects == [child]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO recall_notice (round_id) VALUES (1)",
        "UPDATE recall_notice SET attempt = 9",
        "DELETE FROM recall_stop",
        "UPDATE recall_step SET step = 'posted'",
    ],
)
@pytest.mark.parametrize("zone", ["intranet", "jobs"])
def test_no_role_writes_or_changes_a_letter(zone: str, statement: str) -> None:
    with pytest.raises((ProgrammingError, DatabaseError), match="permission denied"):
        execute(zone, statement)


def test_a_round_is_fixed_by_an_approved_proposal_alone(child: int) -> None:
    number = found()
    with pytest.raises(IntegrityError, match="second person"), connection.cursor() as cursor:
        cursor.execute(rounds.TAKE, [number, "fixed", proposed(number).pk])


@pytest.fixture
def one_of_two(child: int) -> int:
    """Another number, which turns out to be the child's."""
    return add_resident(FIVE_YEARS_OLD)


def test_who_was_written_to_under_another_number_is_not_written_to_again(
    child: int, one_of_two: int
) -> None:
    add_version(child, FIVE_YEARS_OLD, valid_from=date(2026, 11, 18), status="2")
    assert written_to(posted()) == {one_of_two}
    add_version(child, FIVE_YEARS_OLD, valid_from=date(2026, 11, 19), status="1")
    merge(child, one_of_two)
    assert listed(found()) == {child: Excluded.NOTIFIED.value}


def test_what_was_told_under_another_number_holds_for_the_person(
    child: int, one_of_two: int
) -> None:
    telling.exempt(CLERK, one_of_two, "JE1", Exemption.DOCTOR)
    merge(child, one_of_two)
    assert listed(found()) == {child: Exemption.DOCTOR.value}


def test_of_two_letters_to_one_person_the_later_is_stopped(child: int, one_of_two: int) -> None:
    number = fixed()
    merge(child, one_of_two)
    [stopped] = queries.to_stop(number)
    assert (stopped.resident_id, stopped.cause) == (one_of_two, StopCause.SAME_PERSON)
    rounds.pull(CLERK, number)
    rounds.post(CLERK, number)
    assert queries.to_stop(number) == ()


def test_a_dose_under_another_number_stops_the_letter(child: int, one_of_two: int) -> None:
    add_version(one_of_two, FIVE_YEARS_OLD, valid_from=date(2026, 11, 18), status="2")
    number = fixed()
    merge(child, one_of_two)
    given(one_of_two, today())
    assert [each.cause for each in queries.to_stop(number)] == [StopCause.VACCINATED]


def test_letters_of_either_number_are_told_on_both_pages(child: int, one_of_two: int) -> None:
    add_version(child, FIVE_YEARS_OLD, valid_from=date(2026, 11, 18), status="2")
    posted()
    assert queries.notices_of(child) == ()
    merge(child, one_of_two)
    assert queries.notices_of(child) == queries.notices_of(one_of_two) != ()


def test_the_list_of_rounds_asks_no_more_for_many_than_for_one(child: int) -> None:
    found()
    one = questions_of(queries.latest_rounds)
    for _ in range(4):
        found()
    assert len(queries.latest_rounds()) == 5
    assert len(questions_of(queries.latest_rounds)) == len(one)
