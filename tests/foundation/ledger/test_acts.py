"""An act and its entry are one; a refusal outlives what it refused."""

import contextlib
import threading

import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute, last_entry

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.walls import Place, enter

pytestmark = pytest.mark.usefixtures("fresh_ward")


class TooEarly(ledger.Refused):
    """A situation of the office."""

    reason = "interval_too_short"


def record_too_early(resident: int, action: str = "dose.recorded") -> None:
    """An act that the rules refuse after its resident is known."""
    with ledger.act(CLERK, action, "入力") as entry:
        entry.about(resident)
        raise TooEarly


def test_an_act_is_written_with_who_what_whom_and_what_for() -> None:
    with ledger.act(CLERK, "dose.recorded", "予診票の入力") as entry:
        entry.about(41, 42)
        entry.detail(proposal=5, given_on="2026-04-01")
    written = last_entry()
    assert (written.kind, written.action, written.purpose) == (
        "act",
        "dose.recorded",
        "予診票の入力",
    )
    assert (written.actor_account, written.actor_name) == (7, "佐藤 健一")
    assert written.terminal == "10.1.2.3"
    assert (written.subjects, written.details) == (
        [41, 42],
        {"proposal": 5, "given_on": "2026-04-01"},
    )
    assert written.reason is None


def test_the_role_of_the_connection_is_written_whatever_zone_acts(fresh_ward: Place) -> None:
    for zone in ("intranet", "jobs", "guarded", "audit", "courier"):
        with ledger.act(CLERK, "dose.recorded", "入力", using=zone):
            pass
        assert last_entry().role == fresh_ward.role(zone)


def test_an_act_and_its_work_carry_the_same_transaction() -> None:
    with ledger.act(CLERK, "dose.recorded", "入力"):
        [(txid,)] = execute("default", "SELECT pg_current_xact_id()::text")
    assert last_entry().txid == int(txid)


def test_the_system_acts_without_an_account() -> None:
    with ledger.population_run(
        Actor.system("registry.import"), "registry.imported", "異動の取込み"
    ):
        pass
    written = last_entry()
    assert (written.actor_account, written.actor_name) == (None, "registry.import")
    assert written.role.endswith("_jobs")


def test_a_population_run_is_one_event_with_its_member_list() -> None:
    members = list(range(1, 50_001))
    with ledger.population_run(CLERK, "recall.made", "勧奨通知") as run:
        run.about(*members)
    assert [(entry.kind, entry.subjects) for entry in entries()] == [("run", members)]


def test_work_that_fails_leaves_no_entry() -> None:
    with pytest.raises(ZeroDivisionError), ledger.act(CLERK, "dose.recorded", "入力"):
        _ = 1 / 0
    assert entries() == []


def test_what_the_office_refuses_is_rolled_back_and_recorded() -> None:
    with pytest.raises(TooEarly):
        record_too_early(41)
    [written] = entries()
    assert (written.kind, written.reason) == (Kind.REFUSAL, "interval_too_short")
    assert (written.action, written.subjects) == ("dose.recorded", [41])


def test_what_postgresql_refuses_is_recorded_after_the_rollback() -> None:
    with pytest.raises(ProgrammingError), ledger.act(CLERK, "dose.recorded", "入力"):
        execute("default", "SELECT * FROM ledger_seal")
    [written] = entries()
    assert (written.kind, written.reason) == ("refusal", "insufficient_privilege")


def test_another_error_of_postgresql_is_no_refusal() -> None:
    with pytest.raises(DatabaseError), ledger.act(CLERK, "dose.recorded", "入力"):
        execute("default", "SELECT 1 / 0")
    assert entries() == []


def test_a_refusal_can_be_recorded_by_itself() -> None:
    ledger.refusal(CLERK, "resident.seen", "窓口対応", "no_permission", [3], {"page": "resident"})
    [written] = entries()
    assert (written.reason, written.subjects) == ("no_permission", [3])


def test_a_refusal_within_an_act_is_written_after_it_even_when_the_act_fails() -> None:
    with contextlib.suppress(ZeroDivisionError), ledger.act(CLERK, "dose.recorded", "入力"):
        ledger.refusal(CLERK, "resident.seen", "入力", "no_permission", [3])
        _ = 1 / 0
    assert [entry.reason for entry in entries()] == ["no_permission"]


