"""What is told of a dose otherwise than the record has it counts only once a person settled it (S1.9)."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from database_of_tests import TestCluster
from django.db import DatabaseError, IntegrityError
from doses_of_tests import (
    AS_GIVEN,
    BORN,
    FIRST_MR,
    ON,
    check,
    correct,
    enter,
    mr1,
    pcv,
    record,
    recorded_by,
)
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, COLLEAGUE, execute, last_entry
from merges_of_tests import merge
from races_of_tests import at_once
from residents_of_tests import add_resident

from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.zones import zones_of
from sesshu.schedule import load
from sesshu.ward.records import operations, queries, taking_effect
from sesshu.ward.records.codes import Evidence, FoundBy, Held, Source
from sesshu.ward.records.differences import may_be_same
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.settling import (
    OF_THE_VACCINE,
    in_its_place,
    items_told,
    keep_record,
    settlements_of,
)
from sesshu.ward.records.situations import DifferenceNotSettled
from sesshu.ward.rulebooks.releases import keep_current

NEAR = FIRST_MR + timedelta(days=2)
THIRD = Actor(9, "鈴木 一郎")
INSERT = """
INSERT INTO difference_settlement (resident_id, dose_id, told_by, series, given_on, items, held, found_by)
VALUES (%s, %s, 'form', 'MR1', '2026-04-12', '{}', %s, 'paper')
"""


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(BORN)


def again(child: int, day: date = NEAR, **others: Any) -> DoseEntry:
    """The same vaccine a few days later, as a second paper tells."""
    return mr1(child, day, **({"lot": "MR999", "as_given": True, "particulars": AS_GIVEN} | others))


def test_nothing_is_entered_beside_a_dose_that_may_be_the_same(child: int) -> None:
    record(mr1(child))
    with pytest.raises(DifferenceNotSettled):
        enter(again(child))
    assert queries.waiting_for(COLLEAGUE).to_check == 0
    assert last_entry().reason == "difference_not_settled"


def test_who_finds_two_doses_is_kept_with_what_differed_and_how_it_was_found(child: int) -> None:
    dose = record(mr1(child))
    record(again(child), another=FoundBy.PROVIDER)
    [settled] = settlements_of(child)
    assert (settled.dose_id, settled.held, settled.found_by) == (dose.id, "both", "provider")
    assert (settled.recorded_by, settled.recorded_by_name) == (CLERK.account_id, CLERK.name)
    assert settled.items == {"given_on": ["2026-04-12", "2026-04-10"], "lot": ["MR999", "MR512"]}
    assert len(queries.doses_of(child)) == 2


def test_where_the_record_holds_nothing_is_entered_and_the_settlement_stays(child: int) -> None:
    dose = record(mr1(child))
    keep_record(CLERK, again(child), dose, FoundBy.PAPER)
    assert queries.doses_of(child) == (dose,)
    assert [each.held for each in settlements_of(child)] == [Held.RECORD]
    assert (last_entry().action, last_entry().subjects) == ("dose.difference_settled", [child])


def test_a_record_that_holds_makes_nobody_another_dose(child: int) -> None:
    keep_record(CLERK, again(child), record(mr1(child)), FoundBy.PAPER)
    with pytest.raises(DifferenceNotSettled):
        enter(again(child))


def test_where_the_telling_holds_the_record_is_corrected_by_two(child: int) -> None:
    dose = record(mr1(child))
    placed = in_its_place(dose.entry, mr1(child, NEAR, lot="MR999", source=Source.PERSON))
    asked = correct_as_told(dose, placed)
    assert queries.doses_of(child) == (dose,)
    new = recorded_by(check(asked))
    assert (new.entry.given_on, new.entry.lot, new.entry.source) == (NEAR, "MR999", Source.PROVIDER)
    assert [each.held for each in settlements_of(child)] == [Held.TOLD]


def correct_as_told(dose: queries.RecordedDose, entry: DoseEntry) -> Any:
    said = (CLERK, dose.id, entry, "届いた内容が正しい", ON, load.current(), uuid4())
    return operations.correct_dose(*said, told=FoundBy.PERSON)


def test_what_was_settled_once_is_not_asked_again_whichever_is_corrected(child: int) -> None:
    first = record(mr1(child))
    second = record(again(child), another=FoundBy.PROVIDER)
    lot = replace(first.entry, lot="MR777", as_given=True, particulars=AS_GIVEN)
    check(correct(first, lot))
    check(correct(second, replace(second.entry, lot="MR888")))
    assert {dose.entry.lot for dose in queries.doses_of(child)} == {"MR777", "MR888"}
    assert len(settlements_of(child)) == 1


def test_another_day_is_another_question(child: int) -> None:
    record(mr1(child))
    second = record(again(child), another=FoundBy.PROVIDER)
    with pytest.raises(DifferenceNotSettled):
        correct(second, replace(second.entry, given_on=NEAR + timedelta(days=1)))


def test_what_was_recorded_since_is_settled_before_the_approval(child: int) -> None:
    waiting = enter(again(child))
    record(mr1(child))
    with pytest.raises(DifferenceNotSettled):
        check(waiting)
    assert len(queries.doses_of(child)) == 1


def test_a_settlement_holds_for_the_person_under_either_number(child: int) -> None:
    other = add_resident(BORN)
    record(mr1(child))
    merge(child, other)
    with pytest.raises(DifferenceNotSettled):
        enter(again(other))
    record(again(other), another=FoundBy.PERSON)
    assert settlements_of(child) == settlements_of(other) != ()


def test_the_sheet_as_it_was_known_tells_no_later_settlement(child: int) -> None:
    record(mr1(child))
    second = record(again(child), another=FoundBy.PROVIDER)
    before = settlements_of(child)[0].recorded_at - timedelta(microseconds=1)
    assert queries.record_sheet(child, ON, before).settlements == ()
    assert len(queries.record_sheet(child, ON, second.recorded_at).settlements) == 1


@pytest.fixture
def slow(fresh_ward: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have compared and judged before either writes."""
    keep_current()
    both = threading.Barrier(2, timeout=25)
    write = taking_effect._write

    def after_both(statement: str, values: Any) -> None:
        both.wait()
        write(statement, values)

    monkeypatch.setattr(taking_effect, "_write", after_both)


