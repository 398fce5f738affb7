"""Enrolling with a one-time slip: nobody but its holder ever knows password and second factor."""

from datetime import datetime, timedelta

import pytest
from django.db import connections
from races_of_tests import at_once

from sesshu.foundation.accounts import enrolment, factors, lockout, sessions, sign_in, slips, totp
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.enrolment import CodeRefused, PasswordRefused, SlipGone
from sesshu.foundation.accounts.lockout import LockedOut
from sesshu.foundation.accounts.models import Account, EnrolmentSlip, Session, Stage
from sesshu.foundation.accounts.relying_party import KeyRefused, RelyingParty
from sesshu.foundation.accounts.slips import NoOpenSlip, Slip
from sesshu.foundation.duties import Duty

from .conftest import (
    PASSWORD,
    TERMINAL,
    WARD,
    Office,
    Person,
    SignIn,
    ledger_entries,
)
from .soft_key import SoftKey

PARTY = RelyingParty("localhost", "Sesshu", "http://localhost")
DAY = timedelta(days=1)


@pytest.fixture
def newcomer(office: Office) -> Person:
    return office.join(2001, Duty.CHECK, enrolled=False)


@pytest.fixture
def slip(office: Office, newcomer: Person, at: datetime) -> Slip:
    return slips.print_slip(office.second.actor, newcomer.account.pk, at)


def on_the_way(slip: Slip, at: datetime) -> Session:
    """A session in which the password is set and the factor still missing."""
    opened = enrolment.begin(slip.login_id, slip.code, at, TERMINAL)
    enrolment.set_password(opened.session, PASSWORD, at, TERMINAL)
    return opened.session


def first_code(session: Session, at: datetime) -> str:
    offer = factors.offer_totp(session.account, "携帯電話", at)
    return totp.code_at(factors.secret_of(offer), at)


def test_a_slip_leads_to_a_password_a_factor_and_in(slip: Slip, at: datetime) -> None:
    session = on_the_way(slip, at)
    full = enrolment.finish_with_totp(session, first_code(session, at), at, TERMINAL)
    found = sessions.find(full.token, at)
    assert found is not None
    assert (found.stage, found.account.login_id) == (Stage.FULL, "s2001")
    assert ledger_entries("account.enroll")[-1].account == slip.account_id


def test_a_security_key_does_as_well(slip: Slip, at: datetime) -> None:
    session = on_the_way(slip, at)
    key = SoftKey(PARTY.origin, PARTY.id)
    answer = key.register(factors.registration_options(session, PARTY))
    full = enrolment.finish_with_key(session, PARTY, answer, "青いキー", at, TERMINAL)
    assert full.session.stage == Stage.FULL
    assert [held.label for held in factors.factors_of(slip.account_id)] == ["青いキー"]


def test_the_database_does_not_hold_the_code(slip: Slip) -> None:
    with connections["intranet"].cursor() as cursor:
        cursor.execute("SELECT row_to_json(enrolment_slip)::text FROM enrolment_slip")
        rows = [row[0] for row in cursor.fetchall()]
    assert not any(slip.code in row or slip.code.replace("-", "") in row for row in rows)


def test_a_slip_that_was_used_opens_nothing_more(slip: Slip, at: datetime) -> None:
    session = on_the_way(slip, at)
    enrolment.finish_with_totp(session, first_code(session, at), at, TERMINAL)
    with pytest.raises(Wrong):
        enrolment.begin(slip.login_id, slip.code, at, TERMINAL)


@pytest.mark.parametrize(
    ("after", "opens"), [(7 * DAY - timedelta(seconds=1), True), (7 * DAY, False)]
)
def test_a_slip_is_good_for_seven_days(
    slip: Slip,
    at: datetime,
    after: timedelta,
    opens: bool,  # noqa: FBT001
) -> None:
    if opens:
        assert enrolment.begin(slip.login_id, slip.code, at + after, TERMINAL)
    else:
        with pytest.raises(Wrong):
            enrolment.begin(slip.login_id, slip.code, at + after, TERMINAL)


def test_a_slip_that_ran_out_on_the_way_opens_nothing(slip: Slip, at: datetime) -> None:
    late = at + 7 * DAY
    session = on_the_way(slip, late - timedelta(minutes=1))
    with pytest.raises(SlipGone):
        enrolment.finish_with_totp(session, first_code(session, late), late, TERMINAL)


def test_printing_anew_voids_the_code_before_and_whoever_began_with_it(
    office: Office, slip: Slip, at: datetime
) -> None:
    begun = enrolment.begin(slip.login_id, slip.code, at, TERMINAL)
    again = slips.print_slip(office.second.actor, slip.account_id, at)
    assert sessions.find(begun.token, at) is None
    with pytest.raises(Wrong):
        enrolment.begin(slip.login_id, slip.code, at, TERMINAL)
    assert enrolment.begin(again.login_id, again.code, at, TERMINAL)


def test_a_slip_works_with_its_own_sign_in_name_only(
    slip: Slip, clerk: Person, at: datetime
) -> None:
    with pytest.raises(Wrong):
        enrolment.begin(clerk.account.login_id, slip.code, at, TERMINAL)


