"""Second factors in the database: sealed, spent once, never fewer than one."""

from datetime import datetime, timedelta

import pytest
from django.db import connections
from races_of_tests import at_once

from sesshu.foundation import keys
from sesshu.foundation.accounts import factors, sessions, sign_in, totp
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.factors import LastFactor
from sesshu.foundation.accounts.models import Factor, SecurityKey, Session, Stage, TotpSecret
from sesshu.foundation.accounts.relying_party import KeyRefused, RelyingParty
from sesshu.foundation.walls import Place, enter

from .conftest import PASSWORD, TERMINAL, WARD, Office, Person
from .soft_key import SoftKey

PARTY = RelyingParty("localhost", "Sesshu", "http://localhost")


@pytest.fixture
def session(clerk: Person, at: datetime) -> Session:
    return sessions.start(clerk.account, Stage.FULL, at, TERMINAL, Factor.TOTP).session


@pytest.fixture
def key(session: Session, at: datetime) -> SoftKey:
    """A key the clerk has registered beside the app."""
    soft = SoftKey(PARTY.origin, PARTY.id)
    answer = soft.register(factors.registration_options(session, PARTY))
    factors.register_key(session, PARTY, answer, "青いキー", at)
    return soft


def half_way(at: datetime) -> Session:
    return sign_in.check_password("s1001", PASSWORD, at, TERMINAL).session


def ask(session: Session) -> str:
    options = factors.assertion_options(session, PARTY)
    assert options is not None
    return options


def test_the_secret_of_an_app_is_sealed_where_it_lies(clerk: Person) -> None:
    with connections["intranet"].cursor() as cursor:
        cursor.execute(
            "SELECT sealed_secret FROM totp_secret WHERE account_id = %s", [clerk.account.pk]
        )
        (sealed,) = cursor.fetchone()
    assert clerk.secret.encode() not in bytes(sealed)
    assert keys.secret_box(WARD).decrypt(bytes(sealed)).decode() == clerk.secret


def test_the_neighbours_key_opens_no_secret_of_ours(clerk: Person, neighbour: Place) -> None:
    row = TotpSecret.objects.get(account=clerk.account)
    with pytest.raises(Exception, match=r"^$"), enter(neighbour):
        factors.secret_of(row)


def test_a_secret_that_was_not_confirmed_signs_nobody_in(clerk: Person, at: datetime) -> None:
    offer = factors.offer_totp(clerk.account, "新しい携帯電話", at)
    code = totp.code_at(factors.secret_of(offer), at)
    assert not factors.totp_matches(clerk.account.pk, code, at)


def test_a_new_offer_withdraws_the_one_before(clerk: Person, at: datetime) -> None:
    first = factors.offer_totp(clerk.account, "一", at)
    factors.offer_totp(clerk.account, "二", at)
    assert not factors.confirm_totp(first, totp.code_at(factors.secret_of(first), at), at)


def test_an_offer_that_was_left_lying_is_gone(clerk: Person, at: datetime) -> None:
    factors.offer_totp(clerk.account, "新しい携帯電話", at)
    almost = at + factors.OFFERED_FOR - timedelta(seconds=1)
    assert factors.open_offer(clerk.account.pk, almost)
    assert factors.open_offer(clerk.account.pk, at + factors.OFFERED_FOR) is None


def test_the_code_that_confirmed_an_app_is_spent(clerk: Person, at: datetime) -> None:
    offer = factors.offer_totp(clerk.account, "新しい携帯電話", at)
    code = totp.code_at(factors.secret_of(offer), at)
    assert factors.confirm_totp(offer, code, at)
    assert not factors.totp_matches(clerk.account.pk, code, at)


def test_either_of_two_apps_signs_in(clerk: Person, at: datetime) -> None:
    offer = factors.offer_totp(clerk.account, "新しい携帯電話", at)
    secret = factors.secret_of(offer)
    factors.confirm_totp(offer, totp.code_at(secret, at), at)
    later = at + timedelta(minutes=5)
    assert factors.totp_matches(clerk.account.pk, totp.code_at(secret, later), later)
    assert factors.totp_matches(clerk.account.pk, clerk.code(later), later)


