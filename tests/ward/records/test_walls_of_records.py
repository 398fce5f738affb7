"""PostgreSQL, not our code, says that no role records, changes or removes a dose by itself (R5)."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from database_of_tests import TestCluster
from doses_of_tests import BORN, PROVIDER, check, enter, mr1, record
from ledger_of_tests import CLERK, COLLEAGUE
from psycopg import errors
from residents_of_tests import add_resident
from tricks_of_walls import log_in

from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.zones import zones_of
from sesshu.ward.records.payload import payload_of
from sesshu.ward.records.whereabouts import sealed

ZONES = [zone.name for zone in zones_of("ward")]
RECORD = """
INSERT INTO dose (proposal_id, legal, counts, release, judged_on)
VALUES (%s, 'routine_a', 'yes', 'r', '2026-04-10')
"""
APPROVE = "UPDATE proposal SET state = 'approved', decided_sha256 = payload_sha256 WHERE id = %s"
PROPOSE = """
INSERT INTO proposal (kind, payload, subjects, reason) VALUES (%s, %s, %s, 'x') RETURNING id
"""
PLACE = """
INSERT INTO dose_particulars (proposal_id, resident_id, salt, provider_name)
VALUES (%s, %s, 'salt', 'よその診療所')
"""


@pytest.fixture
def child(ward: Place) -> int:
    return add_resident(BORN)


class Intruder:
    """Somebody who holds a zone's password and speaks SQL, and claims to be whom they like."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def claims_to_be(self, actor: Actor) -> None:
        self.run("SELECT set_config('sesshu.actor', %s, false)", [str(actor.account_id)])
        self.run("SELECT set_config('sesshu.actor_name', %s, false)", [actor.name])

    def run(self, statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        cursor = self.connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def proposes(self, kind: str, payload: dict[str, Any], subject: int) -> int:
        self.claims_to_be(CLERK)
        return int(self.run(PROPOSE, [kind, json.dumps(payload), [subject]])[0][0])

    def approves(self, proposal_id: int) -> None:
        self.claims_to_be(COLLEAGUE)
        self.run(APPROVE, [proposal_id])


@pytest.fixture
def intruder(ward: Place) -> Iterator[Intruder]:
    with log_in(ward, "intranet") as connection:
        yield Intruder(connection)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dose SET lot = 'X'",
        "UPDATE dose SET is_cancelled = true",
        "DELETE FROM dose",
        "TRUNCATE dose",
        "UPDATE current_dose SET product = NULL",
        "DELETE FROM current_dose",
        "INSERT INTO current_dose (dose_id) VALUES (1)",
        "UPDATE dose_particulars SET provider_name = 'X'",
        "DELETE FROM dose_particulars",
        "UPDATE guarded_dose SET provider_name = 'X'",
        "DELETE FROM guarded_dose",
        "UPDATE entry_form SET instead_of_id = NULL",
        "INSERT INTO dose (proposal_id, lot) VALUES (1, 'X')",
        "INSERT INTO dose (proposal_id, entered_by) VALUES (1, 5)",
        "ALTER TABLE dose DISABLE TRIGGER ALL",
    ],
)
def test_no_zone_changes_or_removes_a_dose(ward: Place, zone: str, statement: str) -> None:
    with log_in(ward, zone) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize("zone", ZONES)
def test_no_zone_records_a_dose_nobody_proposed(ward: Place, zone: str) -> None:
    with (
        log_in(ward, zone) as connection,
        pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)),
    ):
        connection.execute(RECORD, [4711])


def test_an_open_proposal_is_not_recorded(child: int, intruder: Intruder) -> None:
    proposal = enter(mr1(child))
    intruder.claims_to_be(COLLEAGUE)
    with pytest.raises(errors.CheckViolation, match="no dose that this account has approved"):
        intruder.run(RECORD, [proposal.pk])


def test_the_same_account_cannot_approve_even_by_hand(child: int, intruder: Intruder) -> None:
    proposal = enter(mr1(child))
    intruder.claims_to_be(CLERK)
    with pytest.raises(errors.CheckViolation) as refused:
        intruder.run(APPROVE, [proposal.pk])
    assert refused.value.diag.constraint_name == "proposal_decided_by_a_second_person"


def test_an_approval_is_recorded_once_and_by_whoever_gave_it(
    child: int, intruder: Intruder
) -> None:
    proposal = check(enter(mr1(child)))
    intruder.claims_to_be(CLERK)
    with pytest.raises(errors.CheckViolation):
        intruder.run(RECORD, [proposal.pk])
    intruder.claims_to_be(COLLEAGUE)
    with pytest.raises(errors.UniqueViolation):
        intruder.run(RECORD, [proposal.pk])


