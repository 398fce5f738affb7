"""PostgreSQL keeps files from leaving unapproved, in clear, or untold, whatever the program says."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from media_of_tests import Office, seen
from psycopg.errors import CheckViolation, InsufficientPrivilege
from tricks_of_walls import log_in

from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger.wording import REASONS
from sesshu.foundation.media import files, handling, lists, queries
from sesshu.foundation.media.lists import NeverTakenOut, column
from sesshu.foundation.media.models import TakeOutFile
from sesshu.foundation.media.situations import MESSAGES, NotTakenOut
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.zones import zones_of

TABLES = (
    "medium",
    "medium_carrier",
    "recipient",
    "recipient_person",
    "take_out",
    "take_out_file",
    "take_out_step",
)
ZONES = [zone.name for zone in zones_of("ward")]
SAY_WHO = "SELECT set_config('sesshu.actor', %s, true), set_config('sesshu.actor_name', 'N', true)"
KEEP = (
    "INSERT INTO take_out_file (take_out_id, name, content, sealed_passphrase, residents)"
    " VALUES (%s, 'x.zip', %s, 'sealed', %s)"
)


@pytest.fixture
def intranet(fresh_ward: Place) -> Iterator[psycopg.Connection]:
    with closing(log_in(fresh_ward, "intranet")) as connection:
        yield connection


def acting(connection: psycopg.Connection, actor: Actor, statement: str, *values: object) -> None:
    with connection.transaction():
        connection.execute(SAY_WHO, [str(actor.account_id)])
        connection.execute(statement, values)


def test_no_zone_removes_an_entry_or_rewrites_what_happened(office: Office) -> None:
    office.erased()
    place = Place("131121", "ward")
    for zone in ZONES:
        with closing(log_in(place, zone)) as session:
            for table in TABLES:
                for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
                    with pytest.raises(InsufficientPrivilege):
                        session.execute(statement)
            for table, at in (("take_out", "asked_at"), ("take_out_step", "taken_at")):
                with pytest.raises(InsufficientPrivilege):
                    session.execute(f"UPDATE {table} SET {at} = {at}")


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone not in ("intranet", "jobs")])
def test_other_zones_see_nothing_of_it(office: Office, zone: str) -> None:
    with closing(log_in(Place("131121", "ward"), zone)) as session:
        for table in TABLES:
            with pytest.raises(InsufficientPrivilege):
                session.execute(f"SELECT * FROM {table}")


def test_jobs_erase_kept_files_and_never_read_them(office: Office) -> None:
    office.made()
    with closing(log_in(Place("131121", "ward"), "jobs")) as session:
        for hidden in ("content", "sealed_passphrase"):
            with pytest.raises(InsufficientPrivilege):
                session.execute(f"SELECT {hidden} FROM take_out_file")


@pytest.mark.parametrize("content", [b"", b"PK", b"name,born_on\r\n" * 9, files.encoded])
def test_a_file_in_clear_is_not_kept(
    office: Office, intranet: psycopg.Connection, content: object
) -> None:
    """Also a sheet, which is a zip that nothing locks."""
    number = office.approved()
    clear = content
    if callable(content):
        clear = content(files.FileFormat.XLSX, ["宛名番号"], [["0000000001"]])
    with pytest.raises(CheckViolation, match="take_out_is_encrypted"):
        acting(intranet, office.asker, KEEP, number, clear, 3)
    locked = files.locked("x.csv", b"secret", "passphrase")
    acting(intranet, office.asker, KEEP, number, locked, 3)


def test_a_program_that_forgets_to_encrypt_makes_no_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "locked", lambda name, content, passphrase: content)
    number = office.approved()
    with pytest.raises(NotTakenOut) as refusal:
        handling.make(office.asker, number)
    assert refusal.value.reason == "take_out_is_encrypted"
    assert seen(number).file is None


def test_a_kept_file_is_never_another_one(office: Office, intranet: psycopg.Connection) -> None:
    number = office.made()
    for column_name in ("content", "sealed_passphrase"):
        statement = f"UPDATE take_out_file SET {column_name} = %s WHERE take_out_id = %s"
        with pytest.raises(CheckViolation, match="only ever erased"):
            acting(intranet, office.asker, statement, b"another", number)
    assert TakeOutFile.objects.get(pk=number).content is not None


def test_what_a_request_says_is_what_its_proposal_says(
    office: Office, ward_owner: psycopg.Connection
) -> None:
    """Even the owner, who may write every column, writes what was proposed."""
    number = office.asked()
    asked = seen(number).take_out
    ward_owner.execute("ALTER TABLE take_out DROP CONSTRAINT take_out_proposal_id_key")
    row = ward_owner.execute(
        "INSERT INTO take_out (proposal_id, list_kind, residents, asked_by) VALUES (%s, 'x', 1, 99)"
        " RETURNING list_kind, residents, asked_by, purpose",
        [asked.proposal_id],
    ).fetchone()
    assert row == (asked.list_kind, 3, office.asker.account_id, "通知の印刷")


def test_a_proposal_of_another_kind_asks_for_no_file(
    office: Office, ward_owner: psycopg.Connection
) -> None:
    ward_owner.execute(SAY_WHO, [str(office.asker.account_id)])
    ((number,),) = ward_owner.execute(
        "INSERT INTO proposal (kind, payload, subjects, reason) VALUES ('a.b', '{}', '{}', '')"
        " RETURNING id"
    ).fetchall()
    with pytest.raises(CheckViolation, match="asks for no file"):
        ward_owner.execute("INSERT INTO take_out (proposal_id) VALUES (%s)", [number])


def test_even_the_owner_makes_no_file_before_the_approval(
    office: Office, ward_owner: psycopg.Connection
) -> None:
    number, content = office.asked(), files.locked("x.csv", b"secret", "passphrase")
    ward_owner.execute(SAY_WHO, [str(office.asker.account_id)])
    with pytest.raises(CheckViolation, match="take_out_made_when_approved"):
        ward_owner.execute(KEEP, [number, content, 3])


def test_without_its_trigger_a_file_would_leave_unapproved(
    office: Office, ward_owner: psycopg.Connection
) -> None:
    """The guard is what refuses: silenced, the same statement goes through."""
    number = office.asked()
    ward_owner.execute("ALTER TABLE take_out_file DISABLE TRIGGER take_out_file_made")
    ward_owner.execute(
        "INSERT INTO take_out_file (take_out_id, name, content, residents, sha256, size, made_by_name,"
        " made_at, expires_at) VALUES (%s, 'x', 'clear', 3, '', 5, '', now(), now())",
        [number],
    )
    kept = ward_owner.execute("SELECT content FROM take_out_file WHERE take_out_id = %s", [number])
    assert kept.fetchall() == [(b"clear",)]
    ward_owner.rollback()


def test_what_is_registered_is_not_rewritten(
    office: Office, ward_owner: psycopg.Connection
) -> None:
    ward_owner.execute(SAY_WHO, [str(office.security.account_id)])
    with pytest.raises(CheckViolation, match="never rewritten"):
        ward_owner.execute("UPDATE recipient SET residents_most = 9999999, withdrawal_reason = 'x'")


@pytest.mark.parametrize(
    ("table", "name"), [("person_number", "individual_number"), ("guarded_contact", "address")]
)
def test_a_number_or_what_is_guarded_is_a_column_of_no_list(table: str, name: str) -> None:
    fields = {
        "person_number": {"individual_number": "number"},
        "guarded_contact": {"address": "sensitive"},
    }
    with pytest.raises(NeverTakenOut):
        column("番号", fields, table, name)


def test_no_list_of_the_ward_holds_a_number() -> None:
    assert {each.kind for each in lists.lists()} >= {"rulebook.affected"}
    assert all(
        column.privacy in {"open", "personal", "sensitive"}
        for each in lists.lists()
        for column in each.columns
    )


def test_every_refusal_has_a_word_for_auditors() -> None:
    assert set(MESSAGES) - set(REASONS) == set()


def test_every_constraint_that_has_words_is_one_of_the_database(
    office: Office, ward_owner: psycopg.Connection
) -> None:
    known = ward_owner.execute(
        "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
    ).fetchall()
    bodies = ward_owner.execute("SELECT string_agg(prosrc, ' ') FROM pg_proc").fetchone()
    assert bodies is not None
    names = {name for (name,) in known}
    assert {each for each in MESSAGES if each not in names and each not in bodies[0]} == set()


def test_two_lists_of_one_kind_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="two lists"):
        lists.take_out_list(type(lists.list_of("tests.people")))


def test_the_registers_are_read_by_state(office: Office) -> None:
    assert [each.number for each in queries.media()] == ["M-001"]
    assert list(queries.media(withdrawn=True)) == []
    assert [each.name for each in queries.recipients()] == ["印刷株式会社"]
    assert list(queries.recipients(withdrawn=True)) == []
