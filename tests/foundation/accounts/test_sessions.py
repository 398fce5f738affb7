"""Sessions end by idleness, by age, and when we say so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connections
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from sesshu.foundation.accounts import sessions
from sesshu.foundation.accounts.models import Ending, Factor, Session, Stage
from sesshu.foundation.accounts.sessions import IDLE, LONGEST, SEEN_EVERY
from sesshu.foundation.walls import Place, enter

from .conftest import TERMINAL, Person, SignIn

SECOND = timedelta(seconds=1)


@pytest.fixture
def opened(clerk: Person, at: datetime) -> sessions.Opened:
    return sessions.start(clerk.account, Stage.FULL, at, TERMINAL, Factor.TOTP)


def test_the_database_does_not_hold_the_token(opened: sessions.Opened) -> None:
    with connections["intranet"].cursor() as cursor:
        cursor.execute("SELECT row_to_json(session)::text FROM session")
        rows = [row[0] for row in cursor.fetchall()]
    assert rows
    assert not any(opened.token in row for row in rows)


def test_a_session_ends_after_half_an_hour_without_a_click(
    opened: sessions.Opened, at: datetime
) -> None:
    assert sessions.find(opened.token, at + IDLE - SECOND)
    assert sessions.find(opened.token, at + IDLE) is None


def test_a_session_ends_after_ten_hours_of_clicking(opened: sessions.Opened, at: datetime) -> None:
    clicked = at
    while clicked < at + LONGEST - SECOND:
        session = sessions.find(opened.token, clicked)
        assert session is not None
        sessions.touch(session, clicked)
        clicked += timedelta(minutes=20)
    assert sessions.find(opened.token, at + LONGEST) is None


def test_a_click_within_the_same_minute_writes_nothing(
    opened: sessions.Opened, at: datetime
) -> None:
    sessions.touch(opened.session, at + SEEN_EVERY - SECOND)
    assert Session.objects.get(pk=opened.session.pk).last_seen_at == at
    sessions.touch(opened.session, at + SEEN_EVERY)
    assert Session.objects.get(pk=opened.session.pk).last_seen_at == at + SEEN_EVERY


def test_a_token_opens_nothing_in_the_neighbour(
    opened: sessions.Opened, at: datetime, neighbour: Place
) -> None:
    with enter(neighbour):
        assert sessions.find(opened.token, at) is None


def test_a_made_up_token_opens_nothing(opened: sessions.Opened, at: datetime) -> None:
    assert sessions.find("", at) is None
    assert sessions.find(opened.token[:-1], at) is None
    assert sessions.find(opened.session.token_sha256.hex(), at) is None


def test_ending_the_others_leaves_this_one(
    clerk: Person, opened: sessions.Opened, at: datetime, sign_in_fully: SignIn
) -> None:
    other = sign_in_fully(clerk, at + timedelta(minutes=5))
    sessions.end_others_of(clerk.account.pk, opened.session.pk, at, Ending.BY_OWNER)
    assert sessions.find(opened.token, at)
    assert sessions.find(other.token, at) is None


def test_an_ended_session_keeps_its_first_end(opened: sessions.Opened, at: datetime) -> None:
    sessions.end(opened.session.pk, at, Ending.SIGNED_OUT)
    sessions.end(opened.session.pk, at + IDLE, Ending.REVOKED)
    ended = Session.objects.get(pk=opened.session.pk)
    assert (ended.ended_at, ended.ending) == (at, Ending.SIGNED_OUT)


def test_the_database_knows_no_full_session_without_a_second_factor(
    clerk: Person, at: datetime
) -> None:
    with pytest.raises(IntegrityError, match="session_full_has_factor"):
        sessions.start(clerk.account, Stage.FULL, at, TERMINAL)


def test_a_challenge_is_answered_once(opened: sessions.Opened) -> None:
    asked = sessions.new_challenge(opened.session)
    same = Session.objects.get(pk=opened.session.pk)
    assert sessions.take_challenge(same) == asked
    assert sessions.take_challenge(same) is None
    assert sessions.take_challenge(opened.session) is None


def test_a_new_challenge_voids_the_one_before(opened: sessions.Opened) -> None:
    stale = Session.objects.get(pk=opened.session.pk)
    sessions.new_challenge(stale)
    asked = sessions.new_challenge(opened.session)
    assert sessions.take_challenge(stale) is None
    assert sessions.take_challenge(opened.session) == asked


minutes = st.integers(0, 11 * 60)


@given(clicks=st.lists(minutes, max_size=12).map(sorted), asked=minutes)
@settings(suppress_health_check=ONE_WARD, max_examples=examples(40))
def test_a_session_lives_exactly_while_neither_limit_is_reached(
    clerk: Person, clicks: list[int], asked: int
) -> None:
    start = datetime(2026, 11, 24, tzinfo=UTC)
    opened = sessions.start(clerk.account, Stage.FULL, start, TERMINAL, Factor.TOTP)
    seen = start
    for click in clicks:
        at = start + timedelta(minutes=click)
        if click <= asked and at < min(start + LONGEST, seen + IDLE):
            sessions.touch(opened.session, at)
            seen = at
    at = start + timedelta(minutes=asked)
    alive = at < min(start + LONGEST, seen + IDLE)
    assert (sessions.find(opened.token, at) is not None) == alive
    assert (sessions.ends_at(opened.session) > at) == alive