def test_nobody_prints_a_slip_for_somebody_who_has_enrolled(
    office: Office, clerk: Person, at: datetime
) -> None:
    with pytest.raises(NoOpenSlip):
        slips.print_slip(office.second.actor, clerk.account.pk, at)


def test_guessing_codes_is_locked_and_refusals_are_in_the_ledger(slip: Slip, at: datetime) -> None:
    for _ in range(lockout.FAILURES_MAX):
        with pytest.raises(Wrong):
            enrolment.begin(slip.login_id, "AAAAA-AAAAA-AAAAA-AAAAA", at, TERMINAL)
    with pytest.raises(LockedOut):
        enrolment.begin(slip.login_id, slip.code, at, TERMINAL)
    refused = [each.reason for each in ledger_entries("account.enroll")]
    assert refused[-6:] == ["slip"] * 5 + ["locked"]


def test_guessing_codes_does_not_lock_signing_in(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    for _ in range(lockout.FAILURES_MAX):
        with pytest.raises(Wrong):
            enrolment.begin("s1001", "AAAAA-AAAAA-AAAAA-AAAAA", at, TERMINAL)
    assert sign_in_fully(clerk, at + timedelta(minutes=5))


def test_of_two_people_with_the_same_slip_one_gets_in(slip: Slip, at: datetime) -> None:
    """Each has a key of their own, so only the slip can tell them apart."""
    both = [on_the_way(slip, at), on_the_way(slip, at)]
    answers = [
        SoftKey(PARTY.origin, PARTY.id).register(factors.registration_options(each, PARTY))
        for each in both
    ]

    def finish(number: int) -> object:
        return enrolment.finish_with_key(
            both[number], PARTY, answers[number], f"キー{number}", at, TERMINAL
        )

    outcomes = at_once(WARD, lambda: finish(0), lambda: finish(1))
    assert sorted(type(each).__name__ for each in outcomes) == ["Opened", "SlipGone"]
    assert len(factors.factors_of(slip.account_id)) == 1


def test_a_weak_password_is_refused_with_all_its_faults(slip: Slip, at: datetime) -> None:
    opened = enrolment.begin(slip.login_id, slip.code, at, TERMINAL)
    with pytest.raises(PasswordRefused) as caught:
        enrolment.set_password(opened.session, "s2001", at, TERMINAL)
    assert len(caught.value.faults) == 3
    assert not Account.objects.get(pk=slip.account_id).has_usable_password()


def test_without_a_password_no_factor_is_taken(slip: Slip, at: datetime) -> None:
    session = enrolment.begin(slip.login_id, slip.code, at, TERMINAL).session
    with pytest.raises(SlipGone):
        enrolment.finish_with_totp(session, first_code(session, at), at, TERMINAL)
    assert factors.factors_of(slip.account_id) == []


def test_a_password_without_a_factor_lets_nobody_in(slip: Slip, at: datetime) -> None:
    session = on_the_way(slip, at)
    code = first_code(session, at)
    half = sign_in.check_password(slip.login_id, PASSWORD, at, TERMINAL)
    with pytest.raises(Wrong):
        sign_in.check_totp(half.session, code, at, TERMINAL)


def test_a_wrong_first_code_changes_nothing_and_may_be_typed_again(
    slip: Slip, at: datetime
) -> None:
    session = on_the_way(slip, at)
    code = first_code(session, at)
    with pytest.raises(CodeRefused):
        enrolment.finish_with_totp(session, "12345", at, TERMINAL)
    assert EnrolmentSlip.objects.filter(account_id=slip.account_id, used_at=None).exists()
    assert enrolment.finish_with_totp(session, code, at, TERMINAL)


def test_a_key_that_answers_nothing_that_was_asked_is_refused(slip: Slip, at: datetime) -> None:
    session = on_the_way(slip, at)
    asked = factors.registration_options(session, PARTY)
    factors.registration_options(session, PARTY)
    answer = SoftKey(PARTY.origin, PARTY.id).register(asked)
    with pytest.raises(KeyRefused):
        enrolment.finish_with_key(session, PARTY, answer, "キー", at, TERMINAL)


def test_changing_the_password_ends_every_session(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    first = sign_in_fully(clerk, at + timedelta(minutes=5))
    second = sign_in_fully(clerk, at + timedelta(minutes=6))
    enrolment.change_password(
        second.session, clerk.actor, "Momiji ga 5 mai ochita", at + timedelta(minutes=7)
    )
    later = at + timedelta(minutes=8)
    assert sessions.find(first.token, later) is None
    assert sessions.find(second.token, later) is None
    with pytest.raises(Wrong):
        sign_in.check_password("s1001", PASSWORD, later, TERMINAL)
    assert sign_in.check_password("s1001", "Momiji ga 5 mai ochita", later, TERMINAL)
    assert ledger_entries("account.password_change")[-1].account == clerk.account.pk


def test_a_weak_new_password_leaves_the_old_one_and_the_sessions(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    opened = sign_in_fully(clerk, at + timedelta(minutes=5))
    with pytest.raises(PasswordRefused):
        enrolment.change_password(opened.session, clerk.actor, "password1234", at)
    assert sessions.find(opened.token, at + timedelta(minutes=5))
    assert sign_in.check_password("s1001", PASSWORD, at, TERMINAL)
