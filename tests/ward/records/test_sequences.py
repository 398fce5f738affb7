"""Whatever clerks do in whatever order: what stands is what was approved and not replaced."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from doses_of_tests import AS_GIVEN, BORN, cancel, check, correct, enter, pcv
from examples_of_tests import ONE_WARD, examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from ledger_of_tests import CLERK, COLLEAGUE, execute
from residents_of_tests import add_resident

from sesshu.foundation.second_person import NotDecided, Proposal
from sesshu.foundation.walls import Place
from sesshu.ward.records import operations, queries
from sesshu.ward.records.codes import FoundBy
from sesshu.ward.records.differences import FEW_DAYS
from sesshu.ward.records.situations import DifferenceNotSettled, NotRecorded

days = st.dates(BORN, BORN + timedelta(days=9)) | st.dates(BORN, date(2026, 11, 1))
settled = st.none() | st.sampled_from(FoundBy)


@dataclass
class Expected:
    """What the record should hold, told without looking at it."""

    standing: dict[int, date] = field(default_factory=dict)
    ever: int = 0
    found_two: set[frozenset[date]] = field(default_factory=set)
    """Days of which somebody said that two doses were given on them."""

    def near(self, day: date) -> set[frozenset[date]]:
        """A day with each of the days on record that may be the same, misread."""
        others = {other for other in self.standing.values() if other != day}
        return {frozenset({day, other}) for other in others if abs(other - day) <= FEW_DAYS}


class Clerks(RuleBasedStateMachine):
    """Two clerks at one child's record."""

    proposals = Bundle("proposals")

    def __init__(self) -> None:
        super().__init__()
        self.child = add_resident(BORN)
        self.expected = Expected()

    def entry(self, day: date, lot: str):
        return pcv(self.child, day, lot=lot, as_given=True, particulars=AS_GIVEN)

    @rule(target=proposals, day=days, lot=st.sampled_from("ABC"), another=settled)
    def enter(self, day: date, lot: str, another: FoundBy | None):
        near = self.expected.near(day)
        try:
            proposal = enter(self.entry(day, lot), another=another)
        except DifferenceNotSettled:
            assert another is None
            assert near - self.expected.found_two
            return multiple()
        except NotRecorded:
            assert day in self.expected.standing.values()
            return multiple()
        self.expected.found_two |= near
        return proposal

    @rule(target=proposals, day=days, lot=st.sampled_from("ABC"), which=st.integers(0, 9))
    def correct(self, day: date, lot: str, which: int):
        standing = queries.doses_of(self.child)
        if not standing:
            return multiple()
        try:
            return correct(standing[which % len(standing)], self.entry(day, lot))
        except NotRecorded:
            return multiple()

    @rule(target=proposals, which=st.integers(0, 9))
    def cancel(self, which: int):
        standing = queries.doses_of(self.child)
        return cancel(standing[which % len(standing)]) if standing else multiple()

    @rule(proposal=proposals)
    def approve(self, proposal: Proposal) -> None:
        said = proposal.payload
        try:
            check(proposal)
        except (NotRecorded, NotDecided):
            return
        self.expected.ever += 1
        if said["supersedes"] is not None:
            del self.expected.standing[said["supersedes"]]
        if "lot" in said:
            newest = max(row.id for row in queries.rows_of(self.child))
            self.expected.standing[newest] = date.fromisoformat(said["given_on"])

    @rule(proposal=proposals)
    def approve_own(self, proposal: Proposal) -> None:
        with pytest.raises((NotRecorded, NotDecided)):
            check(proposal, CLERK)

    @rule(proposal=proposals)
    def send_back(self, proposal: Proposal) -> None:
        try:
            operations.send_back(COLLEAGUE, proposal.pk, "確かめてください")
        except NotDecided:
            return

    @invariant()
    def what_stands_is_what_was_approved_and_not_replaced(self) -> None:
        standing = {dose.id: dose.entry.given_on for dose in queries.doses_of(self.child)}
        assert standing == self.expected.standing

    @invariant()
    def the_projection_agrees_and_no_row_is_lost(self) -> None:
        current = execute(
            "default", "SELECT dose_id FROM current_dose WHERE resident_id = %s", [self.child]
        )
        assert {dose_id for (dose_id,) in current} == set(self.expected.standing)
        assert len(queries.rows_of(self.child)) == self.expected.ever

    @invariant()
    def no_vaccine_stands_twice_on_a_day(self) -> None:
        taken = list(self.expected.standing.values())
        assert len(taken) == len(set(taken))

    @invariant()
    def of_two_doses_a_few_days_apart_somebody_said_that_they_are_two(self) -> None:
        for day in self.expected.standing.values():
            assert self.expected.near(day) <= self.expected.found_two

    @invariant()
    def every_instant_of_the_past_reads_as_it_was(self) -> None:
        rows = queries.rows_of(self.child)
        for row in rows:
            before = queries.doses_of(self.child, row.recorded_at - timedelta(microseconds=1))
            assert row.id not in {dose.id for dose in before}


@pytest.mark.hypothesis
def test_any_sequence_of_steps_keeps_the_record_true(ward: Place) -> None:
    run_state_machine_as_test(
        Clerks,
        settings=settings(
            max_examples=examples(25),
            stateful_step_count=15,
            suppress_health_check=ONE_WARD,
        ),
    )
