"""Whatever is merged, undone and recorded in whatever order: a person's record is that of their numbers."""

from datetime import date, timedelta

import pytest
from doses_of_tests import AS_GIVEN, BORN, ON, pcv, record
from examples_of_tests import ONE_WARD, examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from merges_of_tests import merge, undo
from residents_of_tests import add_resident

from sesshu.foundation.walls import Place
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.matching.situations import MergedAlready
from sesshu.ward.records.codes import FoundBy
from sesshu.ward.records.jobs.population import population_between
from sesshu.ward.records.queries import doses_of, record_sheet
from sesshu.ward.records.situations import SameDayTwice

NUMBERS = 4
which = st.integers(0, NUMBERS - 1)
days = st.integers(60, 64).map(lambda day: BORN + timedelta(day))


class Office(RuleBasedStateMachine):
    """Four 宛名 of children born on one day; what should hold is told without the database."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = [add_resident(BORN) for _ in range(NUMBERS)]
        self.merges: dict[int, tuple[int, int]] = {}  # merged -> kept and the merge
        self.doses: dict[int, set[date]] = {number: set() for number in self.numbers}
        self.alone = {number: record_sheet(number, ON) for number in self.numbers}

    def together(self, number: int) -> set[int]:
        kept = self.merges.get(number, (number, 0))[0]
        return {kept, *(merged for merged, (into, _) in self.merges.items() if into == kept)}

    @rule(one=which, other=which)
    def merge(self, one: int, other: int) -> None:
        kept, merged = self.numbers[one], self.numbers[other]
        if kept == merged:
            return
        taken = {*self.merges, *(into for into, _ in self.merges.values())}
        try:
            done = merge(kept, merged)
        except MergedAlready:
            assert merged in taken or kept in self.merges
            return
        assert merged not in taken
        self.merges[merged] = (kept, done.pk)

    @rule(at=which)
    def undo(self, at: int) -> None:
        if held := self.merges.pop(self.numbers[at], None):
            undo(held[1])

    @rule(at=which, day=days)
    def vaccinate(self, at: int, day: date) -> None:
        number = self.numbers[at]
        try:
            entry = pcv(number, day, as_given=True, particulars=AS_GIVEN)
            record(entry, another=FoundBy.PAPER)
        except SameDayTwice:
            assert any(day in self.doses[each] for each in self.together(number))
            return
        self.doses[number].add(day)

    @invariant()
    def every_number_tells_of_the_whole_person(self) -> None:
        for number, own in numbers_of(self.numbers).items():
            assert set(own) == self.together(number)
            told = sorted(dose.entry.given_on for dose in doses_of(number))
            assert told == sorted(day for each in own for day in self.doses[each])

    @invariant()
    def everybody_is_counted_once(self) -> None:
        found = population_between(min(self.numbers), max(self.numbers))
        assert len(found.residents) == NUMBERS - len(self.merges)
        assert len(found.doses) == sum(map(len, self.doses.values()))

    def teardown(self) -> None:
        for _, merge_id in self.merges.values():
            undo(merge_id)
        for number, before in self.alone.items():
            after = record_sheet(number, ON)
            assert {row.dose.entry.resident_id for row in after.rows} <= {number}
            if not self.doses[number]:
                assert after == before


@pytest.mark.hypothesis
def test_any_sequence_leaves_each_number_with_its_own(ward: Place) -> None:
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=examples(15),
            stateful_step_count=12,
            suppress_health_check=ONE_WARD,
        ),
    )
