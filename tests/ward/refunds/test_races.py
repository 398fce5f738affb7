"""Two decisions, or two payment lists, of one moment: each race is first won by both with its guard off."""

import threading
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from database_of_tests import TestCluster
from ledger_of_tests import CLERK, execute
from letters_of_tests import BORN, ON
from races_of_tests import almighty, meet_in, types_at_once
from refunds_of_tests import approve, decided, proposed, taken_in, under_a_letter
from residents_of_tests import add_resident

from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.ward.records import operations as records
from sesshu.ward.records.situations import PaidBackBefore
from sesshu.ward.refunds import operations, situations

THIRD, FOURTH = Actor(9, "鈴木 一郎"), Actor(10, "高橋 直子")
ONCE = "DROP INDEX {schema}.refund_once_a_dose"
LISTED_ONCE = "ALTER TABLE {schema}.refund_payment DROP CONSTRAINT refund_payment_decision_id_key"


def race_of_decisions(place: Place, monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """One dose, two applications, two who decide; both look at what was paid before either writes."""
    dose = under_a_letter(add_resident(BORN))
    first, second = (proposed(taken_in(dose)) for _ in range(2))
    gate = threading.Barrier(2, timeout=25)
    insert = operations.insert

    def after_both(table: str, values: Any) -> None:
        gate.wait()
        insert(table, values)

    monkeypatch.setattr(operations, "insert", after_both)
    return types_at_once(place, lambda: approve(first, THIRD), lambda: approve(second, FOURTH))


PAID = "SELECT count(*) FROM refund_decision WHERE amount_yen > 0"


def two_lists(place: Place) -> list[type]:
    """One decided refund, two lists."""
    decided(taken_in(under_a_letter(add_resident(BORN))))
    return types_at_once(place, *[lambda: operations.make_list(CLERK, ON)] * 2)


def test_without_the_guard_one_dose_is_paid_back_twice(
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    almighty(test_cluster, fresh_database, fresh_ward, ONCE)
    race_of_decisions(fresh_ward, monkeypatch)
    assert execute("intranet", PAID) == [(2,)]


def test_one_dose_is_paid_back_once_by_two_who_decide_types_at_once(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert situations.RefundedBefore in race_of_decisions(fresh_ward, monkeypatch)
    assert execute("intranet", PAID) == [(1,)]


def test_without_the_guard_two_lists_pay_one_decision(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    almighty(test_cluster, fresh_database, fresh_ward, LISTED_ONCE)
    meet_in(test_cluster, fresh_database, fresh_ward, "refund_payment")
    assert two_lists(fresh_ward) == [int, int]


def test_two_lists_of_one_moment_pay_a_decision_once(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    meet_in(test_cluster, fresh_database, fresh_ward, "refund_payment")
    assert {*two_lists(fresh_ward)} == {int, situations.NothingToPay}
    assert execute("intranet", "SELECT count(*) FROM refund_payment") == [(1,)]


ONE_PAYER = "DROP TRIGGER refund_paid_by_the_ward_alone ON {schema}.refund_decision"
BILLED_AND_PAID_BACK = """
SELECT count(*) FROM refund_decision r JOIN current_dose c ON c.dose_id = standing_row_of_dose(r.dose_id)
JOIN dose d ON d.id = c.dose_id WHERE r.amount_yen > 0 AND NOT d.payment_excluded
"""


def race_with_a_correction(
    place: Place, cluster: TestCluster, database: str, monkeypatch: pytest.MonkeyPatch
) -> list[type]:
    """One decides to pay a dose back, another lets the clinic bill it; both looked before either writes.

    Either has its row before the other is done.
    """
    dose = under_a_letter(add_resident(BORN))
    decision = proposed(taken_in(dose))
    entry = replace(dose.entry, payment_excluded=False)
    correction = records.correct_dose(CLERK, dose.id, entry, "訂正", ON, load.current(), uuid4())
    shown = records.verdict_shown(correction, ON)
    meet_in(cluster, database, place, "refund_decision", "dose")
    gate = threading.Barrier(2, timeout=25)
    insert = operations.insert

    def after_both(table: str, values: Any) -> None:
        gate.wait()
        insert(table, values)

    def bill() -> None:
        gate.wait()
        records.approve(THIRD, correction.pk, correction.sha256, shown, ON)

    monkeypatch.setattr(operations, "insert", after_both)
    return types_at_once(place, lambda: approve(decision, FOURTH), bill)


def paid_twice(cluster: TestCluster, database: str, place: Place) -> int:
    """How many doses are paid back and may be billed as well."""
    with cluster.cluster.superuser_connection(database) as connection:
        connection.execute(f"SET search_path = {place.schema}")
        return int(connection.execute(BILLED_AND_PAID_BACK).fetchone()[0])


def test_without_the_guard_a_correction_of_the_same_moment_lets_a_dose_be_paid_for_twice(
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    almighty(test_cluster, fresh_database, fresh_ward, ONE_PAYER)
    race_with_a_correction(fresh_ward, test_cluster, fresh_database, monkeypatch)
    assert paid_twice(test_cluster, fresh_database, fresh_ward) == 1


def test_of_a_decision_and_a_correction_of_the_same_moment_one_is_refused(
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = race_with_a_correction(fresh_ward, test_cluster, fresh_database, monkeypatch)
    assert {situations.ClinicIsPaid, PaidBackBefore} & set(ended)
    assert paid_twice(test_cluster, fresh_database, fresh_ward) == 0
