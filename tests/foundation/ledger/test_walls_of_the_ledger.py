"""No role of the ward changes the ledger or lies in it: PostgreSQL refuses every zone, by every trick."""

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta

import psycopg
import pytest
from ledger_of_tests import CLERK, entries, execute, last_entry
from psycopg.errors import InsufficientPrivilege
from tricks_of_walls import Trick, log_in, refused

from sesshu.foundation import ledger
from sesshu.foundation.clock import now
from sesshu.foundation.walls import Place, enter
from sesshu.foundation.walls.provision import deployment_connection
from sesshu.foundation.walls.zones import systems, zones_of

PLACES = [Place("131121", system) for system in systems()]
ZONES = [
    pytest.param(p, z.name, id=f"{p.system}-{z.name}") for p in PLACES for z in zones_of(p.system)
]
TABLES = ("ledger_entry", "ledger_seal", "ledger_epoch")
CHANGES = (
    "UPDATE {} SET {} = {}",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "ALTER TABLE {} DROP COLUMN {}",
    "ALTER TABLE {} RENAME TO mine",
    "DROP TABLE {}",
    "CREATE TRIGGER mine BEFORE INSERT ON {} EXECUTE FUNCTION ledger_is_append_only()",
    "CREATE RULE mine AS ON INSERT TO {} DO INSTEAD NOTHING",
    "CREATE INDEX ON {} ({})",
    "ALTER TABLE {} OWNER TO CURRENT_USER",
    "ALTER TABLE {} ENABLE ROW LEVEL SECURITY",
    "COPY {} FROM '/dev/null'",
)
FORGED_COLUMNS = {
    "id": "1",
    "epoch": "9",
    "at": "'2020-01-01'",
    "actor_account": "1",
    "actor_name": "'他人'",
    "terminal": "'10.0.0.1'",
    "role": "'m131121_ward_jobs'",
    "txid": "'1'",
}
SAY_WHO = "SELECT set_config('sesshu.actor', '7', true), set_config('sesshu.actor_name', 'N', true)"
ENTRY = (
    "INSERT INTO ledger_entry (kind, action, purpose, subjects, details{})"
    " VALUES ('look', 'a.b', 'c', '{{}}', '{{}}'{})"
)


@pytest.fixture
def session(database: str, place: Place, zone: str) -> Iterator[psycopg.Connection]:
    with closing(log_in(place, zone)) as connection:
        yield connection


def column_of(table: str) -> str:
    return "details" if table == "ledger_entry" else "number"


def forged(column: str, value: str) -> str:
    return ENTRY.format(f", {column}", f", {value}")


@pytest.mark.parametrize(("place", "zone"), ZONES)
def test_no_zone_changes_the_ledger_or_its_seals(session: psycopg.Connection) -> None:
    came_through = []
    for table in TABLES:
        for change in CHANGES:
            statement = change.format(table, column_of(table), column_of(table))
            try:
                session.execute(statement)
                came_through.append(statement)
            except InsufficientPrivilege:
                session.rollback()
    assert came_through == []


@pytest.mark.parametrize(("place", "zone"), ZONES)
def test_no_zone_gives_rights_away(session: psycopg.Connection) -> None:
    for table in TABLES:
        gift = Trick("give away", (f"GRANT ALL ON {table} TO PUBLIC",))
        assert refused(session, gift) is not None


@pytest.mark.parametrize(("place", "zone"), ZONES)
def test_no_zone_says_when_who_or_which_transaction(session: psycopg.Connection) -> None:
    came_through = []
    for column, value in FORGED_COLUMNS.items():
        try:
            with session.transaction():
                session.execute(SAY_WHO)
                session.execute(forged(column, value))
            came_through.append(column)
        except InsufficientPrivilege:
            continue
    assert came_through == []


@pytest.mark.parametrize(("place", "zone"), ZONES)
def test_only_auditors_and_the_sealer_read(session: psycopg.Connection, zone: str) -> None:
    for table in TABLES:
        if zone in ("audit", "sealer"):
            session.execute(f"SELECT * FROM {table}")
        else:
            with pytest.raises(InsufficientPrivilege):
                session.execute(f"SELECT * FROM {table}")
            session.rollback()


