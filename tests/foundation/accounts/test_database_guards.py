"""What PostgreSQL itself refuses, even to a program that was taken over (R2, R3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from database_of_tests import TestCluster
from django.db import Error, IntegrityError, connections, transaction
from psycopg import sql

from sesshu.foundation.accounts import administration, founding
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Account
from sesshu.foundation.acting import Actor, act_as
from sesshu.foundation.duties import Duty, Realm
from sesshu.foundation.second_person.operations import approve
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.zones import zones_of

from .conftest import WARD, Office, Person

ZONES = [zone.name for zone in zones_of("ward")]
INSERT_ACCOUNT = """
INSERT INTO account (staff_number, login_id, display_name, department, password, issued_at,
                     issue_proposal_id)
VALUES (%s, %s, %s, 'infection', '!', now(), %s)
"""
INSERT_GRANT = """
INSERT INTO duty_grant (account_id, duty, realm, granted_at, grant_proposal_id)
VALUES (%s, %s, %s, now(), %s)
"""
INSERT_SLIP = (
    "INSERT INTO enrolment_slip (account_id, opened_at, proposal_id) VALUES (%s, now(), %s)"
)


def run(statement: str, *values: object, zone: str = "intranet") -> None:
    """One statement as the login role of a zone, acting as nobody in particular."""
    with transaction.atomic(zone):
        act_as(Actor.system("test.intruder"), zone)
        with connections[zone].cursor() as cursor:
            cursor.execute(statement, values)


@contextmanager
def refused(by: str = "permission denied|two other people|stays|settled") -> Iterator[None]:
    with pytest.raises(Error, match=by):
        yield


def old_issue_proposal(clerk: Person) -> int:
    number = Account.objects.get(pk=clerk.account.pk).issue_proposal_id
    assert number is not None
    return number


def test_an_account_without_a_proposal_is_refused(office: Office) -> None:
    with refused(by="an account needs a proposal"):
        run(INSERT_ACCOUNT, "00077777", "intruder", "侵入者", None)


def test_an_account_on_an_old_proposal_is_refused(office: Office, clerk: Person) -> None:
    """A proposal takes effect in the transaction that approves it, and never again."""
    with refused(by="an account needs a proposal"):
        run(INSERT_ACCOUNT, "00077777", "intruder", "侵入者", old_issue_proposal(clerk))


def test_an_account_other_than_the_one_approved_is_refused(
    office: Office, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = NewPerson("00077777", "s77777", "新任", Department.INFECTION)
    proposal = administration.propose_issue(office.first.actor, person, [Duty.ENTRY], "採用", at)
    swapped = NewPerson("00077777", "s77777", "別人", Department.INFECTION)
    monkeypatch.setattr(administration, "NewPerson", lambda *_: swapped)
    with refused(by="an account needs a proposal"):
        approve(office.second.actor, proposal.pk, proposal.sha256)


def test_more_duties_than_approved_are_refused(
    office: Office, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = NewPerson("00077777", "s77777", "新任", Department.INFECTION)
    proposal = administration.propose_issue(office.first.actor, person, [Duty.ENTRY], "採用", at)
    monkeypatch.setattr(administration, "_duties", lambda _: frozenset({Duty.ENTRY, Duty.RUNS}))
    with refused(by="a duty needs a proposal"):
        approve(office.second.actor, proposal.pk, proposal.sha256)


@pytest.mark.parametrize("duty", [Duty.CHECK, Duty.GUARDED])
def test_a_duty_without_or_on_an_old_proposal_is_refused(
    office: Office, clerk: Person, duty: Duty
) -> None:
    for proposal in (None, old_issue_proposal(clerk)):
        with refused(by="a duty needs a proposal"):
            run(INSERT_GRANT, clerk.account.pk, str(duty), "affair", proposal)


def test_withdrawing_a_duty_alone_is_refused(office: Office, clerk: Person) -> None:
    with refused(by="a duty needs a proposal"):
        run("UPDATE duty_grant SET withdrawn_at = now() WHERE account_id = %s", clerk.account.pk)


def test_revoking_alone_is_refused(office: Office, clerk: Person) -> None:
    for proposal in (None, old_issue_proposal(clerk)):
        with refused(by="revoking needs a proposal"):
            run(
                "UPDATE account SET revoked_at = now(), revoke_proposal_id = %s WHERE id = %s",
                proposal,
                clerk.account.pk,
            )


def test_another_department_alone_is_refused(office: Office, clerk: Person) -> None:
    with refused(by="another department needs a proposal"):
        run("UPDATE account SET department = 'infection' WHERE id = %s", clerk.account.pk)


def test_a_slip_without_a_proposal_is_refused(office: Office, clerk: Person) -> None:
    for proposal in (None, old_issue_proposal(clerk)):
        with refused(by="an enrolment slip needs a proposal"):
            run(INSERT_SLIP, clerk.account.pk, proposal)


def test_the_person_concerned_is_refused_by_the_database_as_well(
    office: Office, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the check in words taken out, PostgreSQL still says no."""
    third = office.join(3001, Duty.ACCOUNTS)

    def anybody(account_id: int, actor: Actor) -> Account:
        return Account.objects.get(pk=account_id)

    monkeypatch.setattr(administration, "_in_service", anybody)
    own = administration.propose_duties(
        third.actor, third.account.pk, Department.INFECTION, [Duty.SECURITY], "兼務", at
    )
    with refused(by="two other people"):
        approve(office.second.actor, own.pk, own.sha256)
    about_second = administration.propose_duties(
        third.actor, office.second.account.pk, Department.INFECTION, [Duty.SECURITY], "兼務", at
    )
    with refused(by="two other people"):
        approve(office.second.actor, about_second.pk, about_second.sha256)


