"""A municipality begins: two slips for two people, and whether it is a demo, said once."""

from datetime import datetime, timedelta

import pytest
from database_of_tests import TestCluster

from sesshu.foundation.accounts import demo, enrolment, founding, queries, sign_in
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.founding import EnoughAdministrators
from sesshu.foundation.accounts.issuing import NewPerson, NotIssued
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Duty, Realm, realms_of
from sesshu.foundation.walls import Place, enter

from .conftest import PASSWORD, TERMINAL, Office, enroll, ledger_entries

SYSTEM = Actor.system("municipality.add")
FIRST = NewPerson("00000001", "sato1", "佐藤 一", Department.INFECTION)
SECOND = NewPerson("00000002", "suzuki2", "鈴木 二", Department.COMMUNITY_HEALTH)


@pytest.fixture
def no_demo(
    fresh_ward: Place, fresh_database: str, test_cluster: TestCluster, at: datetime
) -> Place:
    """A real municipality: founded anew as one, before anybody works in it."""
    with test_cluster.cluster.superuser_connection(fresh_database) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"DELETE FROM {fresh_ward.schema}.environment".encode())
    founding.settle_environment(at, demo=False)
    return fresh_ward


def test_two_people_get_a_slip_each(fresh_ward: Place, at: datetime) -> None:
    printed = founding.first_slips(SYSTEM, at, [FIRST, SECOND])
    assert [slip.login_id for slip in printed] == ["sato1", "suzuki2"]
    assert len({slip.code for slip in printed}) == 2
    assert all(slip.expires_at == at + timedelta(days=7) for slip in printed)


def test_they_administer_accounts_and_nothing_else(fresh_ward: Place, at: datetime) -> None:
    founding.first_slips(SYSTEM, at)
    assert [line.duties for line in queries.accounts()] == [(Duty.ACCOUNTS,)] * 2
    (entry,) = ledger_entries("account.first_issue")
    assert (entry.kind, entry.account) == ("act", None)


def test_asked_again_nothing_happens(fresh_ward: Place, at: datetime) -> None:
    founding.first_slips(SYSTEM, at)
    assert founding.first_slips(SYSTEM, at) == []
    assert len(queries.accounts()) == 2


@pytest.mark.parametrize("people", [[], [FIRST], [FIRST, FIRST]])
def test_it_takes_two_different_people(
    fresh_ward: Place, at: datetime, people: list[NewPerson]
) -> None:
    with pytest.raises(NotIssued):
        founding.first_slips(SYSTEM, at, people)
    assert queries.accounts() == []


def test_a_number_that_cannot_be_leaves_no_account_behind(fresh_ward: Place, at: datetime) -> None:
    wrong = NewPerson("00000003", "no spaces", "職員", Department.INFECTION)
    with pytest.raises(NotIssued):
        founding.first_slips(SYSTEM, at, [FIRST, wrong])
    assert queries.accounts() == []


def test_the_first_slips_open_the_two_accounts(office: Office) -> None:
    assert queries.able_administrators() == {office.first.account.pk, office.second.account.pk}


def test_an_administrator_whom_nobody_can_help_is_rescued_on_the_server(
    office: Office, at: datetime
) -> None:
    slip = founding.rescue(Actor.system("sesshu.account.rescue"), office.first.account.pk, at)
    with pytest.raises(Wrong):
        sign_in.check_password(office.first.account.login_id, PASSWORD, at, TERMINAL)
    assert enroll(slip, at).account.pk == office.first.account.pk
    assert ledger_entries("account.rescue")[-1].details == {"account": office.first.account.pk}


def test_an_administrator_whom_two_others_can_help_is_not(office: Office, at: datetime) -> None:
    office.join(3001, Duty.ACCOUNTS)
    with pytest.raises(EnoughAdministrators):
        founding.rescue(SYSTEM, office.first.account.pk, at)
    assert sign_in.check_password(office.first.account.login_id, PASSWORD, at, TERMINAL)


def test_the_kind_of_municipality_is_written_once(fresh_ward: Place, at: datetime) -> None:
    founding.settle_environment(at, demo=False)
    assert founding.is_demo()


def test_a_real_municipality_is_no_demo(no_demo: Place, at: datetime) -> None:
    founding.settle_environment(at, demo=True)
    assert not founding.is_demo()


def test_demo_people_are_refused_outside_a_demo(no_demo: Place, at: datetime) -> None:
    with pytest.raises(demo.NotADemo):
        demo.demo_accounts(at)
    assert queries.accounts() == []


def test_nobodys_code_is_told_outside_a_demo(no_demo: Place, at: datetime) -> None:
    slips = founding.first_slips(SYSTEM, at)
    enroll(slips[0], at)
    with pytest.raises(demo.NotADemo):
        demo.current_code(slips[0].login_id, at)


@pytest.fixture
def demo_ward(fresh_ward: Place, at: datetime, cheap_hashing: None) -> Place:
    demo.demo_accounts(at)
    return fresh_ward


def test_every_demo_person_signs_in_with_the_code_that_is_told(
    demo_ward: Place, at: datetime
) -> None:
    for role in demo.ROLES:
        name = role.person.login_id
        half = sign_in.check_password(name, demo.PASSWORD, at, TERMINAL)
        code = demo.current_code(name, at)
        assert sign_in.check_totp(half.session, code, at, TERMINAL)


def test_demo_people_came_through_the_real_operations(demo_ward: Place) -> None:
    made = ledger_entries("proposal.approved")
    assert len(made) == len(demo.OTHERS)
    assert len(ledger_entries("account.enroll")) == len(demo.ROLES)


def test_demo_people_hold_what_their_names_say(demo_ward: Place) -> None:
    held = {line.login_id: line.duties for line in queries.accounts()}
    assert held == {
        role.person.login_id: tuple(duty for duty in Duty if duty in role.duties)
        for role in demo.ROLES
    }
    assert all(len(realms_of(duties)) == 1 for duties in held.values())
    assert {realm for duties in held.values() for realm in realms_of(duties)} == set(Realm)


def test_asking_for_demo_people_again_changes_nothing(demo_ward: Place, at: datetime) -> None:
    before = queries.accounts()
    demo.demo_accounts(at + timedelta(minutes=1))
    assert queries.accounts() == before


def test_an_unknown_demo_name_is_said_so(demo_ward: Place, at: datetime) -> None:
    with pytest.raises(demo.NobodyOfThatName, match="nobody"):
        demo.current_code("nobody", at)


def test_the_neighbour_has_no_accounts_of_ours(
    demo_ward: Place, neighbour: Place, at: datetime
) -> None:
    with enter(neighbour):
        assert queries.accounts() == []
        with pytest.raises(Wrong):
            sign_in.check_password("clerk-a", demo.PASSWORD, at, TERMINAL)


def test_a_slip_of_the_neighbour_opens_nothing_here(
    fresh_ward: Place, neighbour: Place, at: datetime
) -> None:
    with enter(neighbour):
        (slip, _) = founding.first_slips(SYSTEM, at)
    founding.first_slips(SYSTEM, at)
    with pytest.raises(Wrong):
        enrolment.begin(slip.login_id, slip.code, at, TERMINAL)
