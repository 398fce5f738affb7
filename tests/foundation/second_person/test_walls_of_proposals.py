"""PostgreSQL keeps one person from being both, and what was proposed from being another thing."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from psycopg.errors import CheckViolation, InsufficientPrivilege, NotNullViolation
from tricks_of_walls import log_in

from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.canonical import sha256_of
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection
from sesshu.foundation.walls.zones import zones_of

ZONES = [zone.name for zone in zones_of("ward")]
WRITERS = ("intranet", "jobs")
SAY_WHO = "SELECT set_config('sesshu.actor', %s, true), set_config('sesshu.actor_name', 'N', true)"
DECIDE = "UPDATE proposal SET state = %s, decided_sha256 = %s, decision_reason = %s WHERE id = %s"
DECIDED_COLUMNS = {"state", "decided_sha256", "decision_reason"}
GIVEN_COLUMNS = {"kind", "payload", "subjects", "reason", "expires_at"}
COLUMNS = {field.column for field in Proposal._meta.fields}

pytestmark = pytest.mark.usefixtures("ward")


@pytest.fixture
def session(ward: Place) -> Iterator[psycopg.Connection]:
    with closing(log_in(ward, "intranet")) as connection:
        yield connection


@pytest.fixture
def owner(ward: Place) -> Iterator[psycopg.Connection]:
    """The owner of the schema, who may write every column."""
    with closing(deployment_connection()) as connection:
        connection.execute(f"SET ROLE {ward.owner}")
        connection.execute(f"SET search_path = {ward.schema}")
        yield connection


def decide(
    session: psycopg.Connection,
    account: str,
    state: str,
    proposal: Proposal,
    sha256: bytes | None = None,
    reason: str | None = None,
) -> None:
    with session.transaction():
        session.execute(SAY_WHO, [account])
        session.execute(DECIDE, [state, sha256, reason, proposal.pk])


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone not in WRITERS])
def test_other_zones_neither_propose_nor_decide(ward: Place, zone: str) -> None:
    with closing(log_in(ward, zone)) as session:
        for statement in (
            "INSERT INTO proposal (kind, payload, subjects, reason) VALUES ('a.b', '{}', '{}', '')",
            "UPDATE proposal SET state = 'approved'",
        ):
            with pytest.raises(InsufficientPrivilege):
                session.execute(statement)


@pytest.mark.parametrize("zone", ZONES)
def test_no_zone_removes_a_proposal(ward: Place, zone: str) -> None:
    with closing(log_in(ward, zone)) as session:
        for statement in ("DELETE FROM proposal", "TRUNCATE proposal", "DROP TABLE proposal"):
            with pytest.raises(InsufficientPrivilege):
                session.execute(statement)


@pytest.mark.parametrize("zone", WRITERS)
@pytest.mark.parametrize("column", sorted(COLUMNS - DECIDED_COLUMNS))
def test_no_zone_rewrites_what_was_proposed_or_who_did_it(
    ward: Place, zone: str, column: str
) -> None:
    with closing(log_in(ward, zone)) as session, pytest.raises(InsufficientPrivilege):
        session.execute(f"UPDATE proposal SET {column} = {column}")


@pytest.mark.parametrize("zone", WRITERS)
@pytest.mark.parametrize("column", sorted(COLUMNS - GIVEN_COLUMNS))
def test_no_zone_says_who_proposed_or_when(ward: Place, zone: str, column: str) -> None:
    with closing(log_in(ward, zone)) as session, pytest.raises(InsufficientPrivilege):
        session.execute(f"INSERT INTO proposal ({column}) VALUES (NULL)")


def test_one_account_is_not_both_persons(session: psycopg.Connection, proposal: Proposal) -> None:
    shown = bytes(proposal.payload_sha256)
    with pytest.raises(CheckViolation, match="by_a_second_person"):
        decide(session, "7", "approved", proposal, shown)
    with pytest.raises(CheckViolation, match="by_a_second_person"):
        decide(session, "7", "declined", proposal, reason="x")
    with pytest.raises(CheckViolation, match="by_a_second_person"):
        decide(session, "8", "withdrawn", proposal)


def test_nobody_is_no_second_person(session: psycopg.Connection, proposal: Proposal) -> None:
    with pytest.raises(CheckViolation, match="by_a_second_person"):
        decide(session, "", "approved", proposal, bytes(proposal.payload_sha256))


def test_an_approval_names_the_very_text(session: psycopg.Connection, proposal: Proposal) -> None:
    for sha256 in (None, bytes(32)):
        with pytest.raises(CheckViolation, match="as_it_was_shown"):
            decide(session, "8", "approved", proposal, sha256)


def test_a_refused_proposal_has_a_reason(session: psycopg.Connection, proposal: Proposal) -> None:
    for reason in (None, "", " "):
        with pytest.raises(CheckViolation, match="with_a_reason"):
            decide(session, "8", "declined", proposal, reason=reason)


@pytest.mark.parametrize("state", ["open", "approved", "declined", "withdrawn", "lost"])
def test_what_is_decided_is_not_decided_again(
    session: psycopg.Connection, proposal: Proposal, state: str
) -> None:
    shown = bytes(proposal.payload_sha256)
    decide(session, "8", "approved", proposal, shown)
    with pytest.raises(CheckViolation, match="decided once"):
        decide(session, "9", state, proposal, shown, "x")


def test_the_hash_is_made_by_the_database(session: psycopg.Connection, proposal: Proposal) -> None:
    assert proposal.sha256 == sha256_of(proposal.payload_json)


@pytest.mark.parametrize(
    "payload", ["", "[]", "1", "null", '{"a":1', '{"a":1,"a":2}', '{"a":{"b":1,"b":1}}']
)
def test_a_payload_is_one_object_with_each_key_once(
    session: psycopg.Connection, payload: str
) -> None:
    insert = "INSERT INTO proposal (kind, payload, subjects, reason) VALUES ('a.b', %s, '{}', '')"
    with session.transaction():
        session.execute(SAY_WHO, ["7"])
        with pytest.raises(CheckViolation, match="is_an_object"):
            session.execute(insert, [payload])


def test_nobody_proposes_nothing(session: psycopg.Connection) -> None:
    insert = "INSERT INTO proposal (kind, payload, subjects, reason) VALUES ('a.b', '{}', '{}', '')"
    with session.transaction():
        session.execute(SAY_WHO, [""])
        with pytest.raises(NotNullViolation, match="proposed_by"):
            session.execute(insert)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", "{}"),
        ("payload_sha256", "\\x00"),
        ("subjects", "{}"),
        ("kind", "other.kind"),
        ("proposed_by", "99"),
        ("proposed_at", "2020-01-01"),
        ("expires_at", "2099-01-01"),
    ],
)
def test_even_the_owner_does_not_change_what_was_proposed(
    owner: psycopg.Connection, proposal: Proposal, column: str, value: str
) -> None:
    owner.execute(SAY_WHO, ["8"])
    with pytest.raises(CheckViolation, match="does not change"):
        owner.execute(
            f"UPDATE proposal SET state = 'withdrawn', {column} = %s WHERE id = %s",
            [value, proposal.pk],
        )


def test_even_the_owner_does_not_propose_in_the_name_of_another(
    owner: psycopg.Connection,
) -> None:
    owner.execute(SAY_WHO, ["8"])
    row = owner.execute(
        "INSERT INTO proposal (kind, payload, subjects, reason, proposed_by, proposed_by_name,"
        " proposed_at, state, decided_by, payload_sha256) VALUES"
        " ('a.b', '{}', '{}', '', 99, 'X', '2020-01-01', 'approved', 98, '\\x00')"
        " RETURNING proposed_by, state, decided_by, encode(payload_sha256, 'hex')"
    ).fetchone()
    assert row == (8, "open", None, sha256_of("{}"))