@pytest.mark.parametrize(("place", "zone"), ZONES)
def test_every_zone_adds_and_postgresql_writes_who_it_was(
    session: psycopg.Connection, place: Place, zone: str
) -> None:
    with session.transaction():
        session.execute(SAY_WHO)
        session.execute(ENTRY.format("", ""))
        row = session.execute("SELECT pg_current_xact_id()::text").fetchone()
    with enter(place):
        written = last_entry()
    assert (written.role, str(written.txid)) == (place.role(zone), row[0])
    assert abs(written.at - now()) < timedelta(minutes=1)


@pytest.mark.parametrize(("place", "zone"), ZONES)
def test_nothing_is_written_by_nobody(session: psycopg.Connection) -> None:
    with pytest.raises(InsufficientPrivilege, match="nobody acts"):
        session.execute(ENTRY.format("", ""))


@pytest.mark.parametrize(("place", "zone"), ZONES)
def test_no_zone_deceives_the_trigger_about_where_it_looks(
    session: psycopg.Connection, place: Place
) -> None:
    """A temporary table is found before any other, and the search path is the session's to choose."""
    with suppress(InsufficientPrivilege):
        session.execute("CREATE TEMPORARY TABLE ledger_epoch AS SELECT 99 AS number")
        session.execute("GRANT SELECT ON ledger_epoch TO PUBLIC")
    session.execute("SET search_path = pg_temp")
    with session.transaction():
        session.execute(SAY_WHO)
        session.execute(
            ENTRY.replace("ledger_entry", f"{place.schema}.ledger_entry").format("", "")
        )
    with enter(place):
        written = last_entry()
    assert (written.epoch, written.actor_account, written.actor_name) == (1, 7, "N")


def test_what_an_owner_supplies_is_overwritten(fresh_ward: Place) -> None:
    """Column rights stop the zones; the trigger stops even the owner from naming another hand."""
    with closing(deployment_connection()) as owner, owner:
        owner.execute(f"SET ROLE {fresh_ward.owner}")
        owner.execute(f"SET search_path = {fresh_ward.schema}")
        owner.execute(SAY_WHO)
        columns = {name: value for name, value in FORGED_COLUMNS.items() if name != "id"}
        owner.execute(ENTRY.format(", " + ", ".join(columns), ", " + ", ".join(columns.values())))
    written = last_entry()
    assert (written.epoch, written.actor_account, written.actor_name) == (1, 7, "N")
    assert (written.terminal, written.role) == (None, "sesshu_deploy")
    assert written.at.year > 2020
    assert written.txid > 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES[:3])
def test_even_the_owner_has_to_silence_the_trigger_first(
    fresh_ward: Place, table: str, change: str
) -> None:
    ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    with closing(deployment_connection()) as owner:
        owner.execute(f"SET ROLE {fresh_ward.owner}")
        owner.execute(f"SET search_path = {fresh_ward.schema}")
        with pytest.raises(InsufficientPrivilege, match="only ever added to"):
            owner.execute(change.format(table, column_of(table), column_of(table)))
    assert len(entries()) == 1


def test_the_ledger_of_a_neighbor_is_out_of_reach(ward: Place, neighbour: Place) -> None:
    with enter(neighbour):
        ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    for zone in ("audit", "sealer"):
        with pytest.raises(Exception, match="permission denied"):
            execute(zone, f"SELECT * FROM {neighbour.schema}.ledger_entry")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "rumor"}, "ledger_entry_kind"),
        ({"action": "接種の入力"}, "ledger_entry_action_is_a_code"),
        ({"purpose": " "}, "ledger_entry_names_its_purpose"),
        ({"kind": "refusal"}, "ledger_entry_refusal_has_a_reason"),
        ({"reason": "why"}, "ledger_entry_refusal_has_a_reason"),
    ],
)
def test_an_entry_that_says_too_little_is_refused(
    ward: Place, change: dict[str, str], constraint: str
) -> None:
    values = {"kind": "look", "action": "a.b", "purpose": "c", "reason": None} | change
    insert = (
        "INSERT INTO ledger_entry (kind, action, purpose, reason, subjects, details)"
        " VALUES (%(kind)s, %(action)s, %(purpose)s, %(reason)s, '{}', '{}')"
    )
    with closing(log_in(ward, "intranet")) as session, session.transaction():
        session.execute(SAY_WHO)
        with pytest.raises(psycopg.errors.CheckViolation, match=constraint):
            session.execute(insert, values)
