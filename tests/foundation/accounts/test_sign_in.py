"""Signing in with two factors (R1); refusals are in the ledger (R4)."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from races_of_tests import at_once

from sesshu.foundation.accounts import lockout, sessions, sign_in
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.lockout import LockedOut
from sesshu.foundation.accounts.models import Session, SignInCount, Stage
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

NOBODY = "s9999"
WRONG = "not the password"
MINUTE = timedelta(minutes=1)


def guess(login_id: str, at: datetime, password: str = WRONG) -> Exception:
    """What somebody hears who types a wrong password."""
    with pytest.raises((Wrong, LockedOut)) as caught:
        sign_in.check_password(login_id, password, at, TERMINAL)
    return caught.value


def lock(person: Person, at: datetime) -> None:
    for _ in range(lockout.FAILURES_MAX):
        guess(person.account.login_id, at)


def test_password_and_code_together_open_a_session(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    opened = sign_in_fully(clerk, at + 5 * MINUTE)
    found = sessions.find(opened.token, at + 6 * MINUTE)
    assert found is not None
    assert (found.account_id, found.stage) == (clerk.account.pk, Stage.FULL)


def test_a_sign_in_is_in_the_ledger_with_the_factor_and_no_name(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    opened = sign_in_fully(clerk, at + 5 * MINUTE)
    entry = ledger_entries("account.sign_in")[-1]
    assert (entry.kind, entry.account) == ("act", clerk.account.pk)
    assert entry.details == {
        "account": clerk.account.pk,
        "session": opened.session.pk,
        "factor": "totp",
    }


def test_a_password_alone_opens_nothing_but_the_second_step(clerk: Person, at: datetime) -> None:
    half = sign_in.check_password(clerk.account.login_id, PASSWORD, at, TERMINAL)
    assert half.session.stage == Stage.PASSWORD
    assert half.session.expires_at == at + sessions.HALFWAY
    assert half.session.factor is None


def test_the_half_session_ends_when_the_full_one_begins(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    later = at + 5 * MINUTE
    half = sign_in.check_password(clerk.account.login_id, PASSWORD, later, TERMINAL)
    full = sign_in.check_totp(half.session, clerk.code(later), later, TERMINAL)
    assert sessions.find(half.token, later) is None
    assert full.token != half.token


def test_a_sign_in_name_may_be_typed_in_full_width_and_upper_case(
    clerk: Person, at: datetime
) -> None:
    assert sign_in.check_password(" Ｓ１００１", PASSWORD, at, TERMINAL)


def test_a_password_may_be_typed_in_full_width(clerk: Person, at: datetime) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) if each.isalnum() else each for each in PASSWORD)
    assert sign_in.check_password("s1001", wide, at, TERMINAL)


def test_the_answer_to_a_wrong_password_counts_down(clerk: Person, at: datetime) -> None:
    left = [guess("s1001", at) for _ in range(5)]
    assert [error.left for error in left if isinstance(error, Wrong)] == [4, 3, 2, 1, 0]


def test_a_name_nobody_has_gets_the_same_answers_as_one_somebody_has(
    clerk: Person, at: datetime
) -> None:
    heard = {
        name: [(type(error), str(error)) for error in (guess(name, at) for _ in range(7))]
        for name in ("s1001", NOBODY)
    }
    assert heard["s1001"] == heard[NOBODY]


def test_a_name_nobody_has_costs_as_many_hashes_as_one_somebody_has(
    clerk: Person, office: Office, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Argon2 takes nearly all the time of an answer, so equal counts are equal times."""
    office.join(1002, Duty.ENTRY, enrolled=False)
    computed: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(*args: object, _real: object = real, **kwargs: object) -> object:
            computed.append("argon2")
            return _real(*args, **kwargs)  # type: ignore[operator]

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    costs = {}
    for name in ("s1001", "s1002", NOBODY):
        computed.clear()
        guess(name, at)
        costs[name] = len(computed)
    assert costs == {"s1001": 1, "s1002": 1, NOBODY: 1}


def test_a_wrong_password_is_a_refusal_in_the_ledger(clerk: Person, at: datetime) -> None:
    guess("s1001", at)
    entry = ledger_entries("account.sign_in")[-1]
    assert (entry.kind, entry.reason, entry.account) == ("refusal", "password", None)
    assert entry.details == {"account": clerk.account.pk}


def test_what_was_typed_as_a_name_is_written_nowhere(clerk: Person, at: datetime) -> None:
    """People type their password into the wrong field."""
    guess("my secret password", at)
    assert ledger_entries("account.sign_in")[-1].details == {}
    kept = SignInCount.objects.values_list("login_digest", flat=True)
    assert all(b"secret" not in bytes(digest) for digest in kept)


def test_a_locked_account_cannot_sign_in_even_with_the_right_password(
    clerk: Person, at: datetime
) -> None:
    lock(clerk, at)
    heard = guess("s1001", at + 29 * MINUTE, PASSWORD)
    assert isinstance(heard, LockedOut)
    assert heard.until == at + 30 * MINUTE
    assert ledger_entries("account.sign_in")[-1].reason == "locked"