def test_duties_of_two_realms_are_refused_by_the_database_as_well(
    office: Office, clerk: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(administration, "_refuse_duties", lambda _: None)
    proposal = administration.propose_duties(
        office.first.actor,
        clerk.account.pk,
        Department.INFECTION,
        [Duty.ENTRY, Duty.ACCOUNTS],
        "兼務",
        at,
    )
    with pytest.raises(IntegrityError, match="duty_grant_one_realm"):
        approve(office.second.actor, proposal.pk, proposal.sha256)


def test_a_duty_cannot_be_written_into_another_realm(office: Office, clerk: Person) -> None:
    with pytest.raises(IntegrityError, match="duty_grant_names_its_realm"):
        run(INSERT_GRANT, clerk.account.pk, str(Duty.AUDIT), str(Realm.AFFAIR), None, zone="jobs")


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone not in ("intranet", "jobs")])
def test_other_zones_write_nothing_about_accounts(ward: Place, zone: str) -> None:
    for table in (
        "account",
        "duty_grant",
        "session",
        "totp_secret",
        "security_key",
        "enrolment_slip",
    ):
        for statement in (
            "DELETE FROM {}",
            "UPDATE {} SET id = id",
            "INSERT INTO {} DEFAULT VALUES",
        ):
            with refused(by="permission denied"):
                run(statement.format(table), zone=zone)


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "intranet"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT password FROM account",
        "SELECT sealed_secret FROM totp_secret",
        "SELECT token_sha256 FROM session",
        "SELECT challenge FROM session",
    ],
)
def test_only_the_portal_reads_what_people_sign_in_with(ward: Place, zone: str, query: str) -> None:
    with refused(by="permission denied"):
        run(query, zone=zone)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("table", ["account", "duty_grant", "session", "enrolment_slip"])
def test_nobody_deletes_what_the_ledger_names(ward: Place, zone: str, table: str) -> None:
    with refused(by="permission denied"):
        run(f"DELETE FROM {table}", zone=zone)
    with refused(by="permission denied"):
        run(f"TRUNCATE {table}", zone=zone)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET staff_number = '1'",
        "UPDATE account SET login_id = 'x'",
        "UPDATE account SET display_name = 'x'",
        "UPDATE duty_grant SET duty = 'audit'",
        "UPDATE session SET account_id = 1",
        "UPDATE session SET expires_at = 'infinity'",
        "UPDATE session SET stage = 'full'",
        "UPDATE totp_secret SET account_id = 1",
        "UPDATE totp_secret SET sealed_secret = ''",
        "UPDATE security_key SET public_key = ''",
        "UPDATE enrolment_slip SET account_id = 1",
    ],
)
def test_the_portal_cannot_turn_one_person_into_another(ward: Place, statement: str) -> None:
    with refused(by="permission denied"):
        run(statement)


