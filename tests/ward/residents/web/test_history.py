"""異動の履歴: what was so, and when the ward knew."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from ward.residents.web.people import a_version

from sesshu.ward.residents.queries import Version
from sesshu.ward.residents.web.history import State, states_of

ON = date(2026, 11, 23)
BORN = a_version()
MOVED = a_version(
    valid_from=date(2026, 10, 1),
    recorded_at=datetime(2026, 10, 2, 3, tzinfo=UTC),
    transaction_reason="21",
    address="東京都世田谷区北沢二丁目8番18号",
    superseded_at=datetime(2026, 11, 5, 3, tzinfo=UTC),
)
CORRECTED = a_version(
    valid_from=date(2026, 10, 1),
    recorded_at=datetime(2026, 11, 5, 3, tzinfo=UTC),
    transaction_reason="93",
    address="東京都世田谷区北沢三丁目1番1号",
)
ALL = [BORN, MOVED, CORRECTED]


def labels(state: State) -> list[str]:
    return [chip.label for chip in state.chips]


def changed(state: State) -> list[str]:
    return [line.label for line in state.lines if line.changed]


def test_states_stand_newest_first_with_both_times() -> None:
    now, wrong, first = states_of(ALL, ON, None)
    assert (now.reason, wrong.reason, first.reason) == ("職権修正", "転居", "出生")
    assert (first.valid_from, first.valid_until) == (date(2026, 9, 1), date(2026, 9, 30))
    assert now.valid_until is None
    assert wrong.superseded_at == now.recorded_at


def test_each_state_says_what_it_is_now() -> None:
    assert [labels(state) for state in states_of(ALL, ON, None)] == [
        ["いまの状態"],
        ["訂正済み"],
        ["過去の状態"],
    ]


def test_what_a_state_changed_is_marked_and_the_first_changed_nothing() -> None:
    now, wrong, first = states_of(ALL, ON, None)
    assert changed(first) == []
    assert changed(wrong) == ["住所"]
    assert changed(now) == ["住所"]


def test_before_the_correction_everybody_took_the_wrong_address_for_right() -> None:
    wrong, first = states_of(ALL, ON, date(2026, 11, 4))
    assert labels(wrong) == ["いまの状態"]
    assert wrong.superseded_at is None
    assert first.valid_until == date(2026, 9, 30)


def test_before_the_move_was_known_the_first_state_had_no_end() -> None:
    (first,) = states_of(ALL, ON, date(2026, 10, 1))
    assert first.valid_until is None
    assert labels(first) == ["いまの状態"]


def test_the_day_of_knowledge_ends_at_midnight_in_tokyo() -> None:
    just_before = a_version(recorded_at=datetime(2026, 11, 1, 14, 59, tzinfo=UTC))
    just_after = a_version(recorded_at=datetime(2026, 11, 1, 15, 0, tzinfo=UTC))
    assert len(states_of([just_before], ON, date(2026, 11, 1))) == 1
    assert states_of([just_after], ON, date(2026, 11, 1)) == []


def test_a_move_announced_ahead_is_not_the_present_state() -> None:
    ahead = a_version(valid_from=date(2026, 12, 1), transaction_reason="41", status="2")
    coming, present = states_of([BORN, ahead], ON, None)
    assert labels(coming) == ["これからの状態"]
    assert labels(present) == ["いまの状態"]


def test_a_revoked_transaction_says_so() -> None:
    (state,) = states_of([a_version(is_revoked=True)], ON, None)
    assert labels(state) == ["取消し"]


@given(st.dates(date(2026, 8, 1), date(2027, 1, 1)))
def test_nobody_ever_knew_more_than_was_recorded(known_on: date) -> None:
    seen = states_of(ALL, ON, known_on)
    assert all(state.recorded_at.date() <= known_on for state in seen)
    assert sum("いまの状態" in labels(state) for state in seen) == (1 if seen else 0)


def test_a_guarded_history_shows_no_address_line() -> None:
    guarded: Version = a_version(is_guarded=True, address=None)
    (state,) = states_of([guarded], ON, None)
    assert "住所" not in [line.label for line in state.lines]