def test_a_refusal_of_somebody_else_within_an_act_names_them() -> None:
    with ledger.act(CLERK, "dose.recorded", "入力"):
        ledger.refusal(COLLEAGUE, "resident.seen", "入力", "no_permission")
    assert [(entry.kind, entry.actor_account) for entry in entries()] == [
        ("act", 7),
        ("refusal", 8),
    ]


def test_a_refusal_in_a_plain_transaction_would_be_rolled_back_and_is_not_accepted() -> None:
    with transaction.atomic(), pytest.raises(ledger.InsideTransaction):
        ledger.refusal(CLERK, "resident.seen", "入力", "no_permission")


def test_an_act_in_a_plain_transaction_is_not_accepted() -> None:
    with (
        transaction.atomic(),
        pytest.raises(ledger.InsideTransaction),
        ledger.act(CLERK, "dose.recorded", "入力"),
    ):
        pass


def test_an_act_within_an_act_of_the_same_actor_joins_it() -> None:
    with ledger.act(CLERK, "dose.recorded", "入力"), ledger.act(CLERK, "dose.proposed", "入力"):
        pass
    inner, outer = entries()
    assert (inner.action, outer.action) == ("dose.proposed", "dose.recorded")
    assert inner.txid == outer.txid


def test_a_refusal_of_a_joined_act_is_recorded_once_and_takes_all_with_it() -> None:
    with (
        pytest.raises(TooEarly),
        ledger.act(CLERK, "dose.recorded", "入力"),
        ledger.act(CLERK, "dose.proposed", "入力"),
    ):
        raise TooEarly
    assert [(entry.kind, entry.action) for entry in entries()] == [("refusal", "dose.proposed")]


def test_an_outer_act_cannot_swallow_the_refusal_of_a_joined_one() -> None:
    with (
        pytest.raises(transaction.TransactionManagementError),
        ledger.act(CLERK, "dose.recorded", "入力"),
        pytest.raises(TooEarly),
    ):
        record_too_early(41, "dose.proposed")
    assert [(entry.kind, entry.action) for entry in entries()] == [("refusal", "dose.proposed")]


def test_nobody_acts_inside_the_act_of_another() -> None:
    with (
        pytest.raises(ledger.NestedAct),
        ledger.act(CLERK, "dose.recorded", "入力"),
        ledger.act(COLLEAGUE, "dose.checked", "確認"),
    ):
        pass
    assert entries() == []


def test_acts_in_two_zones_are_two_transactions() -> None:
    with (
        ledger.act(CLERK, "guarded.seen", "確認", using="guarded"),
        ledger.act(COLLEAGUE, "dose.checked", "確認"),
    ):
        pass
    assert [entry.actor_account for entry in entries()] == [8, 7]


@pytest.mark.parametrize("purpose", ["", " ", "\u3000"])
def test_without_a_purpose_nobody_acts_and_that_is_recorded(purpose: str) -> None:
    with pytest.raises(ledger.NoPurpose), ledger.act(CLERK, "dose.recorded", purpose):
        pytest.fail("the work was begun")
    [written] = entries()
    assert (written.kind, written.reason) == ("refusal", "no_purpose")


def test_the_actor_is_forgotten_when_the_transaction_ends() -> None:
    with ledger.act(CLERK, "dose.recorded", "入力"):
        assert execute("default", "SELECT acting_account(), acting_name()") == [(7, "佐藤 健一")]
    assert execute("default", "SELECT acting_account(), acting_name()") == [(None, None)]


def test_acts_of_two_threads_do_not_join(fresh_ward: Place) -> None:
    inside, written = threading.Event(), threading.Event()

    def colleague() -> None:
        with enter(fresh_ward):
            inside.wait(5)
            with ledger.act(COLLEAGUE, "dose.checked", "確認"):
                pass
            written.set()

    thread = threading.Thread(target=colleague)
    thread.start()
    with ledger.act(CLERK, "dose.recorded", "入力"):
        inside.set()
        assert written.wait(5)
        assert [entry.actor_account for entry in entries()] == [8]
    thread.join(5)
    assert [entry.actor_account for entry in entries()] == [8, 7]