def approvals(child: int) -> list[Callable[[], Any]]:
    """Two papers of one dose, entered while neither stands."""
    asked = [enter(again(child, FIRST_MR)), enter(again(child), actor=THIRD)]
    shown = [operations.verdict_shown(each, ON) for each in asked]
    return [
        lambda each=each, said=said: operations.approve(COLLEAGUE, each.pk, each.sha256, said, ON)
        for each, said in zip(asked, shown, strict=True)
    ]


def test_without_the_guard_two_tellings_of_one_dose_count_twice(
    child: int, fresh_ward: Place, test_cluster: TestCluster, fresh_database: str, slow: None
) -> None:
    with test_cluster.cluster.superuser_connection(fresh_database) as almighty:
        almighty.execute(f"DROP TRIGGER dose_was_compared ON {fresh_ward.schema}.dose")
    at_once(fresh_ward, *approvals(child))
    assert len(queries.doses_of(child)) == 2


def test_of_two_tellings_approved_at_once_one_counts(
    child: int, fresh_ward: Place, slow: None
) -> None:
    results = at_once(fresh_ward, *approvals(child))
    assert [type(each) for each in results].count(DifferenceNotSettled) == 1
    assert len(queries.doses_of(child)) == 1


def test_nobody_settles_a_dose_of_somebody_else(child: int) -> None:
    dose = record(mr1(child))
    with pytest.raises(IntegrityError, match="somebody else"):
        execute("intranet", INSERT, [add_resident(BORN), dose.id, "both"])
    with pytest.raises(IntegrityError, match="recorded_by_name"):
        execute("intranet", INSERT, [child, dose.id, "both"])  # whoever it is must have signed in


@pytest.mark.parametrize("zone", [zone.name for zone in zones_of("ward")])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE difference_settlement SET held = 'record'",
        "DELETE FROM difference_settlement",
        "INSERT INTO difference_settlement (recorded_by) VALUES (7)",
    ],
)
def test_no_role_changes_a_settlement_or_says_who_settled(
    child: int, zone: str, statement: str
) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        execute(zone, statement)


DAYS = st.dates(date(2026, 4, 1), date(2026, 4, 20))
PAPERS = st.builds(
    lambda day, lot, volume, told, abroad: pcv(
        1,
        day,
        lot=lot,
        volume_ml=volume,
        **(told if not abroad else told | {"series": "MR1", "product": "MR"}),
    ),
    DAYS,
    st.none() | st.sampled_from(["A1", "B2"]),
    st.none() | st.sampled_from([Decimal("0.5"), Decimal("0.25")]),
    st.sampled_from(
        [{}, {"source": Source.PERSON, "evidence": Evidence.HANDBOOK, "payment_excluded": True}]
    ),
    st.booleans(),
)


@given(PAPERS, PAPERS)
def test_what_is_told_differs_one_way_as_the_other(one: DoseEntry, other: DoseEntry) -> None:
    told, turned = items_told(one, other), items_told(other, one)
    assert {name: pair[::-1] for name, pair in told.items()} == turned
    assert items_told(one, one) == {}
    assert may_be_same(one, other) == may_be_same(other, one)


@given(PAPERS, PAPERS)
def test_in_the_place_of_the_record_is_what_was_told_and_the_origin_stays(
    recorded: DoseEntry, told: DoseEntry
) -> None:
    placed = in_its_place(recorded, told)
    assert set(items_told(told, placed)) <= {"source"}
    kept = ("source", "evidence", "payment_excluded", "voucher_number", "desk", "outcome")
    assert all(getattr(placed, name) == getattr(recorded, name) for name in kept)
    if told.product == recorded.product:
        lost = [
            name
            for name in OF_THE_VACCINE
            if getattr(placed, name) is None and getattr(recorded, name) is not None
        ]
        assert lost == []