def test_a_lock_ends_after_half_an_hour(clerk: Person, at: datetime, sign_in_fully: SignIn) -> None:
    lock(clerk, at)
    assert sign_in_fully(clerk, at + 30 * MINUTE)


def test_a_locked_second_step_refuses_the_right_code(clerk: Person, at: datetime) -> None:
    later = at + 5 * MINUTE
    half = sign_in.check_password("s1001", PASSWORD, later, TERMINAL)
    lock(clerk, later)
    with pytest.raises(LockedOut):
        sign_in.check_totp(half.session, clerk.code(later), later, TERMINAL)


def test_one_persons_lock_is_nobody_elses(
    office: Office, clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    lock(clerk, at)
    assert sign_in_fully(office.first, at + 5 * MINUTE)


def test_signing_in_forgets_the_failures_before(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    later = at + 5 * MINUTE
    for _ in range(3):
        guess("s1001", later)
    sign_in_fully(clerk, later)
    heard = guess("s1001", later)
    assert isinstance(heard, Wrong)
    assert heard.left == 4


def test_a_known_password_does_not_give_endless_guesses_at_the_code(
    clerk: Person, at: datetime
) -> None:
    """The right password in between neither clears nor adds to the wrong codes."""
    for _ in range(lockout.FAILURES_MAX):
        half = sign_in.check_password("s1001", PASSWORD, at, TERMINAL)
        with pytest.raises(Wrong):
            sign_in.check_totp(half.session, "12345", at, TERMINAL)
    assert isinstance(guess("s1001", at, PASSWORD), LockedOut)


def test_a_wrong_code_is_a_refusal_in_the_ledger(clerk: Person, at: datetime) -> None:
    half = sign_in.check_password("s1001", PASSWORD, at, TERMINAL)
    with pytest.raises(Wrong):
        sign_in.check_totp(half.session, "12345", at, TERMINAL)
    entry = ledger_entries("account.sign_in")[-1]
    assert (entry.kind, entry.reason) == ("refusal", "totp")


def test_a_code_that_was_used_is_refused_the_second_time(clerk: Person, at: datetime) -> None:
    later = at + 5 * MINUTE
    code = clerk.code(later)
    first = sign_in.check_password("s1001", PASSWORD, later, TERMINAL)
    second = sign_in.check_password("s1001", PASSWORD, later, TERMINAL)
    assert sign_in.check_totp(first.session, code, later, TERMINAL)
    with pytest.raises(Wrong):
        sign_in.check_totp(second.session, code, later, TERMINAL)


def test_a_code_older_than_the_last_one_used_is_refused(clerk: Person, at: datetime) -> None:
    later = at + 5 * MINUTE
    earlier_code = clerk.code(later - timedelta(seconds=30))
    first = sign_in.check_password("s1001", PASSWORD, later, TERMINAL)
    sign_in.check_totp(first.session, clerk.code(later), later, TERMINAL)
    second = sign_in.check_password("s1001", PASSWORD, later, TERMINAL)
    with pytest.raises(Wrong):
        sign_in.check_totp(second.session, earlier_code, later, TERMINAL)


def test_the_same_code_sent_twice_at_once_opens_one_session(clerk: Person, at: datetime) -> None:
    later = at + 5 * MINUTE
    code = clerk.code(later)
    halves = [sign_in.check_password("s1001", PASSWORD, later, TERMINAL) for _ in range(4)]
    before = Session.objects.filter(account=clerk.account, stage=Stage.FULL).count()
    at_once(
        WARD,
        *(lambda half=half: sign_in.check_totp(half.session, code, later, None) for half in halves),
    )
    after = Session.objects.filter(account=clerk.account, stage=Stage.FULL).count()
    assert after - before == 1


def test_an_account_that_waits_for_enrolment_has_no_password_at_all(
    office: Office, at: datetime
) -> None:
    waiting = office.join(1002, Duty.ENTRY, enrolled=False)
    for password in ("", "!", waiting.account.password, PASSWORD):
        assert isinstance(guess("s1002", at, password), Wrong)
        lockout.clear("s1002")


def test_asking_the_password_again_counts_like_signing_in(clerk: Person, at: datetime) -> None:
    for _ in range(lockout.FAILURES_MAX):
        with pytest.raises(Wrong):
            sign_in.confirm_password(clerk.account, "wrong", at, TERMINAL)
    with pytest.raises(LockedOut):
        sign_in.confirm_password(clerk.account, PASSWORD, at, TERMINAL)


def test_signing_out_ends_the_session_and_says_so(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    later = at + 5 * MINUTE
    opened = sign_in_fully(clerk, later)
    sign_in.sign_out(opened.session, clerk.actor, later)
    assert sessions.find(opened.token, later) is None
    assert ledger_entries("account.sign_out")[-1].account == clerk.account.pk