def test_what_ended_cannot_begin_again(office: Office, clerk: Person, at: datetime) -> None:
    proposal = administration.propose_revoke(office.first.actor, clerk.account.pk, "退職", at)
    approve(office.second.actor, proposal.pk, proposal.sha256)
    for statement in (
        "UPDATE account SET revoked_at = NULL",
        "UPDATE session SET ended_at = NULL, ending = NULL",
        "UPDATE totp_secret SET retired_at = NULL",
        "UPDATE enrolment_slip SET used_at = NULL",
    ):
        with refused(by="is set and stays"):
            run(statement)
    with refused(by="two other people|is set and stays"):
        run("UPDATE duty_grant SET withdrawn_at = NULL WHERE account_id = %s", clerk.account.pk)


def test_jobs_may_found_without_a_proposal_and_the_portal_may_not(office: Office) -> None:
    """The one exception, and its edge."""
    run(INSERT_ACCOUNT, "00088888", "s88888", "初期", None, zone="jobs")
    with refused(by="an account needs a proposal"):
        run(INSERT_ACCOUNT, "00099999", "s99999", "初期", None, zone="intranet")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO environment (only_row, demo, founded_at) VALUES (true, true, now())",
        "UPDATE environment SET demo = NOT demo",
        "DELETE FROM environment",
        "TRUNCATE environment",
    ],
)
def test_no_zone_changes_whether_this_is_a_demo(ward: Place, zone: str, statement: str) -> None:
    with refused(by="permission denied"):
        run(statement, zone=zone)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE environment SET demo = NOT demo",
        "DELETE FROM environment",
        "TRUNCATE environment",
    ],
)
def test_not_even_the_owner_of_the_schema_changes_it(ward: Place, statement: str) -> None:
    with refused(by="settled when it was created"), connections["owner"].cursor() as cursor:
        cursor.execute(statement)
    assert founding.is_demo()


def as_superuser(cluster: TestCluster, database: str, statement: str) -> None:
    """Past every guard, to make a state that should not be."""
    with cluster.cluster.superuser_connection(database) as connection:
        connection.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(WARD.schema)))
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement.encode())


def test_a_municipality_where_people_work_becomes_no_demo_by_a_missing_row(
    fresh_ward: Place, fresh_database: str, test_cluster: TestCluster, at: datetime
) -> None:
    as_superuser(test_cluster, fresh_database, "DELETE FROM environment")
    assert not founding.is_demo()
    founding.first_slips(Actor.system("test.founding"), at)
    with refused(by="settled when it was created"):
        founding.settle_environment(at, demo=True)
    assert not founding.is_demo()


def test_a_department_there_is_not_is_refused(office: Office) -> None:
    with pytest.raises(IntegrityError, match="account_department_known"):
        run(
            INSERT_ACCOUNT.replace("'infection'", "'elsewhere'"),
            "1",
            "s1",
            "職員",
            None,
            zone="jobs",
        )


def test_one_person_has_one_open_slip(office: Office) -> None:
    run(INSERT_SLIP, office.first.account.pk, None, zone="jobs")
    with pytest.raises(IntegrityError, match="enrolment_slip_one_open"):
        run(INSERT_SLIP, office.first.account.pk, None, zone="jobs")


def test_one_person_holds_a_duty_once(office: Office) -> None:
    with pytest.raises(IntegrityError, match="duty_grant_once_at_a_time"):
        run(
            INSERT_GRANT,
            office.first.account.pk,
            "accounts",
            "administration",
            None,
            zone="jobs",
        )


def test_one_staff_number_has_one_account_in_service(office: Office) -> None:
    with pytest.raises(IntegrityError, match="account_one_per_staff_number"):
        run(INSERT_ACCOUNT, "00001001", "other", "職員", None, zone="jobs")
    with pytest.raises(IntegrityError, match="account_one_per_login_id"):
        run(INSERT_ACCOUNT, "00001002", "s1001", "職員", None, zone="jobs")


def test_an_approval_of_a_moment_ago_is_too_old_as_well(office: Office, at: datetime) -> None:
    """Not only old proposals: any that was approved in another transaction."""
    newcomer = office.join(4001, Duty.ENTRY, enrolled=False)
    number = Account.objects.get(pk=newcomer.account.pk).issue_proposal_id
    with refused(by="a duty needs a proposal"):
        run(INSERT_GRANT, newcomer.account.pk, "entry", "affair", number)