def test_a_key_signs_in(key: SoftKey, at: datetime) -> None:
    session = half_way(at)
    opened = sign_in.check_key(session, PARTY, key.sign(ask(session)), at, TERMINAL)
    assert (opened.session.stage, opened.session.factor) == (Stage.FULL, Factor.SECURITY_KEY)
    assert SecurityKey.objects.get().sign_count == 1


def test_the_same_answer_is_refused_the_second_time(key: SoftKey, at: datetime) -> None:
    session = half_way(at)
    answer = key.sign(ask(session))
    sign_in.check_key(session, PARTY, answer, at, TERMINAL)
    other = half_way(at)
    ask(other)
    with pytest.raises(Wrong):
        sign_in.check_key(other, PARTY, answer, at, TERMINAL)


def test_a_copied_key_is_noticed_by_its_counter(key: SoftKey, at: datetime) -> None:
    copied_at = key.counter
    session = half_way(at)
    sign_in.check_key(session, PARTY, key.sign(ask(session)), at, TERMINAL)
    key.counter = copied_at
    session = half_way(at)
    with pytest.raises(Wrong):
        sign_in.check_key(session, PARTY, key.sign(ask(session)), at, TERMINAL)


def test_two_copies_at_the_same_moment_open_one_session(key: SoftKey, at: datetime) -> None:
    halves = [half_way(at), half_way(at)]
    answers = []
    for half in halves:
        key.counter = 0
        answers.append(key.sign(ask(half)))

    def finish(number: int) -> object:
        return factors.key_matches(halves[number], PARTY, answers[number], at)

    assert sorted(at_once(WARD, lambda: finish(0), lambda: finish(1)), key=str) == [False, True]


def test_somebody_elses_key_is_refused(office: Office, key: SoftKey, at: datetime) -> None:
    half = sign_in.check_password(office.first.account.login_id, PASSWORD, at, TERMINAL).session
    sessions.new_challenge(half)
    assert factors.assertion_options(half, PARTY) is None
    asked = ask(half_way(at))
    with pytest.raises(Wrong):
        sign_in.check_key(half, PARTY, key.sign(asked), at, TERMINAL)


def test_a_key_is_registered_once(session: Session, key: SoftKey, at: datetime) -> None:
    answer = key.register(factors.registration_options(session, PARTY))
    with pytest.raises(KeyRefused, match="already"):
        factors.register_key(session, PARTY, answer, "もう一度", at)


def test_the_last_factor_stays(clerk: Person, at: datetime) -> None:
    (held,) = factors.factors_of(clerk.account.pk)
    with pytest.raises(LastFactor):
        factors.retire(clerk.account.pk, held.kind, held.id, at)
    assert factors.factors_of(clerk.account.pk) == [held]


def test_a_retired_key_signs_nobody_in(clerk: Person, key: SoftKey, at: datetime) -> None:
    half = half_way(at)
    asked = ask(half)
    (held,) = (
        each for each in factors.factors_of(clerk.account.pk) if each.kind is Factor.SECURITY_KEY
    )
    factors.retire(clerk.account.pk, held.kind, held.id, at)
    with pytest.raises(Wrong):
        sign_in.check_key(half, PARTY, key.sign(asked), at, TERMINAL)


def test_two_removals_at_once_leave_one_factor(clerk: Person, key: SoftKey, at: datetime) -> None:
    held = factors.factors_of(clerk.account.pk)
    outcomes = at_once(
        WARD,
        *(
            lambda each=each: factors.retire(clerk.account.pk, each.kind, each.id, at)
            for each in held
        ),
    )
    assert [type(each) for each in outcomes].count(LastFactor) == 1
    assert len(factors.factors_of(clerk.account.pk)) == 1


def test_nobody_retires_somebody_elses_factor(office: Office, key: SoftKey, at: datetime) -> None:
    mine = factors.factors_of(office.clerk.account.pk)
    factors.offer_totp(office.first.account, "二台目", at)
    offer = factors.open_offer(office.first.account.pk, at)
    assert offer is not None
    factors.confirm_totp(offer, totp.code_at(factors.secret_of(offer), at), at)
    factors.retire(office.first.account.pk, Factor.SECURITY_KEY, mine[-1].id, at)
    assert factors.factors_of(office.clerk.account.pk) == mine
