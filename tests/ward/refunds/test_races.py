"""Two decisions, or two payment lists, of one moment: each race is first won by both with its guard off."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from database_of_tests import TestCluster
from django.db import connections
from ledger_of_tests import CLERK, execute
from letters_of_tests import BORN, ON
from refunds_of_tests import approve, decided, proposed, taken_in, under_a_letter
from residents_of_tests import add_resident

from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import Place, enter
from sesshu.ward.refunds import operations, situations

THIRD, FOURTH = Actor(9, "鈴木 一郎"), Actor(10, "高橋 直子")
ONCE = "DROP INDEX {schema}.refund_once_a_dose"
LISTED_ONCE = "ALTER TABLE {schema}.refund_payment DROP CONSTRAINT refund_payment_decision_id_key"
SLOWLY = "PERFORM pg_sleep(0.2); RETURN NULL;"


def without(statement: str, place: Place, cluster: TestCluster, database: str) -> None:
    """The guard is taken away by somebody almighty."""
    with cluster.cluster.superuser_connection(database) as almighty:
        almighty.execute(statement.format(schema=place.schema))


def at_once(place: Place, *works: Callable[[], Any]) -> list[type]:
    """Run all at the same time; the types of results and problems."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> type:
        with enter(place):
            try:
                gate.wait()
                return type(work())
            except Exception as problem:
                return type(problem)
            finally:
                connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


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
    return at_once(place, lambda: approve(first, THIRD), lambda: approve(second, FOURTH))


PAID = "SELECT count(*) FROM refund_decision WHERE amount_yen > 0"


def slowed(place: Place, cluster: TestCluster, database: str) -> None:
    """A list has its lines a while before it is done."""
    name = f"{place.schema}.refund_list_is_filled()"
    with cluster.cluster.superuser_connection(database) as almighty:
        [text] = almighty.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name]).fetchone()
        almighty.execute(text.replace("RETURN NULL;", SLOWLY))


def two_lists(place: Place) -> list[type]:
    """One decided refund, two lists."""
    decided(taken_in(under_a_letter(add_resident(BORN))))
    return at_once(place, *[lambda: operations.make_list(CLERK, ON)] * 2)


def test_without_the_guard_one_dose_is_paid_back_twice(
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(ONCE, fresh_ward, test_cluster, fresh_database)
    race_of_decisions(fresh_ward, monkeypatch)
    assert execute("intranet", PAID) == [(2,)]


def test_one_dose_is_paid_back_once_by_two_who_decide_at_once(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert situations.RefundedBefore in race_of_decisions(fresh_ward, monkeypatch)
    assert execute("intranet", PAID) == [(1,)]


def test_without_the_guard_two_lists_pay_one_decision(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    without(LISTED_ONCE, fresh_ward, test_cluster, fresh_database)
    slowed(fresh_ward, test_cluster, fresh_database)
    assert two_lists(fresh_ward) == [int, int]


def test_two_lists_of_one_moment_pay_a_decision_once(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    slowed(fresh_ward, test_cluster, fresh_database)
    assert {*two_lists(fresh_ward)} == {int, situations.NothingToPay}
    assert execute("intranet", "SELECT count(*) FROM refund_payment") == [(1,)]