def test_an_approval_of_something_else_is_no_dose(child: int, intruder: Intruder) -> None:
    proposal_id = intruder.proposes("account.grant", {"account": 3}, child)
    intruder.approves(proposal_id)
    with pytest.raises(errors.CheckViolation):
        intruder.run(RECORD, [proposal_id])


@pytest.mark.parametrize(
    ("given_on", "constraint"),
    [
        (BORN - timedelta(days=1), "dose_is_not_before_birth"),
        (date(2999, 1, 1), "dose_is_not_in_the_future"),
    ],
)
def test_a_dose_before_birth_or_in_the_future_is_not_recorded(
    child: int, intruder: Intruder, given_on: date, constraint: str
) -> None:
    said = payload_of(mr1(child, given_on))
    proposal_id = intruder.proposes("ward.dose_entry", said, child)
    intruder.approves(proposal_id)
    with pytest.raises(errors.CheckViolation) as refused:
        intruder.run(RECORD, [proposal_id])
    assert refused.value.diag.constraint_name == constraint


def test_a_dose_of_the_day_of_birth_is_recorded(child: int, intruder: Intruder) -> None:
    proposal_id = intruder.proposes("ward.dose_entry", payload_of(mr1(child, BORN)), child)
    intruder.approves(proposal_id)
    intruder.run(RECORD, [proposal_id])


def test_a_proposal_about_somebody_else_records_nothing_here(
    child: int, intruder: Intruder
) -> None:
    other = add_resident(BORN)
    proposal_id = intruder.proposes("ward.dose_entry", payload_of(mr1(child)), other)
    intruder.approves(proposal_id)
    with pytest.raises(errors.CheckViolation, match="somebody else"):
        intruder.run(RECORD, [proposal_id])


def test_a_correction_cannot_take_the_place_of_somebody_elses_dose(
    child: int, intruder: Intruder
) -> None:
    theirs = record(mr1(add_resident(BORN)))
    said = payload_of(mr1(child), supersedes=theirs.id)
    proposal_id = intruder.proposes("ward.dose_correction", said, child)
    intruder.approves(proposal_id)
    with pytest.raises(errors.CheckViolation, match="does not stand any more"):
        intruder.run(RECORD, [proposal_id])


def test_where_a_dose_was_given_is_what_was_proposed(child: int, intruder: Intruder) -> None:
    said = payload_of(mr1(child), particulars_sha256=sealed(PROVIDER, "salt"))
    proposal_id = intruder.proposes("ward.dose_entry", said, child)
    with pytest.raises(errors.CheckViolation) as refused:
        intruder.run(PLACE, [proposal_id, child])
    assert refused.value.diag.constraint_name == "dose_particulars_were_proposed"


@pytest.fixture
def almighty(ward: Place, test_cluster: TestCluster, database: str) -> Iterator[psycopg.Connection]:
    """The superuser behind the walls, whose work is undone afterwards."""
    with (
        test_cluster.cluster.superuser_connection(database) as connection,
        connection.transaction(force_rollback=True),
    ):
        connection.execute(f"SET search_path = {ward.schema}")
        yield connection


@pytest.mark.parametrize(
    "statement", ["UPDATE dose SET lot = 'X'", "DELETE FROM dose", "TRUNCATE dose CASCADE"]
)
def test_even_whoever_is_given_too_much_cannot_change_a_dose(
    child: int, almighty: psycopg.Connection, statement: str
) -> None:
    record(mr1(child))
    with (
        pytest.raises(errors.CheckViolation, match="never changed"),
        almighty.transaction(),
    ):
        almighty.execute(statement)


def test_without_its_guard_a_dose_is_changed(child: int, almighty: psycopg.Connection) -> None:
    dose = record(mr1(child))
    almighty.execute("ALTER TABLE dose DISABLE TRIGGER dose_is_fixed")
    assert almighty.execute("UPDATE dose SET lot = 'X' WHERE id = %s", [dose.id]).rowcount == 1


def test_without_its_guard_a_dose_nobody_approved_is_recorded(
    child: int, almighty: psycopg.Connection
) -> None:
    waiting = enter(mr1(child, date(2026, 6, 10)))
    dose = record(mr1(child))
    almighty.execute("ALTER TABLE dose DISABLE TRIGGER dose_is_what_was_approved")
    almighty.execute("CREATE TEMP TABLE forged AS SELECT * FROM dose WHERE id = %s", [dose.id])
    almighty.execute(
        "UPDATE forged SET id = id + 1000, proposal_id = %s, second_of_day = true", [waiting.pk]
    )
    assert almighty.execute("INSERT INTO dose SELECT * FROM forged").rowcount == 1
