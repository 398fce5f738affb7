"""What two people record of a person reaches every judgement, the jobs' as well (V060, V062, R5)."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from database_of_tests import TestCluster
from django.db import IntegrityError, ProgrammingError
from doses_of_tests import BORN, mr1
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, COLLEAGUE, execute, last_entry
from merges_of_tests import merge
from races_of_tests import MEET, meet_in, rewrite, types_at_once
from residents_of_tests import add_resident

from sesshu.foundation.clock import now, today
from sesshu.foundation.second_person import OwnProposal, Proposal
from sesshu.foundation.walls import Place
from sesshu.kernel.outcomes import Status
from sesshu.schedule import load
from sesshu.schedule.sweep import sweep
from sesshu.ward.circumstances import operations
from sesshu.ward.circumstances.codes import HAD_DISEASE, ShownBy
from sesshu.ward.circumstances.effects import effects_of
from sesshu.ward.circumstances.jobs.population import with_circumstances
from sesshu.ward.circumstances.operations import Told, cancelled, payload_of, told_in
from sesshu.ward.circumstances.queries import circumstances_of, known_of
from sesshu.ward.circumstances.situations import (
    ImpossibleDays,
    KnownAlready,
    NoSuchCircumstance,
    NothingChanged,
)
from sesshu.ward.records.assessment import assess
from sesshu.ward.records.jobs.population import population_between
from sesshu.ward.records.queries import record_sheet
from sesshu.ward.records.subject import subject_of
from sesshu.ward.rulebooks.as_known import as_known
from sesshu.ward.rulebooks.releases import keep_current

ILL_FROM, WELL_ON = date(2025, 6, 1), date(2026, 9, 30)


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(BORN)


def illness(child: int, **others: object) -> Told:
    said = {
        "resident_id": child,
        "kind": "long_illness",
        "from_on": ILL_FROM,
        "shown_by": ShownBy.DOCTOR,
    }
    return Told(**(said | others))  # type: ignore[arg-type]


def had(child: int, antigen: str = "varicella") -> Told:
    return illness(child, kind=HAD_DISEASE, antigen=antigen, shown_by=ShownBy.HANDBOOK)


def ask(told: Told) -> Proposal:
    return operations.propose(CLERK, told, "主治医の意見書で確かめた")


def record(told: Told) -> int:
    asked = ask(told)
    operations.approve(COLLEAGUE, asked.pk, asked.sha256)
    [found] = [row for row in circumstances_of(told.resident_id) if row.kind == told.kind][:1]
    return found.id


def status_of(child: int, series: str) -> Status:
    [found] = [each for each in record_sheet(child, today()).series if each.series == series]
    return found.status


def swept(child: int, series: str) -> str:
    population = with_circumstances(population_between(child, child))
    answers = sweep(population, today(), load.current(), (series,))
    return str(answers.standings[series]["status"][0])


def test_what_waits_changes_no_judgement(child: int) -> None:
    ask(had(child))
    assert status_of(child, "VAR") is Status.DUE
    assert circumstances_of(child) == []


def test_who_had_the_disease_is_taken_out_by_judge_and_sweep_alike(child: int) -> None:
    assert (status_of(child, "VAR"), swept(child, "VAR")) == (Status.DUE, "due")
    record(had(child))
    assert (status_of(child, "VAR"), swept(child, "VAR")) == (Status.EXCLUDED, "excluded")
    assert status_of(child, "MR1") is not Status.EXCLUDED


def test_an_entry_is_judged_by_what_is_known(child: int) -> None:
    record(had(child, "measles"))
    record(had(child, "rubella"))
    found = assess(mr1(child), subject_of(child), (), today(), load.current())
    assert found.verdict is not None
    assert "had_disease" in {reason.code for reason in found.verdict.dose.reasons}


def test_a_long_illness_opens_a_door_that_had_closed(fresh_ward: Place) -> None:
    grown = add_resident(date(2022, 1, 10))
    assert status_of(grown, "MR1") is Status.MISSED
    record(illness(grown, from_on=date(2023, 1, 20), until_on=date(2026, 10, 1)))
    assert status_of(grown, "MR1") is Status.DUE
    assert swept(grown, "MR1") == "due"


def test_the_end_of_an_illness_takes_the_place_of_its_row(child: int) -> None:
    first = record(illness(child))
    record(replace(operations.standing(first, child), until_on=WELL_ON))
    [row] = circumstances_of(child)
    assert (row.from_on, row.until_on) == (ILL_FROM, WELL_ON)
    with pytest.raises(NoSuchCircumstance):
        operations.standing(first, child)


def test_what_was_never_so_is_taken_back_and_stays_known_as_it_was(child: int) -> None:
    keep_current()
    row = record(had(child))
    then = now()
    asked = ask(cancelled(operations.standing(row, child)))
    operations.approve(COLLEAGUE, asked.pk, asked.sha256)
    assert circumstances_of(child) == []
    assert [each.id for each in circumstances_of(child, then)] == [row]
    assert status_of(child, "VAR") is Status.DUE
    [old] = [each for each in as_known(child, then).verdict.series if each.series == "VAR"]
    assert old.status is Status.EXCLUDED


def test_before_it_was_recorded_nobody_knew(child: int) -> None:
    before = now()
    record(had(child))
    assert known_of(child, before).diseases == ()


def test_nobody_records_alone(child: int) -> None:
    asked = ask(had(child))
    with pytest.raises(OwnProposal):
        operations.approve(CLERK, asked.pk, asked.sha256)


def test_the_same_is_known_once_at_a_time(child: int) -> None:
    record(illness(child, until_on=WELL_ON))
    overlapping = ask(illness(child, from_on=WELL_ON))
    with pytest.raises(KnownAlready):
        operations.approve(COLLEAGUE, overlapping.pk, overlapping.sha256)
    record(illness(child, from_on=WELL_ON + timedelta(days=1)))
    assert len(circumstances_of(child)) == 2


@pytest.mark.parametrize(
    "days",
    [
        {"from_on": BORN - timedelta(days=1)},
        {"from_on": today() + timedelta(days=2)},
        {"until_on": ILL_FROM - timedelta(days=1)},
        {"until_on": today() + timedelta(days=2)},
    ],
)
def test_days_that_cannot_be_are_refused(child: int, days: dict[str, date]) -> None:
    asked = ask(illness(child, **days))
    with pytest.raises(ImpossibleDays):
        operations.approve(COLLEAGUE, asked.pk, asked.sha256)


def test_a_row_is_replaced_once_and_only_by_its_own_kind(child: int) -> None:
    row = record(had(child))
    stands = operations.standing(row, child)
    other = ask(illness(child, supersedes=row))
    asked = [ask(cancelled(stands)), ask(replace(stands, from_on=WELL_ON))]
    with pytest.raises(NoSuchCircumstance):
        operations.approve(COLLEAGUE, other.pk, other.sha256)
    operations.approve(COLLEAGUE, asked[0].pk, asked[0].sha256)
    with pytest.raises(NoSuchCircumstance):
        operations.approve(COLLEAGUE, asked[1].pk, asked[1].sha256)


def test_what_stands_is_not_asked_for_again(child: int) -> None:
    row = record(had(child))
    with pytest.raises(NothingChanged):
        ask(operations.standing(row, child))


def test_another_persons_row_is_not_replaced(child: int) -> None:
    row = record(had(child))
    stranger = add_resident(BORN)
    with pytest.raises(NoSuchCircumstance):
        operations.standing(row, stranger)
    with pytest.raises(NoSuchCircumstance):
        ask(replace(had(stranger), supersedes=row))


def test_the_database_writes_nothing_that_was_not_approved(child: int) -> None:
    asked = ask(had(child))
    with pytest.raises(IntegrityError, match="nothing that this account has approved"):
        execute("intranet", "INSERT INTO circumstance (proposal_id) VALUES (%s)", [asked.pk])
    for statement in ("UPDATE circumstance SET kind = 'x'", "DELETE FROM circumstance"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute("intranet", statement)


def test_the_second_person_is_told_what_changes(child: int) -> None:
    changed = {each.after.series for each in effects_of(had(child), today(), load.current())}
    assert changed == {"VAR"}
    row = record(had(child))
    taken_back = cancelled(operations.standing(row, child))
    [effect] = effects_of(taken_back, today(), load.current())
    assert (effect.before.status, effect.after.status) == (Status.EXCLUDED, Status.DUE)


def test_what_is_known_is_the_persons_under_every_number(child: int) -> None:
    other = add_resident(BORN)
    record(had(child))
    merge(other, child)
    assert known_of(other) == known_of(child)
    assert known_of(other).diseases
    people = population_between(min(child, other), max(child, other))
    assert with_circumstances(people).diseases["antigen"].to_list() == ["varicella"]


def test_a_population_of_nobody_is_left_as_it_is(fresh_ward: Place) -> None:
    nobody = population_between(1, 1)
    assert with_circumstances(nobody).facts.is_empty()
    assert isinstance(with_circumstances(nobody).diseases, pl.DataFrame)


def test_the_ledger_names_whom_it_was_about(child: int) -> None:
    ask(had(child))
    assert last_entry().action == "circumstance.asked"
    assert list(last_entry().subjects) == [child]


@given(
    from_on=st.dates(date(2000, 1, 1), date(2026, 11, 23)),
    until_on=st.none() | st.dates(date(2000, 1, 1), date(2026, 11, 23)),
    shown_by=st.sampled_from(ShownBy),
    supersedes=st.none() | st.integers(1, 10**9),
    antigen=st.none() | st.sampled_from(["measles", "varicella"]),
    is_cancelled=st.booleans(),
)
def test_a_text_says_what_was_told(**values: object) -> None:
    told = Told(resident_id=7, kind="long_illness", **values)  # type: ignore[arg-type]
    assert told_in(payload_of(told)) == told


GUARD = "circumstance_is_what_was_approved"
LOCKED = "PERFORM FROM resident WHERE id = ANY (person) ORDER BY id FOR UPDATE;"


def both_approved(child: int, place: Place) -> list[type]:
    asked = [ask(illness(child)), ask(illness(child, until_on=WELL_ON))]
    outcomes = types_at_once(
        place,
        *(lambda each=each: operations.approve(COLLEAGUE, each.pk, each.sha256) for each in asked),
    )
    return sorted(outcomes, key=lambda each: each.__name__)


def test_two_approvals_at_once_leave_one_row(child: int, fresh_ward: Place) -> None:
    assert both_approved(child, fresh_ward) == [KnownAlready, Proposal]
    assert len(circumstances_of(child)) == 1


def test_without_the_lock_on_the_person_both_are_written(
    child: int, fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    """The guard reads, waits for the other to read as well, and writes."""
    meet_in(test_cluster, fresh_database, fresh_ward)
    for before, after in ((LOCKED, ""), ("    RETURN NEW;", f"    {MEET} RETURN NEW;")):
        rewrite(test_cluster, fresh_database, fresh_ward, GUARD, before, after)
    assert both_approved(child, fresh_ward) == [Proposal, Proposal]
    assert len(circumstances_of(child)) == 2
