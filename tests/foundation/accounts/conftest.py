"""People of the ward for the tests of accounts, made the way the ward makes them."""

import json
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from database_of_tests import TestCluster, clone
from django.db import connections

from sesshu.foundation.accounts import (
    administration,
    enrolment,
    factors,
    founding,
    sessions,
    sign_in,
    slips,
    totp,
)
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.hashing import StaffPasswordHasher
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Account, Session
from sesshu.foundation.acting import Actor
from sesshu.foundation.cluster import use_address
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person.operations import approve
from sesshu.foundation.walls import Place, enter

# A little before the wall clock, which pages read: what was done here is past, and not long past.
MONDAY = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)  # noqa: TID251
PASSWORD = "Kiku-no-hana 73 chiru"
TERMINAL = "192.0.2.7"
WARD = Place("131121", "ward")


@dataclass
class Person:
    """Somebody who has enrolled, with what they know and hold."""

    account: Account
    secret: str
    actor: Actor

    def code(self, at: datetime) -> str:
        return totp.code_at(self.secret, at)


def enroll(slip: slips.Slip, at: datetime) -> Person:
    """Use a slip as its owner does: password, app, first code."""
    opened = enrolment.begin(slip.login_id, slip.code, at, TERMINAL)
    enrolment.set_password(opened.session, PASSWORD, at, TERMINAL)
    account = Account.objects.get(pk=slip.account_id)
    offer = factors.offer_totp(account, "業務用携帯電話", at)
    secret = factors.secret_of(offer)
    session = Session.objects.get(pk=opened.session.pk)
    enrolment.finish_with_totp(session, totp.code_at(secret, at), at, TERMINAL)
    return Person(account, secret, Actor(account.pk, account.display_name, TERMINAL))


@dataclass
class Office:
    """A ward with its first two administrators; more people join by proposal and approval."""

    first: Person
    second: Person
    at: datetime
    clerk: Person = field(init=False, repr=False)

    def join(self, number: int, *duties: Duty, enrolled: bool = True) -> Person:
        """Issue an account to a new person; enroll them unless told otherwise."""
        person = NewPerson(
            f"{number:08}", f"s{number}", f"職員 第{number}号", Department.COMMUNITY_HEALTH
        )
        proposal = administration.propose_issue(
            self.first.actor, person, duties, "採用のため", self.at
        )
        approve(self.second.actor, proposal.pk, proposal.sha256)
        account = Account.objects.get(login_id=person.login_id, revoked_at=None)
        if not enrolled:
            return Person(account, "", Actor(account.pk, account.display_name, TERMINAL))
        slip = slips.print_slip(self.second.actor, account.pk, self.at)
        return enroll(slip, self.at)

    @staticmethod
    def clear_shelves() -> None:
        """Give every connection back, so that the database can be cloned."""
        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]


def found_office(at: datetime) -> Office:
    printed = founding.first_slips(Actor.system("municipality.add"), at)
    first, second = (enroll(slip, at) for slip in printed)
    return Office(first, second, at + timedelta(minutes=2))


@pytest.fixture
def at() -> datetime:
    """An instant of the working day; steps forward are added by the tests."""
    return MONDAY


@pytest.fixture(scope="session")
def cheap_hashing() -> Iterator[None]:
    """Passwords of tests need not cost 46 MiB each; test_hashing looks at the real price."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaffPasswordHasher, "time_cost", 1)
        patch.setattr(StaffPasswordHasher, "memory_cost", 64)
        yield


@dataclass(frozen=True)
class Furnished:
    """A database in which an office works already, to be cloned for each test."""

    database: str
    office: Office


@pytest.fixture(scope="session")
def furnished(test_cluster: TestCluster, cheap_hashing: None) -> Iterator[Furnished]:
    """Two administrators and one clerk, made once."""
    with clone(test_cluster) as name:
        with use_address(test_cluster.address.with_database(name)), enter(WARD):
            office = found_office(MONDAY)
            office.clerk = office.join(1001, Duty.ENTRY)
            office.clear_shelves()
        yield Furnished(name, office)


@pytest.fixture
def office(furnished: Furnished, test_cluster: TestCluster) -> Iterator[Office]:
    """A ward of this test's own, entered, with two administrators and a clerk who have enrolled."""
    with (
        clone(test_cluster, furnished.database) as name,
        use_address(test_cluster.address.with_database(name)),
        enter(WARD),
    ):
        yield copy(furnished.office)


@pytest.fixture
def clerk(office: Office) -> Person:
    """Somebody who enters doses."""
    return office.clerk


@dataclass(frozen=True)
class Written:
    """An entry of the ledger as an auditor reads it."""

    kind: str
    reason: str | None
    account: int | None
    details: dict[str, object]


def ledger_entries(action: str) -> list[Written]:
    """The entries of one action, oldest first."""
    with connections["audit"].cursor() as cursor:
        cursor.execute(
            "SELECT kind, reason, actor_account, details FROM ledger_entry"
            " WHERE action = %s ORDER BY id",
            [action],
        )
        return [Written(*row[:3], json.loads(row[3])) for row in cursor.fetchall()]


SignIn = Callable[[Person, datetime], sessions.Opened]


@pytest.fixture
def sign_in_fully() -> SignIn:
    """Both steps with the right password and code."""

    def both(person: Person, at: datetime) -> sessions.Opened:
        half = sign_in.check_password(person.account.login_id, PASSWORD, at, TERMINAL)
        return sign_in.check_totp(half.session, person.code(at), at, TERMINAL)

    return both
