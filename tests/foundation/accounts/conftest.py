"""People of the ward for the tests of accounts, made the way the ward makes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

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
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Account, Session
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person.operations import approve
from sesshu.foundation.walls import Place

# Ahead of the wall clock, which PostgreSQL writes beside it: a slip printed "now" must not be over.
MONDAY = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251
PASSWORD = "Kiku-no-hana 73 chiru"
TERMINAL = "192.0.2.7"


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


def found_office(at: datetime) -> Office:
    printed = founding.first_slips(Actor.system("municipality.add"), at)
    first, second = (enroll(slip, at) for slip in printed)
    return Office(first, second, at + timedelta(minutes=2))


@pytest.fixture
def at() -> datetime:
    """An instant of the working day; steps forward are added by the tests."""
    return MONDAY


@pytest.fixture
def office(fresh_ward: Place, at: datetime) -> Office:
    """A ward of this test's own with two administrators who have enrolled."""
    return found_office(at)


@pytest.fixture
def clerk(office: Office) -> Person:
    """Somebody who enters doses."""
    return office.join(1001, Duty.ENTRY)


SignIn = Callable[[Person, datetime], sessions.Opened]


@pytest.fixture
def sign_in_fully() -> SignIn:
    """Both steps with the right password and code."""

    def both(person: Person, at: datetime) -> sessions.Opened:
        half = sign_in.check_password(person.account.login_id, PASSWORD, at, TERMINAL)
        return sign_in.check_totp(half.session, person.code(at), at, TERMINAL)

    return both
