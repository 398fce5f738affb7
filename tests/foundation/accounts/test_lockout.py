"""Counting attempts: never more than five guesses, however they are sent."""

from datetime import UTC, datetime, timedelta
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection, transaction
from examples_of_tests import ONE_WARD
from hypothesis import given, settings
from hypothesis import strategies as st
from races_of_tests import at_once

from sesshu.foundation.accounts import lockout
from sesshu.foundation.accounts.lockout import FAILURES_MAX, LOCKED_FOR, LockedOut
from sesshu.foundation.walls import Place, enter

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
GUESSES = 16
VERIFYING_SECONDS = 0.05


@pytest.fixture
def name() -> str:
    return uuid4().hex


def slow_verification() -> None:
    """Argon2 takes this long; the race lives in that time."""
    sleep(VERIFYING_SECONDS)


def count_afterwards(name: str) -> bool:
    """The guard off: look, verify, then count. Whether the guess was verified."""
    with connection.cursor() as cursor:
        digest = lockout.login_digest(name)
        query = "SELECT failures FROM sign_in_count WHERE login_digest = %s"
        cursor.execute(query, [digest])
        row = cursor.fetchone()
        if row and row[0] >= FAILURES_MAX:
            return False
        slow_verification()
        cursor.execute(
            "INSERT INTO sign_in_count (login_digest, failures, last_at) VALUES (%s, 1, %s)"
            " ON CONFLICT (login_digest) DO UPDATE SET failures = sign_in_count.failures + 1",
            [digest, NOON],
        )
    return True


def count_first(name: str) -> bool:
    """The guard on. Whether the guess was verified."""
    lockout.reserve(name, NOON)
    slow_verification()
    return True


def test_without_the_guard_parallel_guesses_pass_the_limit(ward: Place, name: str) -> None:
    """Shows that the race is real, so that the next test means something."""
    outcomes = at_once(ward, *([lambda: count_afterwards(name)] * GUESSES))
    assert outcomes.count(True) > FAILURES_MAX


def test_with_the_guard_parallel_guesses_never_pass_the_limit(ward: Place, name: str) -> None:
    outcomes = at_once(ward, *([lambda: count_first(name)] * GUESSES))
    assert outcomes.count(True) == FAILURES_MAX
    assert sum(isinstance(each, LockedOut) for each in outcomes) == GUESSES - FAILURES_MAX


def test_an_attempt_is_never_counted_inside_a_transaction(ward: Place, name: str) -> None:
    """A rollback would uncount it."""
    with pytest.raises(transaction.TransactionManagementError), transaction.atomic():
        lockout.reserve(name, NOON)


def test_the_lock_says_until_when(ward: Place, name: str) -> None:
    for _ in range(FAILURES_MAX):
        lockout.reserve(name, NOON)
    with pytest.raises(LockedOut) as caught:
        lockout.reserve(name, NOON + timedelta(minutes=5))
    assert caught.value.until == NOON + LOCKED_FOR


def test_attempts_while_locked_do_not_lengthen_the_lock(ward: Place, name: str) -> None:
    for minutes in range(FAILURES_MAX + 20):
        at = NOON + timedelta(minutes=max(0, minutes - FAILURES_MAX))
        if minutes < FAILURES_MAX:
            lockout.reserve(name, NOON)
        else:
            with pytest.raises(LockedOut):
                lockout.reserve(name, at)
    assert lockout.reserve(name, NOON + LOCKED_FOR).failures == 1


def test_giving_back_lifts_a_lock_that_this_attempt_alone_brought(ward: Place, name: str) -> None:
    attempts = [lockout.reserve(name, NOON) for _ in range(FAILURES_MAX)]
    lockout.give_back(attempts[-1])
    assert lockout.reserve(name, NOON).failures == FAILURES_MAX


def test_failures_are_forgotten_after_a_day(ward: Place, name: str) -> None:
    for _ in range(FAILURES_MAX - 1):
        lockout.reserve(name, NOON)
    later = NOON + lockout.FORGOTTEN_AFTER + timedelta(seconds=1)
    assert lockout.reserve(name, later).failures == 1


def test_the_same_name_is_counted_apart_in_the_neighbour(
    ward: Place, neighbour: Place, name: str
) -> None:
    for _ in range(FAILURES_MAX):
        lockout.reserve(name, NOON)
    with enter(neighbour):
        assert lockout.reserve(name, NOON).failures == 1


steps = st.lists(
    st.tuples(st.sampled_from(["wrong", "right", "done"]), st.integers(0, 20)), max_size=25
)


@given(steps)
@settings(suppress_health_check=ONE_WARD)
def test_any_order_of_attempts_behaves_like_the_rule_in_words(
    ward: Place, steps: list[tuple[str, int]]
) -> None:
    """Wrong counts, right gives its own count back, done clears; the fifth locks for 30 minutes."""
    name, at = uuid4().hex, NOON
    failures, locked_until = 0, NOON
    for outcome, minutes in steps:
        at += timedelta(minutes=minutes)
        if failures >= FAILURES_MAX and at < locked_until:
            with pytest.raises(LockedOut):
                lockout.reserve(name, at)
            continue
        failures = 0 if failures >= FAILURES_MAX else failures
        attempt = lockout.reserve(name, at)
        assert attempt.failures == failures + 1
        if outcome == "wrong":
            failures, locked_until = failures + 1, at + LOCKED_FOR
        elif outcome == "right":
            lockout.give_back(attempt)
        else:
            lockout.clear(name)
            failures = 0
